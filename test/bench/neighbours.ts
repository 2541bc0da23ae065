/** CPU time of processes that tell nothing of it themselves: broker, Redis, and this one. Only where the kernel tells it (Linux). */
import { readFileSync } from 'node:fs'

/** The unit of times in `/proc/<pid>/stat`; the same on every architecture of Linux that we run on. */
const ticksPerSecond = 100

/** By name; who is not running, or whose time nobody tells, is left out. */
export function cpuSecondsOf(
  pids: Readonly<Record<string, number | undefined>>,
): Record<string, number> {
  const known: Record<string, number> = {}
  for (const [name, pid] of Object.entries(pids)) {
    const seconds = pid === undefined ? undefined : cpuSecondsIn(statOf(pid))
    if (seconds !== undefined) known[name] = seconds
  }
  return known
}

/** Times 14 and 15 of the line; the name before them can hold anything, spaces and brackets too. */
export function cpuSecondsIn(stat: string): number | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [user, system] = [Number(fields[11]), Number(fields[12])]
  return Number.isNaN(user + system) ? undefined : (user + system) / ticksPerSecond
}

function statOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return ''
  }
}
