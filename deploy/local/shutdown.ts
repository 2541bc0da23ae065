/** Things to undo at the end, however the end comes: in reverse order, each once, and all of them even if one fails. */

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export class Shutdown {
  readonly #steps: (() => Promise<void> | void)[] = []
  #running: Promise<void> | undefined
  /** Resolves with the first signal that asks us to end. */
  readonly requested: Promise<NodeJS.Signals>

  constructor() {
    const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>()
    this.requested = promise
    // The listeners stay: a second Ctrl-C must not cut the first one's clean-up short.
    for (const signal of signals) process.on(signal, () => resolve(signal))
  }

  /** Call right after what has to be undone was begun. After the end has begun, it is undone at once. */
  onEnd(step: () => Promise<void> | void): void {
    if (this.#running === undefined) this.#steps.push(step)
    else void this.#running.finally(step)
  }

  /** The first failure is thrown after the last step. */
  run(): Promise<void> {
    this.#running ??= this.#undo()
    return this.#running
  }

  async #undo(): Promise<void> {
    const failures: unknown[] = []
    for (const step of this.#steps.toReversed()) {
      try {
        await step()
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0) throw failures[0]
  }
}
