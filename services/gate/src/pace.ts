/**
 * How long a slot waits for company before it begins a batch. A transaction costs more than its inputs, whether they are three or thirty; where batches come one
 * right after another, half the time that the last one took brings the next one more inputs. Whoever comes alone waits for nobody.
 */

/** Less than a person notices, and more than a transaction takes on a machine that has its hands full. */
export const gatherMsMax = 20
/** With so many waiting there is no need for more. */
export const gatheredMin = 100

export class Pace {
  private last = { inputs: 0, tookMs: 0, endedMs: 0 }

  committed(inputs: number, startedMs: number, endedMs: number): void {
    this.last = { inputs, tookMs: endedMs - startedMs, endedMs }
  }

  /** Before a batch for which `waiting` inputs are there. */
  waitMs(waiting: number, nowMs: number): number {
    const { inputs, tookMs, endedMs } = this.last
    const isBusy = inputs > 1 && nowMs - endedMs <= tookMs
    if (!isBusy || waiting === 0 || waiting >= gatheredMin) return 0
    return Math.min(tookMs / 2, gatherMsMax)
  }
}
