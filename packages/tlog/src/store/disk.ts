/** Files that are durable when we say so: temporary file → fsync → rename → fsync of the directory. Names are relative to the log's directory. */
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { type Bytes, equalBytes } from '../bytes.ts'
import { TlogError } from '../error.ts'
import { type TileId, tilePath } from '../tile.ts'
import type { Epoch } from './epoch.ts'
import { privateDirMode, privateMode, publicMode, stateDir } from './layout.ts'

/** Files written at a time; more only queue in the thread pool. */
const writersMax = 8
const tempDir = `${stateDir}/tmp`

export interface NewFile {
  readonly path: string
  readonly bytes: Bytes
}

/** Called before and after every change on disk, so that tests can stop or fail any of them. */
export type OnStep = (step: string) => void | Promise<void>

export class Disk {
  readonly dir: string
  private readonly epoch: Epoch
  private readonly onStep: OnStep
  private temps = 0
  /** Folders that are there, so that nobody asks again. */
  private readonly folders = new Set<string>()

  constructor(dir: string, epoch: Epoch, onStep: OnStep = () => undefined) {
    this.dir = dir
    this.epoch = epoch
    this.onStep = onStep
  }

  /** Makes room for temporary files and removes those of earlier writers. */
  async prepare(): Promise<void> {
    await mkdir(join(this.dir, tempDir), { recursive: true, mode: privateDirMode })
    for (const name of await readdir(join(this.dir, tempDir)))
      await this.remove(`${tempDir}/${name}`)
  }

  async read(path: string): Promise<Buffer | undefined> {
    try {
      return await readFile(join(this.dir, path))
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }

  async list(path: string): Promise<string[]> {
    try {
      return await readdir(join(this.dir, path))
    } catch (error) {
      if (isMissing(error)) return []
      throw error
    }
  }

  /** Immutable files: each is created whole and durable, or is there with the same bytes already. Other bytes are never written over. */
  async putAll(files: readonly NewFile[]): Promise<void> {
    const fresh = await this.each(files, async (file) => {
      const known = await this.read(file.path)
      if (known && !equalBytes(known, file.bytes)) {
        throw new TlogError('refused', `${file.path} is there with other bytes`)
      }
      return known ? [] : [file]
    })
    await this.each(fresh, (file) => this.place(file, publicMode, true))
    await this.syncDirs(fresh)
  }

  /** Whole but not yet durable: for files that the write-ahead log still holds. Make them durable with `syncAll`. */
  async writeAll(files: readonly NewFile[]): Promise<void> {
    await this.each(files, (file) => this.place(file, privateMode, false))
  }

  async syncAll(paths: readonly string[]): Promise<void> {
    await this.each(paths, async (path) => {
      // One of them may have been erased since; that is durable with its directory.
      const handle = await openOrMissing(join(this.dir, path))
      if (handle) await this.sync(handle, path)
      return []
    })
    await this.syncDirs(paths.map((path) => ({ path })))
  }

  /** Puts `bytes` where other bytes may be. */
  async replace(path: string, bytes: Bytes, mode: number): Promise<void> {
    await this.place({ path, bytes }, mode, true)
    await this.syncDirs([{ path }])
  }

  async remove(path: string): Promise<void> {
    await this.step(`remove ${path}`, () =>
      rm(join(this.dir, path), { recursive: true, force: true }),
    )
  }

  /** The narrower files of a full tile. */
  async removePartials(full: TileId): Promise<void> {
    const path = `${tilePath(full)}.p`
    if ((await this.list(path)).length > 0) await this.remove(path)
  }

  async syncDirs(files: readonly { readonly path: string }[]): Promise<void> {
    for (const path of new Set(files.map((file) => dirname(file.path)))) {
      await this.sync(await open(join(this.dir, path), 'r'), `${path}/`)
    }
  }

  /** Every change on disk goes through here. */
  async step<T>(name: string, act: () => Promise<T>): Promise<T> {
    await this.onStep(`before ${name}`)
    const done = await act()
    await this.onStep(`after ${name}`)
    return done
  }

  private async place({ path, bytes }: NewFile, mode: number, durable: boolean): Promise<[]> {
    await this.makeDirs(dirname(path), mode)
    this.temps += 1
    const temp = join(this.dir, tempDir, `${this.epoch.number}-${this.temps}`)
    await this.step(`write ${path}`, async () => {
      const handle = await open(temp, 'wx', mode)
      try {
        await handle.writeFile(bytes)
        if (durable) await handle.sync()
      } finally {
        await handle.close()
      }
    })
    await this.step(`rename ${path}`, async () => {
      // The last look before anybody can see the file.
      this.epoch.assertMine()
      await rename(temp, join(this.dir, path))
    })
    return []
  }

  /** A directory is durable when the one above it is synced, so new ones are synced from the top. */
  private async makeDirs(path: string, mode: number): Promise<void> {
    if (this.folders.has(path)) return
    const whole = join(this.dir, path)
    const dirMode = mode === privateMode ? privateDirMode : 0o755
    const made = await mkdir(whole, { recursive: true, mode: dirMode })
    if (made === undefined) return
    for (
      let above = dirname(made);
      ;
      above = join(above, relative(above, whole).split(sep)[0] ?? '')
    ) {
      if (above === whole) return
      await this.sync(await open(above, 'r'), `${relative(this.dir, above)}/`)
    }
  }

  private async sync(handle: FileHandle, name: string): Promise<void> {
    try {
      await this.step(`sync ${name}`, () => handle.sync())
    } finally {
      await handle.close()
    }
  }

  private async each<T, R>(
    items: readonly T[],
    act: (item: T) => Promise<readonly R[]>,
  ): Promise<R[]> {
    const results: R[] = []
    for (let at = 0; at < items.length; at += writersMax) {
      const done = await Promise.all(items.slice(at, at + writersMax).map(act))
      results.push(...done.flat())
    }
    return results
  }
}

async function openOrMissing(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

export function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ENOENT' || error.code === 'ENOTDIR')
  )
}
