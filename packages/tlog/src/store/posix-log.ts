/**
 * A log in a directory, in C2SP tlog-tiles form, with its private state under `.state/`. An entry's way: write-ahead log, durable → tiles and bundles,
 * durable → read back and recomputed → checkpoint signed and renamed into place → write-ahead log begun anew.
 */
import { mkdir } from 'node:fs/promises'
import { type Bytes, toBase64, utf8 } from '../bytes.ts'
import { checkTree } from '../check-tree.ts'
import { signCheckpoint } from '../checkpoint.ts'
import { TlogError } from '../error.ts'
import type { Frontier } from '../frontier.ts'
import { leafHash } from '../hash.ts'
import type { NoteSigner, NoteVerifier } from '../note-key.ts'
import { filledTiles, parseTilePath } from '../tile.ts'
import { Bundles } from './bundles.ts'
import { Disk, type OnStep } from './disk.ts'
import { claimEpoch } from './epoch.ts'
import { publicMode } from './layout.ts'
import { Lock } from './lock.ts'
import type { Batch, LogWriter, Published } from './port.ts'
import { Positions } from './positions.ts'
import { recoverLog } from './recover.ts'
import { SideFiles } from './side-files.ts'
import type { Tail } from './tail.ts'
import { Wal } from './wal.ts'
import { frame } from './wal-record.ts'

/** A segment longer than this is left behind after the next checkpoint: bounds what a restart reads, and how many side files wait for their fsync. */
const segmentBytesMax = 64 * 1024 * 1024

export interface PosixLogOptions {
  readonly dir: string
  readonly origin: string
  /** The log's own key first; its name is the origin. */
  readonly signers: readonly NoteSigner[]
  /** Keys that may have signed the checkpoint that is there: the present one and retired ones. */
  readonly verifiers: readonly NoteVerifier[]
  readonly onStep?: OnStep
}

export class PosixLog implements LogWriter {
  private readonly options: PosixLogOptions
  private readonly disk: Disk
  private readonly wal: Wal

  /** Guarded by `appending`. */
  private frontier: Frontier
  private readonly tail: Tail
  private positions: Positions
  private readonly sideFiles: SideFiles
  private readonly appending = new Lock()

  /** Guarded by `publishing`, which is always taken before `appending`. */
  private tiledSize: number
  private readonly publishing = new Lock()

  private readonly bundles: Bundles
  private dead: unknown
  published: Published
  unpublishedBytes = 0

  /** Opens the log, makes it if there is none, and fences whoever had it open. Rejects with `refused` where anything does not add up. */
  static async open(options: PosixLogOptions): Promise<PosixLog> {
    await mkdir(options.dir, { recursive: true })
    const epoch = await claimEpoch(options.dir)
    const disk = new Disk(options.dir, epoch, options.onStep)
    await disk.prepare()
    const recovered = await recoverLog(disk, options.origin, options.verifiers)
    const log = new PosixLog(options, disk, new Wal(disk, epoch), recovered)
    await log.publishing.run(() => log.guard(() => log.startOver()))
    return log
  }

  private constructor(
    options: PosixLogOptions,
    disk: Disk,
    wal: Wal,
    recovered: Awaited<ReturnType<typeof recoverLog>>,
  ) {
    this.options = options
    this.disk = disk
    this.wal = wal
    this.bundles = new Bundles((path) => disk.read(path))
    this.frontier = recovered.frontier
    this.tail = recovered.tail
    this.sideFiles = new SideFiles(disk, recovered.sideFiles)
    this.tiledSize = recovered.tiledSize
    this.published = recovered.published ?? { size: -1, root: new Uint8Array(), note: utf8('') }
    this.positions = new Positions(recovered.positions)
  }

  get size(): number {
    return this.tail.size
  }

  position(topic: string, partition: number): number | undefined {
    return this.positions.next(topic, partition)
  }

  async append(batch: Batch): Promise<number> {
    return await this.appending.run(() => this.guard(() => this.appendNow(batch)))
  }

