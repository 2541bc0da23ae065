/** What the records on `people` come to, with the position that it stands for. Shared by all replicas, and no truth: whatever is lost is read again from Kafka. */

/** All calls reject with HP_STORE when the server cannot be reached. */
export interface Book {
  /** Offset up to which everything has been taken in (exclusive); undefined: nothing yet. */
  position(): Promise<number | undefined>
  get(fields: readonly string[]): Promise<ReadonlyMap<string, string | undefined>>
  /** All of it or nothing. False: the book is not at `from`. */
  apply(from: number | undefined, to: number, fields: ReadonlyMap<string, string>): Promise<boolean>
  wipe(): Promise<void>
  close(): Promise<void>
}

/** In one process: for tests, and where nothing survives anyhow. */
export class MemoryBook implements Book {
  readonly #fields = new Map<string, string>()
  #position: number | undefined

  async position(): Promise<number | undefined> {
    return this.#position
  }

  async get(fields: readonly string[]): Promise<ReadonlyMap<string, string | undefined>> {
    return new Map(fields.map((field) => [field, this.#fields.get(field)]))
  }

  async apply(
    from: number | undefined,
    to: number,
    fields: ReadonlyMap<string, string>,
  ): Promise<boolean> {
    if (this.#position !== from) return false
    for (const [field, value] of fields) this.#fields.set(field, value)
    this.#position = to
    return true
  }

  async wipe(): Promise<void> {
    this.#fields.clear()
    this.#position = undefined
  }

  async close(): Promise<void> {
    // Outlives its user, as a server would.
  }
}
