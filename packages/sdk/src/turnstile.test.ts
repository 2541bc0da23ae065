/** So many at a time, in order. */
import { expect, test } from 'vitest'
import { Turnstile } from './turnstile.ts'

const never = new AbortController().signal
const tick = () => new Promise<void>((resolve) => setImmediate(resolve))

test('lets no more in than fit, and the next in the order in which they came', async () => {
  const turnstile = new Turnstile(2)
  const inside: number[] = []
  const leaving: (() => void)[] = []
  for (let n = 0; n < 5; n++) {
    turnstile.enter(never).then((leave) => {
      inside.push(n)
      leaving[n] = leave
    })
  }
  await tick()
  expect(inside).toEqual([0, 1])
  leaving[1]?.()
  await tick()
  expect(inside).toEqual([0, 1, 2])
  // Leaving twice frees one place.
  leaving[1]?.()
  await tick()
  expect(inside).toEqual([0, 1, 2])
  leaving[0]?.()
  leaving[2]?.()
  await tick()
  expect(inside).toEqual([0, 1, 2, 3, 4])
})

test('who gives up waiting takes no place', async () => {
  const turnstile = new Turnstile(1)
  const leave = await turnstile.enter(never)
  const stop = new AbortController()
  const waiting = turnstile.enter(stop.signal)
  const next = turnstile.enter(never)
  stop.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
  await expect(turnstile.enter(stop.signal)).rejects.toThrow('enough')
  leave()
  ;(await next)()
  expect(await turnstile.enter(never)).toBeTypeOf('function')
})