  async publish(): Promise<Published> {
    return await this.publishing.run(() =>
      this.guard(async () => {
        if (this.published.size < this.size) await this.publishNow()
        if (this.wal.bytes > segmentBytesMax && this.mayStartOver()) await this.startOver()
        return this.published
      }),
    )
  }

  async entry(index: number): Promise<Bytes> {
    if (index < 0 || index >= this.size) throw new TlogError('missing', `no entry ${index}`)
    return this.tail.entry(index) ?? (await this.bundles.entry(index))
  }

  async read(path: string): Promise<Bytes | undefined> {
    const isPublished = path === 'checkpoint' || parseTilePath(path) !== undefined
    return isPublished ? await this.disk.read(path) : undefined
  }

  async close(): Promise<void> {
    try {
      await this.publishing.run(() => this.guard(() => this.startOver()))
    } finally {
      this.dead ??= new TlogError('refused', 'the log is closed')
      await this.wal.close()
    }
  }

  private async appendNow({ entries, positions, files = [] }: Batch): Promise<number> {
    const after = this.positions.moved(positions)
    const first = this.size
    const leaves = entries.map(leafHash)
    const frontier = this.frontier.copy()
    for (const leaf of leaves) frontier.push(leaf)
    const header = {
      first,
      count: entries.length,
      previousRoot: toBase64(this.frontier.root()),
      root: toBase64(frontier.root()),
      positions: after.list(),
      files: files.map(({ path, bytes }) => ({ path, length: bytes.length })),
    }
    await this.wal.append(header, [...frame(entries), ...files.map(({ bytes }) => bytes)])
    this.frontier = frontier
    for (const [i, entry] of entries.entries()) this.tail.push(entry, leaves[i] as Bytes)
    this.positions = after
    this.sideFiles.add(files)
    this.unpublishedBytes += [...entries, ...files.map(({ bytes }) => bytes)].reduce(
      (sum, bytes) => sum + bytes.length,
      0,
    )
    return first
  }

  /** What is appended meanwhile waits for the next time. */
  private async publishNow(): Promise<void> {
    const [size, root, from] = [this.size, this.frontier.root(), this.tiledSize]
    const tiles = this.tail.files(from)
    this.unpublishedBytes = 0
    await Promise.all([this.disk.putAll(tiles), this.sideFiles.write()])
    await checkTree({ read: (path) => this.disk.read(path), size, root, from })
    // Partial tiles go when the full one is in place; readers of an older checkpoint find their hashes there.
    for (const id of filledTiles(from, size)) await this.disk.removePartials(id)
    if (size > this.published.size) {
      const note = utf8(
        signCheckpoint({ origin: this.options.origin, size, root }, this.options.signers),
      )
      await this.disk.replace('checkpoint', note, publicMode)
      this.published = { size, root, note }
    }
    this.tiledSize = size
    this.tail.settle(size)
  }

  private mayStartOver(): boolean {
    return this.sideFiles.areAlmostSynced((error) => this.die(error))
  }

  /** Publishes, makes everything durable without the write-ahead log, and begins that anew. */
  private async startOver(): Promise<void> {
    await this.appending.run(async () => {
      await this.publishNow()
      await this.sideFiles.sync()
      await this.wal.start({
        size: this.size,
        root: toBase64(this.frontier.root()),
        positions: this.positions.list(),
      })
    })
  }

  /** After any fault nothing is known of the disk, and only opening anew finds out. Asked inside the locks: what already waits there must not go on either. */
  private async guard<T>(act: () => Promise<T>): Promise<T> {
    if (this.dead) throw new TlogError('refused', 'this writer has stopped', this.dead)
    try {
      return await act()
    } catch (error) {
      const refusal = this.die(error)
      await this.wal.close()
      throw refusal
    }
  }

  private die(error: unknown): unknown {
    const refusal = asRefusal(error)
    this.dead ??= refusal
    return refusal
  }
}

/** Faults of the disk become refusals too; the code says which. */
function asRefusal(error: unknown): unknown {
  if (error instanceof TlogError || !(error instanceof Error)) return error
  const { code, syscall } = error as NodeJS.ErrnoException
  return new TlogError('refused', `${code ?? error.name} ${syscall ?? ''}`.trim(), error)
}
