/** What operators see of the auditor: counts, and one line per finding. A finding is an alarm: it says that somebody or something broke the decision stream. */
import type { Logger, Metrics } from '@holdpoint/service'
import type { LogWriter } from '@holdpoint/tlog/store'
import type { IngestWatcher } from './ingest/decisions.ts'

export function watchIngest(log: Logger, metrics: Metrics): IngestWatcher {
  const taken = metrics.counter('auditor_events_total', 'Events logged')
  const repeated = metrics.counter('auditor_repeats_total', 'Events that were logged already')
  const found = metrics.counter('auditor_findings_total', 'Findings logged', ['finding'])
  return {
    taken: (count) => taken.inc(count),
    repeated: () => repeated.inc(),
    found({ finding, source, slot, number, through, actionId, code, view }, index) {
      const { topic, partition, offset } = source
      const about = { finding, index, slot, number, through, actionId, code, view }
      found.inc({ finding })
      log.error({ ...about, topic, partition, offset }, 'finding')
    },
  }
}

export function watchLog(log: LogWriter, metrics: Metrics): void {
  metrics.gauge('auditor_log_size', 'Entries of the log', () => log.size)
  metrics.gauge(
    'auditor_log_covered',
    'Entries under a signed checkpoint',
    () => log.published.size,
  )
}
