/**
 * Who may write: the highest file in `.state/epoch/`. Opening a log creates the next one, which nobody can do twice, and so fences the writer before. A writer
 * looks after each record it has made durable and before it acknowledges: if it is still the highest then, its successor will have seen the record.
 */
import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { mkdir, open, readdir, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Bytes } from '../bytes.ts'
import { TlogError } from '../error.ts'
import { privateDirMode, privateMode, stateDir } from './layout.ts'
import { nonceBytes } from './wal-record.ts'

/** Writers that start in the same moment take turns; more tries than writers anybody would start. */
const triesMax = 100

export interface Epoch {
  readonly number: number
  /** Marks this writer's records. */
  readonly nonce: Bytes
  /** Throws where another writer has opened the log since. */
  assertMine(): void
}

export async function claimEpoch(dir: string): Promise<Epoch> {
  const folder = join(dir, stateDir, 'epoch')
  await mkdir(folder, { recursive: true, mode: privateDirMode })
  for (let tries = 0; tries < triesMax; tries += 1) {
    const number = Math.max(0, ...(await readdir(folder)).map(Number)) + 1
    if (!(await create(join(folder, String(number))))) continue
    await syncDir(folder)
    await clearBelow(folder, number)
    return {
      number,
      nonce: randomBytes(nonceBytes),
      assertMine: () => assertHighest(folder, number),
    }
  }
  throw new TlogError('refused', 'too many writers open the log at once')
}

function assertHighest(folder: string, number: number): void {
  // Synchronous, so that nothing of ours happens between the look and what follows it.
  const highest = Math.max(...readdirSync(folder).map(Number))
  if (highest !== number) {
    throw new TlogError(
      'refused',
      `writer ${highest} has opened the log, this was writer ${number}`,
    )
  }
}

async function create(path: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx', privateMode)
    // For people who wonder who has the log; nothing reads it.
    await handle.writeFile(`${hostname()} ${process.pid}\n`)
    await handle.sync()
    await handle.close()
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

async function clearBelow(folder: string, number: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (Number(name) < number) await rm(join(folder, name), { force: true })
  }
}

async function syncDir(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync()
  await handle.close()
}
