import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

test('what is asked for on one partition is done one after the other, also after a failure', async () => {
  const turns = new Turns()
  const seen: string[] = []
  const gate = Promise.withResolvers<void>()
  const first = turns.take(1, async () => {
    await gate.promise
    seen.push('first')
    throw new RangeError('no')
  })
  const second = turns.take(1, async () => {
    seen.push('second')
    return 2
  })
  await turns.take(2, async () => seen.push('other'))
  expect([seen, turns.isFree(1), turns.isFree(2)]).toEqual([['other'], false, true])
  gate.resolve()
  await expect(first).rejects.toThrow('no')
  expect(await second).toBe(2)
  expect(seen).toEqual(['other', 'first', 'second'])
  expect(turns.isFree(1)).toBe(true)
})
