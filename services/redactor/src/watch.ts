/** What operators see of the sealing role: a line and a count per refusal, a count per record. Ids and codes only. */

import type { InRecord } from '@holdpoint/kafka'
import type { Report } from '@holdpoint/redaction'
import type { Logger, Metrics } from '@holdpoint/service'
import type { Refusal } from './records.ts'

export interface Watcher {
  /** Ids and codes only. */
  refused(refusal: Refusal, record: InRecord): void
  /** A record that the code stumbled over: a defect. */
  stumbled(error: unknown, record: InRecord): void
  handled(kind: Refusal['kind'], count: number): void
  /** Types of what was masked, never values. */
  found(report: Pick<Report, 'findings' | 'unscanned'>): void
}

export function watchRecords(log: Logger, metrics: Metrics): Watcher {
  const handled = metrics.counter('redactor_records_total', 'Records handled', ['kind'])
  const refused = metrics.counter('redactor_refused_total', 'Records refused', ['kind', 'code'])
  const found = metrics.counter('redactor_findings_total', 'Values masked', ['type'])
  const unscanned = metrics.counter('redactor_unscanned_total', 'Records masked in part unseen')
  return {
    handled: (kind, count) => handled.inc({ kind }, count),
    found(report) {
      for (const { type } of report.findings) found.inc({ type })
      if (report.unscanned) unscanned.inc()
    },
    refused({ kind, code, field }, { topic, partition, offset }) {
      refused.inc({ kind, code })
      log.warn({ kind, code, field, topic, partition, offset }, 'refused a record')
    },
    stumbled(err, { topic, partition, offset }) {
      log.error({ err, topic, partition, offset }, 'stumbled over a record')
    },
  }
}
