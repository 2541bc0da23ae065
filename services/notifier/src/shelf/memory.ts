/** The shelf in this process's memory, for tests and for a deployment without servers. */
import type { Shelf } from './port.ts'

interface Kept {
  readonly values: readonly string[]
  readonly untilMs: number
}

export class MemoryShelf implements Shelf {
  readonly #clock: () => number
  readonly #kept = new Map<string, Kept>()

  constructor(clock: () => number) {
    this.#clock = clock
  }

  /** Everything that stands there now, for tests that look for what must not. */
  dump(): string {
    return JSON.stringify([...this.#kept])
  }

  async get(key: string): Promise<string | undefined> {
    return this.#find(key)?.values[0]
  }

  async put(key: string, value: string, lifetimeMs: number): Promise<void> {
    this.#set(key, [value], lifetimeMs)
  }

  async putNew(key: string, value: string, lifetimeMs: number): Promise<boolean> {
    if (this.#find(key) !== undefined) return false
    this.#set(key, [value], lifetimeMs)
    return true
  }

  async take(key: string): Promise<string | undefined> {
    const found = this.#find(key)?.values[0]
    this.#kept.delete(key)
    return found
  }

  async remove(key: string): Promise<void> {
    this.#kept.delete(key)
  }

  async count(key: string, lifetimeMs: number): Promise<number> {
    const found = this.#find(key)
    const count = Number(found?.values[0] ?? 0) + 1
    const untilMs = found?.untilMs ?? this.#clock() + lifetimeMs
    this.#kept.set(key, { values: [String(count)], untilMs })
    return count
  }

  async push(key: string, value: string, countMax: number, lifetimeMs: number): Promise<void> {
    const values = [value, ...(this.#find(key)?.values ?? [])]
    this.#set(key, values.slice(0, countMax), lifetimeMs)
  }

  async list(key: string): Promise<readonly string[]> {
    return this.#find(key)?.values ?? []
  }

  async close(): Promise<void> {
    // Outlives its user, as a server would.
  }

  #set(key: string, values: readonly string[], lifetimeMs: number): void {
    this.#kept.set(key, { values, untilMs: this.#clock() + lifetimeMs })
  }

  #find(key: string): Kept | undefined {
    const found = this.#kept.get(key)
    if (found !== undefined && found.untilMs > this.#clock()) return found
    this.#kept.delete(key)
    return undefined
  }
}
