/** What was not taken, in the log: the first of its kind, and then how many more there were. A stranger must not be able to fill it. */
import type { Logger } from '@holdpoint/service'

const toldEveryMs = 60_000

export interface RefusalsDeps {
  readonly name: string
  readonly clock: () => number
  readonly log: Pick<Logger, 'warn'>
}

export class Refusals {
  readonly #deps: RefusalsDeps
  readonly #told = new Map<string, { readonly atMs: number; readonly since: number }>()

  constructor(deps: RefusalsDeps) {
    this.#deps = deps
  }

  /** `why`: one of our own words. */
  note(why: string): void {
    const { name, clock, log } = this.#deps
    const nowMs = clock()
    const { atMs, since } = this.#told.get(why) ?? { atMs: Number.NEGATIVE_INFINITY, since: 0 }
    if (nowMs - atMs < toldEveryMs) {
      this.#told.set(why, { atMs, since: since + 1 })
      return
    }
    this.#told.set(why, { atMs: nowMs, since: 0 })
    log.warn({ channel: name, why, since }, 'a request in the name of Teams was not taken')
  }
}
