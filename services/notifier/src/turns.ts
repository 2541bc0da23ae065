/** Things done one after the other on each partition, whoever asks for them. */

export class Turns {
  readonly #last = new Map<number, Promise<unknown>>()

  isFree(partition: number): boolean {
    return !this.#last.has(partition)
  }

  /** Begins when what was asked for before has ended, however it ended. */
  async take<T>(partition: number, act: () => Promise<T>): Promise<T> {
    const before = this.#last.get(partition) ?? Promise.resolve()
    const turn = before.catch(() => undefined).then(act)
    this.#last.set(partition, turn)
    try {
      return await turn
    } finally {
      if (this.#last.get(partition) === turn) this.#last.delete(partition)
    }
  }
}
