/**
 * Small things that channels keep for a while: tickets behind links, codes, answers already given, what happened to deliveries. Shared by all replicas, lost
 * without harm: whoever asks again gets a new link, a new code, or the gate's own memory. Two adapters: redis.ts and memory.ts.
 */

/** Keys are made of plain words and digests, at most 200 characters; values are text. All calls reject with HP_STORE when the server cannot be reached. */
export interface Shelf {
  get(key: string): Promise<string | undefined>
  put(key: string, value: string, lifetimeMs: number): Promise<void>
  /** False: something stands there already, and stays. */
  putNew(key: string, value: string, lifetimeMs: number): Promise<boolean>
  /** Removes it and gives it to exactly one caller. */
  take(key: string): Promise<string | undefined>
  remove(key: string): Promise<void>
  /** Counts this call; the count begins anew a lifetime after its first. */
  count(key: string, lifetimeMs: number): Promise<number>
  /** In front of a list that keeps the latest `countMax`. */
  push(key: string, value: string, countMax: number, lifetimeMs: number): Promise<void>
  /** The latest first. */
  list(key: string): Promise<readonly string[]>
  close(): Promise<void>
}
