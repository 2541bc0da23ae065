/** The real clock. Everything else takes these as parameters. */

export interface SystemTime {
  /** Milliseconds since the epoch. */
  readonly clock: () => number
  /** Resolves after `ms`, or at once when the signal is aborted. Keeps no process alive. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Calls back every `ms` until the returned function is called. Keeps no process alive. */
  readonly every: (ms: number, call: () => void) => () => void
}

export const systemTime: SystemTime = {
  clock: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const done = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      timer.unref()
      signal?.addEventListener('abort', done)
    }),
  every: (ms, call) => {
    const timer = setInterval(call, ms)
    timer.unref()
    return () => clearInterval(timer)
  },
}

/** Lets sockets, heartbeats and signals have their turn in the middle of long work. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** Milliseconds, with fractions, of a clock that nobody sets: for measuring. */
export function stopwatch(): number {
  return performance.now()
}
