import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { check } from './check.ts'
import { Action } from './events/action-intended.ts'
import { type ActionId, isActionId, originalOf } from './ids.ts'
import { checkReversal, reversalId, reversalType, reversedType } from './reversal.ts'

const id = '0191e0c6-7c00-7c3a-9a51-6a1f2b3c4d5e' as ActionId
const other = '0191e0c6-7c00-7c3a-9a51-6a1f2b3c4d5f' as ActionId
const pair = (ofId: string, reverses?: ActionId) => ({
  id: ofId as ActionId,
  ...(reverses === undefined ? {} : { reverses }),
})

describe('the id of a reversal and what it says to reverse belong together', () => {
  test.each<[string, ReturnType<typeof pair>, string]>([
    ['an id of a reversal that names nothing', pair(`${id}~1`), '/reverses'],
    ['one that names another action', pair(`${id}~1`, other), '/reverses'],
    ['one that names a reversal', pair(`${id}~2`, `${id}~1` as ActionId), '/reverses'],
    ['an action that names one under an id of its own', pair(other, id), '/id'],
    ['an action that names itself', pair(id, id), '/id'],
  ])('%s is refused', (_, action, field) => {
    expect(() => checkReversal(action)).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ field }) }),
    )
  })

  test('an action, and a reversal of one, pass', () => {
    expect(() => checkReversal(pair(id))).not.toThrow()
    expect(() => checkReversal(pair(`${id}~7`, id))).not.toThrow()
  })

  test.each([`${id}~1`, `${id}~`, 'x', ''])('the contract lets nobody reverse %j', (reverses) => {
    const action = { id: `${id}~1`, type: 'a', agent: { id: 'bot' }, params: 1, reverses }
    expect(() => check(Action, action)).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ field: '/reverses' }) }),
    )
  })
})

describe('ids of reversals', () => {
  test.each([0, -1, 0.5, 100, Number.NaN])('there is no reversal number %d', (n) => {
    expect(() => reversalId(id, n)).toThrow('/reversal')
  })

  test('there is none of a reversal', () => {
    expect(() => reversalId(`${id}~1` as ActionId, 1)).toThrow('/reverses')
  })

  test('each is an action id that leads back to its original', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 1, max: 99 }), (uuid, n) => {
        const made = reversalId(uuid as ActionId, n)
        expect(isActionId(made)).toBe(true)
        expect(originalOf(made)).toBe(uuid)
        expect(originalOf(uuid as ActionId)).toBeUndefined()
      }),
    )
  })
})

test('the type of a reversal is that of its original, marked', () => {
  expect(reversalType('payments.refund')).toBe('payments.refund.reverse')
  expect(reversedType('payments.refund.reverse')).toBe('payments.refund')
  expect(reversedType('payments.refund')).toBeUndefined()
})
