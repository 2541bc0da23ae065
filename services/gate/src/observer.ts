/** What operators see of the slots: metrics always, a log line when a slot opens or an input is given up. */
import type { Logger, Metrics } from '@holdpoint/service'
import type { SlotEvent } from './slot-owner.ts'

export function observer(metrics: Metrics, log: Pick<Logger, 'info'>): (event: SlotEvent) => void {
  const inputs = metrics.counter('gate_inputs_total', 'Inputs and timers processed')
  const commits = metrics.histogram(
    'gate_commit_seconds',
    'From the start of a batch to its place in Redis',
  )
  const takeovers = metrics.histogram('gate_takeover_seconds', 'Time to take a slot over')
  return (event) => {
    switch (event.kind) {
      case 'opened':
        takeovers.observe(event.tookMs / 1000)
        log.info(
          { slot: event.slot, records: event.records, tookMs: event.tookMs },
          'slot taken over',
        )
        return
      case 'committed':
        inputs.inc(event.inputs)
        commits.observe(event.tookMs / 1000)
    }
  }
}
