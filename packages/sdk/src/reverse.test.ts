/** Id and type of a reversal follow from the original. */
import { type ActionId, type ActionSettled, reversalId } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { reversalOf } from './reverse.ts'
import type { Standing } from './transport.ts'

const id = '0191e0c6-7c00-7c3a-9a51-6a1f2b3c4d5e' as ActionId
const ended = (status: ActionSettled['status'], type?: string): Standing => ({
  kind: 'settled',
  settled: { actionId: id, status, atMs: 1, ...(type === undefined ? {} : { type }) },
})
const open: Standing = { kind: 'open', phase: 'running' }
const done = ended('succeeded', 'payments.refund')
/** The original first, then its reversals. */
const lookAt = (...standings: (Standing | undefined)[]) => {
  const known = new Map(standings.map((one, n) => [n === 0 ? id : reversalId(id, n), one]))
  return async (asked: ActionId) => known.get(asked)
}

describe('an agent learns at once that it can’t reverse', () => {
  test.each<[string, Standing | undefined, string]>([
    ['what nobody knows', undefined, 'HP_ACTION_UNKNOWN'],
    ['what has not ended', open, 'HP_REVERSAL_EARLY'],
    ['what never became an action', ended('rejected'), 'HP_REVERSAL_NONE'],
  ])('%s', async (_, standing, code) => {
    await expect(reversalOf(id, {}, lookAt(standing))).rejects.toMatchObject({ code })
  })

  test('for the hundredth time', async () => {
    const all = Array.from({ length: 99 }, () => ended('denied'))
    const asked = reversalOf(id, {}, lookAt(done, ...all))
    await expect(asked).rejects.toMatchObject({ code: 'HP_REVERSAL_NONE' })
  })
})

test('it proposes the type of its original with .reverse behind it, and names the original', async () => {
  expect(await reversalOf(id, { justification: 'wrong customer' }, lookAt(done))).toEqual({
    ...{ type: 'payments.refund.reverse', reverses: id, reversal: 1, params: {} },
    justification: 'wrong customer',
  })
})

test.each<[string, (Standing | undefined)[], number]>([
  ['first', [], 1],
  [
    'next after those that came to nothing',
    [ended('denied'), ended('rejected'), ended('failed')],
    4,
  ],
  ['same while one is under way', [ended('denied'), open], 2],
  ['same after one that succeeded', [done], 1],
  ['same after one that may have', [ended('unknown')], 1],
])('its number is the %s', async (_, reversals, reversal) => {
  expect(await reversalOf(id, {}, lookAt(done, ...reversals))).toMatchObject({ reversal })
})

test('who knows type and number need not ask', async () => {
  const look = () => Promise.reject(new Error('asked'))
  const known = { type: 'a.b', reversal: 3, params: 1 }
  const made = { type: 'a.b.reverse', reversal: 3, params: 1, reverses: id }
  expect(await reversalOf(id, known, look)).toEqual(made)
})
