import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pointerOf, safeToken } from './pointer.ts'

describe('a key that could be somebody’s data is not shown', () => {
  test.each([
    'alice@example.com',
    'Alice Smith',
    '4111111111111111',
    '+43 660 1234567',
    'sk_live_51H8xYz',
    'AT611904300234573201',
    'a/b',
    'a~b',
    '',
    'x'.repeat(33),
    'caf\u00e9',
    'line\nbreak',
    '\u202egnp',
  ])('%j', (key) => {
    expect(safeToken(key)).toBe('*')
  })
})

test.each(['amount', 'onBehalfOf', 'line_items', 'x-trace', 'address2', '$ref', '__proto__'])(
  'a word such as %s is shown',
  (key) => {
    expect(safeToken(key)).toBe(key)
  },
)

describe('pointers', () => {
  test('the whole value is the empty pointer', () => {
    expect(pointerOf([])).toBe('')
  })

  test('keys and indices, indices always shown', () => {
    expect(pointerOf(['params', 'lines', 1234567, 'secret key'])).toBe('/params/lines/1234567/*')
  })

  test('never hold a key that needed escaping, and fit into an event', () => {
    const step = fc.oneof(fc.string(), fc.nat())
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (path) => {
        const pointer = pointerOf(path)
        expect(pointer).toMatch(/^[A-Za-z0-9_$*/…-]*$/)
        expect(pointer.length).toBeLessThanOrEqual(256)
      }),
    )
  })
})
