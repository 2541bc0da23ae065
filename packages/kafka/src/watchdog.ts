/** Notices that nothing happens any more: a connection that was dropped can leave kafkajs waiting for ever, with the process looking well. */

const tickMs = 1000

export class Watchdog {
  readonly #ticksMax: number
  readonly #onSilence: () => void
  readonly #timer: NodeJS.Timeout
  #ticks = 0

  /** Counts ticks and not time, so that a process that was stopped for an hour is not taken for a silent one when it wakes. */
  constructor(silenceMs: number, onSilence: () => void) {
    this.#ticksMax = Math.ceil(silenceMs / tickMs)
    this.#onSilence = onSilence
    this.#timer = setInterval(() => this.#tick(), tickMs)
    this.#timer.unref()
  }

  heard(): void {
    this.#ticks = 0
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #tick(): void {
    this.#ticks++
    if (this.#ticks < this.#ticksMax) return
    this.stop()
    this.#onSilence()
  }
}
