/** The write-ahead log on disk: one live segment, `.state/wal/<epoch>-<sequence>`, of one base and any number of batches. */
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bytes } from '../bytes.ts'
import { TlogError } from '../error.ts'
import type { Disk } from './disk.ts'
import type { Epoch } from './epoch.ts'
import { privateDirMode, privateMode, stateDir } from './layout.ts'
import { type BaseHeader, type BatchHeader, encodeRecord } from './wal-record.ts'
import { type ScannedSegment, scanSegment } from './wal-scan.ts'

const walDir = `${stateDir}/wal`
/** Names sort by writer, then by age. */
const digits = 12

export class Wal {
  private readonly disk: Disk
  private readonly epoch: Epoch
  private sequence = 0
  private handle: FileHandle | undefined
  /** Of the live segment. */
  bytes = 0

  constructor(disk: Disk, epoch: Epoch) {
    this.disk = disk
    this.epoch = epoch
  }

  /** What the last writer left: undefined in a new log. */
  static async recover(disk: Disk): Promise<ScannedSegment | undefined> {
    await mkdir(join(disk.dir, walDir), { recursive: true, mode: privateDirMode })
    const latest = (await disk.list(walDir)).sort().at(-1)
    const segment = latest === undefined ? undefined : await disk.read(`${walDir}/${latest}`)
    return segment && scanSegment(segment)
  }

  /** A new segment from `base` on. Everything up to it must be durable elsewhere: older segments are removed. */
  async start(base: Omit<BaseHeader, 'kind' | 'epoch'>): Promise<void> {
    this.sequence += 1
    const name = `${pad(this.epoch.number)}-${pad(this.sequence)}`
    const record = encodeRecord(
      this.epoch.nonce,
      { kind: 'base', epoch: this.epoch.number, ...base },
      [],
    )
    const path = `${walDir}/${name}`
    await this.disk.replace(path, record, privateMode)
    await this.handle?.close()
    this.handle = await open(join(this.disk.dir, path), 'r+')
    this.bytes = record.length
    for (const older of await this.disk.list(walDir)) {
      if (older < name) await this.disk.remove(`${walDir}/${older}`)
    }
  }

  /** Resolves when the record is durable and this is still the writer. */
  async append(header: Omit<BatchHeader, 'kind' | 'epoch'>, body: readonly Bytes[]): Promise<void> {
    const { handle } = this
    if (!handle) throw new TlogError('refused', 'the log is closed')
    const record = encodeRecord(
      this.epoch.nonce,
      { kind: 'batch', epoch: this.epoch.number, ...header },
      body,
    )
    await this.disk.step('wal write', () => writeFully(handle, record, this.bytes))
    await this.disk.step('wal sync', () => handle.datasync())
    // After the record is durable and before anybody is told: a successor that came earlier may not have seen it, one that comes later has.
    this.epoch.assertMine()
    this.bytes += record.length
  }

  async close(): Promise<void> {
    await this.handle?.close()
    this.handle = undefined
  }
}

/** A write may take fewer bytes than it was given. */
async function writeFully(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, position + at)
    at += bytesWritten
  }
}

const pad = (number: number): string => String(number).padStart(digits, '0')
