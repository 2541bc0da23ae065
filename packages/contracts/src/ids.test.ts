import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { check } from './check.ts'
import { actionTypePattern, isActionId, slotOf } from './ids.ts'
import { ActionType, Name } from './shapes.ts'

const id = '0191e0c6-7c00-7c3a-9a51-6a1f2b3c4d5e'

test.each([
  '',
  'x',
  id.toUpperCase(),
  id.replaceAll('-', ''),
  `{${id}}`,
  `${id}\n`,
  ` ${id}`,
  `${id}~`,
  `${id}~0`,
  `${id}~01`,
  `${id}~100`,
  `${id}~1~1`,
  undefined,
  7,
  [id],
])('%j is no action id', (text) => {
  expect(isActionId(text)).toBe(false)
})

test.each([id, `${id}~1`, `${id}~99`])('%s is an action id', (text) => {
  expect(isActionId(text)).toBe(true)
})

describe('plain names and types', () => {
  test.each(['', ' x', 'a b', 'a\n', 'a~1', 'é', '.x', 'x'.repeat(129), 'a\u202eb', "a'b"])(
    '%j is no name',
    (name) => {
      expect(() => check(Name, name)).toThrow(/plain name|at most 128/)
    },
  )

  test.each(['Payments', '1x', 'a..b', 'a.', '.a', 'a b', 'a/b'])('%j is no type', (type) => {
    expect(() => check(ActionType, type)).toThrow(/dotted lower-case/)
    expect(new RegExp(actionTypePattern).test(type)).toBe(false)
  })

  test.each(['payments.refund', 'k8s.scale-up', 'a', 'db.drop_table.2'])('%s is a type', (type) => {
    expect(check(ActionType, type)).toBe(type)
  })
})

describe('slots', () => {
  /** FNV-1a, 32 bits, over the UTF-8 bytes: published vectors, and some that any client can compare itself with. */
  test.each<[string, number]>([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
    [id, 1390242350],
    ['é', 513665217],
  ])('%j hashes to %i', (key, hash) => {
    expect(slotOf(key, 2 ** 32)).toBe(hash)
    expect(slotOf(key, 12)).toBe(hash % 12)
  })

  test('a reversal lands in the slot of its original, for any number of slots', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 1, max: 96 }),
        (key, n, slots) => {
          expect(slotOf(`${key}~${n}`, slots)).toBe(slotOf(key, slots))
          expect(slotOf(key, slots)).toBeLessThan(slots)
        },
      ),
    )
  })

  test('no slot of twelve stays empty or gets twice its share', () => {
    const counts = Array<number>(12).fill(0)
    for (let n = 0; n < 12_000; n++) {
      const slot = slotOf(`0191e0c6-7c00-7c3a-9a51-${n.toString(16).padStart(12, '0')}`, 12)
      counts[slot] = (counts[slot] ?? 0) + 1
    }
    for (const count of counts) {
      expect(count).toBeGreaterThan(500)
      expect(count).toBeLessThan(2000)
    }
  })
})
