/** Stops asking who does not answer: after some failures in a row nobody is asked for a while, then one, whose answer decides. */

/** In a row; fewer could be one slow moment. */
const failuresMax = 5
/** Long enough for a restart, short enough that its return is noticed. */
const pauseMs = 10_000

export class Breaker {
  #failures = 0
  #openUntilMs = 0
  #isTrying = false

  /** Whether to ask now. After a pause, true once; then `succeeded` or `failed` must follow. */
  mayAsk(nowMs: number): boolean {
    if (this.#failures < failuresMax) return true
    if (nowMs < this.#openUntilMs || this.#isTrying) return false
    this.#isTrying = true
    return true
  }

  succeeded(): void {
    this.#failures = 0
    this.#isTrying = false
  }

  failed(nowMs: number): void {
    this.#failures++
    this.#isTrying = false
    if (this.#failures >= failuresMax) this.#openUntilMs = nowMs + pauseMs
  }
}
