/** Files beside the log. They come with their entries in the write-ahead log, are put in place with each checkpoint, and become durable before that log is left behind. */
import type { Disk } from './disk.ts'
import type { SideFile } from './port.ts'

export class SideFiles {
  private readonly disk: Disk
  /** Only in the write-ahead log. */
  private waiting: SideFile[]
  /** In place, but not durable. */
  private unsynced: string[] = []
  private syncing: Promise<void> | undefined
  private isMostSynced = false

  constructor(disk: Disk, waiting: readonly SideFile[]) {
    this.disk = disk
    this.waiting = [...waiting]
  }

  add(files: readonly SideFile[]): void {
    this.waiting.push(...files)
  }

  /** Puts everything in place that was added before the call. */
  async write(): Promise<void> {
    const files = this.waiting.splice(0)
    await this.disk.writeAll(files)
    this.unsynced.push(...files.map(({ path }) => path))
  }

  /**
   * Whether so few are left to sync that it holds nobody up. Thousands take seconds, so most of it is done in the background; `onError` is told where that fails.
   */
  areAlmostSynced(onError: (error: unknown) => void): boolean {
    if (!this.syncing && !this.isMostSynced) {
      this.syncing = this.disk.syncAll(this.unsynced.splice(0)).then(() => {
        this.isMostSynced = true
      }, onError)
    }
    return this.isMostSynced
  }

  /** Everything in place is durable. */
  async sync(): Promise<void> {
    await this.syncing
    await this.disk.syncAll(this.unsynced.splice(0))
    this.syncing = undefined
    this.isMostSynced = false
  }
}
