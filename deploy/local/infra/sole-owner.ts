/**
 * One server for a folder. Neither Kafka nor Redis sees to that: Kafka takes its lock only after a second controller has written into the first one's metadata,
 * and Redis takes none.
 */

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HoldpointError } from '@holdpoint/contracts'
import { writePrivate } from './private-file.ts'

const pidFile = (dir: string) => join(dir, 'server.pid')

/** Call before anything in the folder is touched. Throws HP_SETUP naming the process that works there. */
export function refuseSecond(dir: string): void {
  if (!existsSync(pidFile(dir))) return
  const pid = Number(readFileSync(pidFile(dir), 'utf8'))
  // The number may have passed to another process, and one that is dying has no command line.
  if (!commandLine(pid).includes(dir)) return
  const what = `another server works in ${dir} (process ${pid})`
  throw new HoldpointError('HP_SETUP', { what })
}

/** Its command line must name the folder. */
export function recordOwner(dir: string, pid: number): void {
  writePrivate(pidFile(dir), String(pid))
}

/** Empty when there is no such process; without arguments when it is only waiting to be reaped. */
function commandLine(pid: number): string {
  if (!Number.isInteger(pid) || pid <= 0) return ''
  const options = { encoding: 'utf8' } as const
  return spawnSync('ps', ['-ww', '-p', String(pid), '-o', 'args='], options).stdout?.trim() ?? ''
}
