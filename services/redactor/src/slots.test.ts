/** Never more at a time than there are slots. */
import { expect, test } from 'vitest'
import { Slots } from './slots.ts'

const never = new AbortController().signal

test('who comes when all are taken waits until one is given back, in order', async () => {
  const slots = new Slots(1)
  const got: string[] = []
  const take = async (name: string) => {
    if (await slots.take(never)) got.push(name)
  }
  await take('a')
  const waiting = [take('b'), take('c')]
  await Promise.resolve()
  expect(got).toEqual(['a'])
  slots.give()
  await waiting[0]
  expect(got).toEqual(['a', 'b'])
  slots.give()
  await waiting[1]
  expect(got).toEqual(['a', 'b', 'c'])
})

test('who gives up takes none, and the next one gets it', async () => {
  const slots = new Slots(1)
  await slots.take(never)
  const tired = new AbortController()
  const first = slots.take(tired.signal)
  const second = slots.take(never)
  tired.abort()
  expect(await first).toBe(false)
  slots.give()
  expect(await second).toBe(true)
})

test('who has given up before takes none', async () => {
  const slots = new Slots(1)
  expect(await slots.take(AbortSignal.abort())).toBe(false)
  expect(await slots.take(never)).toBe(true)
})
