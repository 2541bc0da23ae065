/** The MAC around the gate's state. */
import { Secret } from '@holdpoint/seal'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeValue, encodeValue } from './codec.ts'

const secret = new Secret(Buffer.alloc(32, 1))
const forged = expect.objectContaining({ code: 'HP_STATE_FORGED', details: { slot: 3 } })
const encode = (slot: number, key: string, json: string) =>
  encodeValue(secret, slot, key, json).toString()
const value = encode(3, 'a:x', '{"status":"pending"}')

describe('a value the gate did not write is refused', () => {
  test('under another key', () =>
    expect(() => decodeValue(secret, 3, 'a:y', value)).toThrow(forged))

  test('in another slot', () =>
    expect(() => decodeValue(secret, 4, 'a:x', value)).toThrow(/slot 4/))

  test('with another secret', () => {
    const other = new Secret(Buffer.alloc(32, 2))
    expect(() => decodeValue(other, 3, 'a:x', value)).toThrow(forged)
  })

  test.each([
    '',
    'v1',
    'v1.',
    '{"status":"approved"}',
    `v2${value.slice(2)}`,
    `x${value}`,
    '⟦'.repeat(60),
  ])('in another form: %j', (text) =>
    expect(() => decodeValue(secret, 3, 'a:x', text)).toThrow(forged),
  )

  test('with any one character changed, added or taken away', () => {
    const at = fc.nat(value.length - 1)
    const char = fc.string({ unit: 'binary', maxLength: 2 })
    fc.assert(
      fc.property(at, char, fc.nat(2), (index, text, removed) => {
        const edited = value.slice(0, index) + text + value.slice(index + removed)
        fc.pre(edited !== value)
        expect(() => decodeValue(secret, 3, 'a:x', edited)).toThrow(forged)
      }),
    )
  })

  test('by moving text between key and body', () => {
    const text = encode(3, 'a:x', 'yz')
    expect(() => decodeValue(secret, 3, 'a:xy', text.replace(/yz$/, 'z'))).toThrow(forged)
  })
})

test('the error says where, not what', () => {
  try {
    decodeValue(secret, 3, 'a:x', `${value}planted`)
    expect.unreachable()
  } catch (error) {
    expect(JSON.stringify(error) + String(error)).not.toContain('planted')
  }
})

test('any text comes back as it was', () => {
  const any = fc.string({ unit: 'grapheme' })
  fc.assert(
    fc.property(fc.nat(), any, any, (slot, key, json) => {
      expect(decodeValue(secret, slot, key, encode(slot, key, json))).toBe(json)
    }),
  )
})

test('the form is what earlier versions wrote', () => {
  expect(value).toBe('v1.PpXqjuX1_dLv3pXDtYQy0UipdIZ1xJr63ZQUkqNpbOM.{"status":"pending"}')
})
