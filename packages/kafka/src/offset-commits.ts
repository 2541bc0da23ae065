/** Positions on their way into the group's committed offsets: gathered, and written now and then. */

export interface Committed {
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly metadata?: string
}

export class OffsetCommits {
  readonly #write: (offsets: Committed[]) => Promise<void>
  readonly #everyMs: number
  readonly #waiting = new Map<string, Committed>()
  #timer: NodeJS.Timeout | undefined
  #writing = Promise.resolve()

  constructor(everyMs: number, write: (offsets: Committed[]) => Promise<void>) {
    this.#everyMs = everyMs
    this.#write = write
  }

  mark(topic: string, partition: number, offset: number): void {
    this.#waiting.set(`${topic}/${partition}`, { topic, partition, offset: String(offset) })
    this.#timer ??= setTimeout(() => void this.flush(), this.#everyMs)
  }

  /** Writes what waits, after what is being written. Never rejects: a commit that fails costs a redelivery at most. */
  async flush(): Promise<void> {
    const offsets = [...this.#waiting.values()]
    this.forget()
    if (offsets.length > 0) {
      this.#writing = this.#writing.then(() => this.#write(offsets)).catch(() => {})
    }
    await this.#writing
  }

  /** Writes one now, in the place of what waits for its partition. Never rejects either. */
  async writeNow(committed: Committed): Promise<void> {
    this.#waiting.delete(`${committed.topic}/${committed.partition}`)
    this.#writing = this.#writing.then(() => this.#write([committed])).catch(() => {})
    await this.#writing
  }

  /** Drops what waits: the partitions are no longer ours. */
  forget(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#waiting.clear()
  }
}
