/** A run's folder belongs to one process at a time. */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { HoldpointError } from '@holdpoint/contracts'
import { writePrivate } from './infra/private-file.ts'

/** Makes the folder (0700) and takes it; the result gives it back. Throws HP_SETUP while another process has it. */
export function claimFolder(dir: string): () => void {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const file = join(dir, 'run.pid')
  const owner = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  if (owner > 0 && owner !== process.pid && isAlive(owner)) {
    const what = `it already runs in ${dir} (process ${owner}): stop that, or set HOLDPOINT_NAME to another name`
    throw new HoldpointError('HP_SETUP', { what })
  }
  writePrivate(file, String(process.pid))
  return () => rmSync(file, { force: true })
}

/**
 * An empty folder (0700) for this run alone: `.holdpoint/<kind>-<pid>`, or `given`. Folders of runs of that kind that are no more are swept. Whoever makes it
 * removes it at the end.
 */
export function freshFolder(root: string, kind: string, given?: string): string {
  const base = join(root, '.holdpoint')
  const pattern = new RegExp(`^${kind}-(\\d+)$`)
  mkdirSync(base, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(base)) {
    const pid = Number(pattern.exec(name)?.[1])
    if (pid > 0 && !isAlive(pid)) rmSync(join(base, name), { recursive: true, force: true })
  }
  const dir = given ?? join(base, `${kind}-${process.pid}`)
  if (existsSync(dir)) rmSync(dir, { recursive: true })
  mkdirSync(dir, { mode: 0o700 })
  return dir
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
