import { describe, expect, test } from 'vitest'
import { Budget } from './budget.ts'
import { equal, order, within } from './compare.ts'
import { unknown, type Value } from './value.ts'

const masked = '⟦EMAIL·K7QX2M9A⟧'
const compare = (a: Value, b: Value) => equal(a, b, new Budget())

describe('equality of values with masked parts', () => {
  test.each<[Value, Value, Value]>([
    [{ [masked]: 1 }, { a: 1 }, unknown],
    // Equal placeholders need not stand for equal keys.
    [{ [masked]: 1 }, { [masked]: 1 }, unknown],
    [{ [masked]: 1, b: 2 }, { a: 1, b: 3 }, false],
    [{ [masked]: 1 }, { a: 1, b: 2 }, false],
    [{ a: masked }, { a: 'x' }, unknown],
    [{ a: masked, b: 1 }, { a: 'x', b: 2 }, false],
    [[masked, 1], ['x', 1], unknown],
    [[masked, 1], ['x', 2], false],
    [[masked], [], false],
    [[[masked]], [['x']], unknown],
    [{ a: 1 }, [1], false],
    [null, {}, false],
    [{}, {}, true],
    [unknown, null, unknown],
    [1, true, false],
  ])('%j and %j', (a, b, expected) => {
    expect(compare(a, b)).toBe(expected)
    expect(compare(b, a)).toBe(expected)
  })

  test('takes a budget, and knows nothing without', () => {
    const long = Array.from({ length: 100 }, () => 'a')
    expect(equal(long, [...long], new Budget(50))).toBe(unknown)
    expect(equal(long, [...long], new Budget(200))).toBe(true)
  })
})

test('order is that of code points, and there is none between types', () => {
  expect(order('a', 'b')).toBe(-1)
  expect(order('\u{1f600}', '\uffee')).toBe(1)
  expect(order(2, 1)).toBe(1)
  for (const [a, b] of [
    [1, '1'],
    [null, null],
    [true, false],
    [[], []],
  ] as const) {
    expect(order(a, b)).toBe(unknown)
  }
})

test('membership is known as soon as one element is the same', () => {
  expect(within('a', [masked, 'a'], new Budget())).toBe(true)
  expect(within('a', [masked, 'b'], new Budget())).toBe(unknown)
  expect(within(unknown, [], new Budget())).toBe(false)
  expect(within('a', { a: masked }, new Budget())).toBe(true)
  expect(within('a', { [masked]: 1 }, new Budget())).toBe(unknown)
})
