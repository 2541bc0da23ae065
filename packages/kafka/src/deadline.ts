/** Waiting that ends: a promise with a deadline. */

import { HoldpointError } from '@holdpoint/contracts'

/** Rejects with HP_BROKER when the promise has not settled in time. What it stood for may still happen. */
export async function within<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    late.reject(new HoldpointError('HP_BROKER', { rule: `${what}: no answer within ${ms} ms` }))
  }, ms)
  try {
    return await Promise.race([promise, late.promise])
  } finally {
    clearTimeout(timer)
    promise.catch(() => {})
  }
}

/** For goodbyes: waits at most this long, and does not care how it went. */
export async function atMost(ms: number, promise: Promise<unknown>): Promise<void> {
  await within(promise, ms, 'closing').then(
    () => {},
    () => {},
  )
}
