/** What sealing costs beside scanning, by the redactor's own clocks: both over the same records, in one run. */

export interface Sealing {
  readonly records: number
  readonly scanMicros: number
  readonly sealMicros: number
  /** Sealing as a share of scanning. */
  readonly ofScan: number
}

const seconds = (name: string): RegExp =>
  new RegExp(
    `^holdpoint_redactor_${name}_seconds_(?:sum|count)\\{[^}]*kind="intent"[^}]*\\} (\\S+)$`,
    'gm',
  )
const microsPerSecond = 1e6

interface Spent {
  readonly count: number
  readonly scan: number
  readonly seal: number
}

/** Of the records between two looks at `/metrics`. */
export async function sealingDuring(metricsUrl: URL, work: () => Promise<void>): Promise<Sealing> {
  const before = spentIn(await textAt(metricsUrl))
  await work()
  return sealingOf(before, spentIn(await textAt(metricsUrl)))
}

export function sealingOf(before: Spent, after: Spent): Sealing {
  const records = after.count - before.count
  const [scan, seal] = [after.scan - before.scan, after.seal - before.seal]
  const micros = (spent: number) => (spent * microsPerSecond) / records
  return { records, scanMicros: micros(scan), sealMicros: micros(seal), ofScan: seal / scan }
}

/** From the text of `/metrics`; nothing where nothing was masked yet. */
export function spentIn(metrics: string): Spent {
  const [scan = 0, count = 0] = numbers(metrics, seconds('scan'))
  const [seal = 0] = numbers(metrics, seconds('seal'))
  return { count, scan, seal }
}

function numbers(metrics: string, pattern: RegExp): number[] {
  return [...metrics.matchAll(pattern)].map(([, value]) => Number(value))
}

async function textAt(url: URL): Promise<string> {
  return (await fetch(url)).text()
}
