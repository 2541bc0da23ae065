import { describe, expect, test } from 'vitest'
import { idempotencyKey } from './idempotency-key.ts'

const keyOf = (key?: string | string[]) =>
  idempotencyKey(key === undefined ? {} : { 'idempotency-key': key })

describe('an idempotency key', () => {
  test.each([
    ['nothing', ''],
    ['spaces', 'a b'],
    ['control characters', 'a\u0000'],
    ['other alphabets', 'schlüssel'],
    ['more than 256 characters', 'x'.repeat(257)],
    ['two at once', ['a', 'b']],
  ])('of %s is refused by name', (_, key) => {
    const refusal = expect.objectContaining({
      code: 'HP_FIELD_INVALID',
      details: expect.objectContaining({ field: 'idempotency-key' }),
    })
    expect(() => keyOf(key)).toThrow(refusal)
  })

  test('is taken as it is, and may be missing', () => {
    expect(keyOf('order-17/retry')).toBe('order-17/retry')
    expect(keyOf()).toBeUndefined()
  })
})
