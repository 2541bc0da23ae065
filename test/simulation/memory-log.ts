/** The log's store in memory: it survives its writers, and fences all but the newest. Checkpoints are not signed here: nobody outside reads them. */
import type { Batch, LogWriter, Published, SourcePosition } from '@holdpoint/tlog/store'
import { type Mortal, mortalCall } from './mortal-call.ts'

type Bytes = Published['note']
const nothingYet: Published = { size: 0, root: new Uint8Array(32), note: new Uint8Array() }

/** What is durable. */
export class LogDisk {
  readonly entries: Bytes[] = []
  readonly positions = new Map<string, number>()
  published = nothingYet
  epoch = 0

  /** Fences whoever had it open. */
  open(mortal: Mortal): LogWriter {
    this.epoch += 1
    return new MemoryLogWriter(this, this.epoch, mortal)
  }
}

class MemoryLogWriter implements LogWriter {
  readonly unpublishedBytes = 0
  private readonly disk: LogDisk
  private readonly epoch: number
  private readonly mortal: Mortal

  constructor(disk: LogDisk, epoch: number, mortal: Mortal) {
    this.disk = disk
    this.epoch = epoch
    this.mortal = mortal
  }

  get size(): number {
    return this.disk.entries.length
  }

  get published(): Published {
    return this.disk.published
  }

  position(topic: string, partition: number): number | undefined {
    return this.disk.positions.get(`${topic}/${partition}`)
  }

  append({ entries, positions }: Batch): Promise<number> {
    return mortalCall(this.mortal, async () => {
      this.checkEpoch()
      const first = this.size
      this.disk.entries.push(...entries)
      for (const { topic, partition, next } of positions as readonly SourcePosition[]) {
        const key = `${topic}/${partition}`
        this.disk.positions.set(key, Math.max(next, this.disk.positions.get(key) ?? 0))
      }
      return first
    })
  }

  publish(): Promise<Published> {
    return mortalCall(this.mortal, async () => {
      this.checkEpoch()
      this.disk.published = { ...nothingYet, size: this.size }
      return this.disk.published
    })
  }

  async entry(index: number): Promise<Bytes> {
    return this.disk.entries[index] ?? new Uint8Array()
  }

  async read(): Promise<Bytes | undefined> {
    return undefined
  }

  async close(): Promise<void> {}

  private checkEpoch(): void {
    if (this.epoch !== this.disk.epoch) throw new Error('a newer writer has the log')
  }
}
