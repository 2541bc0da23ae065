/** So many at a time; the others wait their turn, or give up. */

export class Slots {
  #free: number
  readonly #waiting = new Set<(isMine: boolean) => void>()

  constructor(count: number) {
    this.#free = count
  }

  /** Resolves with true when there is a slot, which must be given back; with false when `over` is aborted first. */
  take(over: AbortSignal): Promise<boolean> {
    if (over.aborted) return Promise.resolve(false)
    if (this.#free > 0) {
      this.#free--
      return Promise.resolve(true)
    }
    return new Promise((resolve) => {
      const settle = (isMine: boolean): void => {
        this.#waiting.delete(settle)
        over.removeEventListener('abort', giveUp)
        resolve(isMine)
      }
      const giveUp = (): void => settle(false)
      over.addEventListener('abort', giveUp)
      this.#waiting.add(settle)
    })
  }

  give(): void {
    const [next] = this.#waiting
    if (next === undefined) this.#free++
    else next(true)
  }
}
