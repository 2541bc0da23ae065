/** What operators see of the sealing role: a line per refusal, and counts and times of everything. Ids, types and codes only. */
import type { InRecord } from '@holdpoint/kafka'
import type { Redactor } from '@holdpoint/redaction'
import type { ErrorRecord, Logger, Metrics } from '@holdpoint/service'
import type { Kind, Told } from './handle.ts'

/** Seconds: a small action takes a tenth of a millisecond, one of 1 MB a tenth of a second. */
const workBuckets = [
  ...[0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005],
  ...[0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
]
const msPerSecond = 1000

export interface Watcher {
  /** `record`: where it stood. */
  told(kind: Kind, told: Told, record: Pick<InRecord, 'topic' | 'partition' | 'offset'>): void
}

export interface CrewWatcher {
  /** `error`: as it may be logged. */
  replaced(why: 'died' | 'hung', error: ErrorRecord | undefined): void
}

export function watchRecords(
  log: Logger,
  metrics: Metrics,
  redactor: Redactor,
): Watcher & CrewWatcher {
  const records = metrics.counter('redactor_records_total', 'Records handled', ['kind', 'end'])
  const refused = metrics.counter('redactor_refused_total', 'Records refused', ['kind', 'code'])
  const found = metrics.counter('redactor_findings_total', 'Values masked', ['type'])
  const unscanned = metrics.counter('redactor_unscanned_total', 'Values masked unseen', ['reason'])
  const seconds = (name: string, help: string) =>
    metrics.histogram(name, help, ['kind'], workBuckets)
  const scan = seconds('redactor_scan_seconds', 'Time to mask one record')
  const seal = seconds('redactor_seal_seconds', 'Time to seal one original')
  const opinion = metrics.counter('redactor_opinion_total', 'Texts, second opinion', ['end'])
  const added = metrics.counter('redactor_opinion_findings_total', 'Values masked for it', ['type'])
  const replaced = metrics.counter('redactor_workers_replaced_total', 'Workers lost', ['why'])
  tellEngine(metrics, redactor)
  return {
    replaced(why, error) {
      replaced.inc({ why })
      log.warn({ why, defect: error }, 'replaced a worker')
    },
    told(kind, told, { topic, partition, offset }) {
      records.inc({ kind, end: told.end })
      if (told.end === 'masked') {
        for (const [type, count] of Object.entries(told.types)) found.inc({ type }, count)
        for (const [reason, count] of Object.entries(told.unscanned))
          unscanned.inc({ reason }, count)
        for (const [type, count] of Object.entries(told.added)) added.inc({ type }, count)
        for (const [end, count] of Object.entries(told.opinion)) opinion.inc({ end }, count)
        scan.observe({ kind }, told.scanMs / msPerSecond)
        seal.observe({ kind }, told.sealMs / msPerSecond)
        return
      }
      const { code, field } = told.refusal
      refused.inc({ kind, code })
      const place = { topic, partition, offset }
      if (told.stumble !== undefined)
        log.error({ defect: told.stumble, ...place }, 'stumbled over a record')
      log.warn({ kind, code, field, ...place }, 'refused a record')
    },
  }
}

/** Which rules are in force: two redactors that differ here mask differently. */
function tellEngine(metrics: Metrics, { engineVersion, configDigest }: Redactor): void {
  const info = metrics.gauge('redactor_engine_info', 'Rules in force', undefined, [
    'version',
    'rules',
  ])
  info.set({ version: engineVersion, rules: configDigest }, 1)
}
