/** What each end tells an agent, and what it must never tell. */
import type { ActionId, ActionSettled, EndStatus } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { advice, pending, settlementOf } from './settlement.ts'

const id = '00000000-0000-7000-8000-000000000000' as ActionId
const full: ActionSettled = {
  ...{ actionId: id, agent: 'bot', status: 'denied', by: 'people', rule: 'large', code: 'c' },
  ...{ field: '/params', reason: 'no', result: { secret: 1 }, atMs: 7 },
}
const statuses = Object.keys(advice).filter((status) => status !== 'pending') as EndStatus[]

describe('an end', () => {
  test.each(statuses.filter((status) => status !== 'succeeded'))(
    '%s never carries a result',
    (status) => expect(settlementOf({ ...full, status })).not.toHaveProperty('result'),
  )

  test('succeeded carries its result, also one that says nothing', () => {
    expect(settlementOf({ ...full, status: 'succeeded' })).toEqual({
      ...{ status: 'succeeded', id, isFinal: true, atMs: 7, result: { secret: 1 } },
    })
    const { result: _, ...rest } = full
    expect(settlementOf({ ...rest, status: 'succeeded' })).not.toHaveProperty('result')
    expect(settlementOf({ ...full, status: 'succeeded', result: null })).toMatchObject({
      result: null,
    })
  })

  test('failed says that nothing took effect; unknown does not', () => {
    expect(settlementOf({ ...full, status: 'failed' })).toEqual({
      ...{ status: 'failed', id, isFinal: true, atMs: 7, code: 'c', sideEffects: 'none' },
    })
    expect(settlementOf({ ...full, status: 'unknown' })).toEqual({
      ...{ status: 'unknown', id, isFinal: false, atMs: 7 },
    })
  })

  test.each(['succeeded', 'failed'] as const)('%s as a person has found out says so', (status) => {
    const { result: _, code: __, ...told } = full
    expect(settlementOf({ ...told, status, reconciled: true })).toMatchObject({
      ...{ status, isFinal: true, reconciled: true, reason: 'no' },
    })
    expect(settlementOf({ ...told, status })).not.toHaveProperty('reconciled')
  })

  test('denied says who decided and why', () => {
    expect(settlementOf(full)).toEqual({
      ...{ status: 'denied', id, isFinal: true, atMs: 7 },
      ...{ by: 'people', rule: 'large', code: 'c', reason: 'no' },
    })
  })

  test('rejected says what to correct', () => {
    expect(settlementOf({ ...full, status: 'rejected' })).toEqual({
      ...{ status: 'rejected', id, isFinal: true, atMs: 7, code: 'c', field: '/params' },
    })
  })
})

describe('advice for a model', () => {
  test.each([...statuses, 'pending'] as const)('there is a sentence for %s', (status) =>
    expect(advice[status]).toMatch(/\.$/),
  )

  test('only succeeded says that it was done', () => {
    const done = Object.entries(advice).filter(([, text]) => /^It was done/.test(text))
    expect(done.map(([status]) => status)).toEqual(['succeeded'])
  })
})

test('pending is not final and says when to ask again', () => {
  expect(pending(id, 'waiting')).toMatchObject({
    isFinal: false,
    phase: 'waiting',
    retryAfterMs: 5000,
  })
})
