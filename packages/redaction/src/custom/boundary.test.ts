import { expect, test } from 'vitest'
import { isBoundary } from './boundary.ts'

test.each([
  ['ab', 1, false],
  ['a b', 1, true],
  ['a-b', 1, true],
  ['a1', 1, false],
  ['éa', 1, false],
  ['aé', 1, false],
  ['é,', 1, true],
  ['Ωμ', 1, false],
  ['機密', 1, true],
  ['a機', 1, true],
  ['プロジェクト甲', 6, true],
  ['😀', 1, false],
  ['', 0, true],
  ['a', 1, true],
])('%j at %d: %s', (text, at, expected) => {
  expect(isBoundary(text, at)).toBe(expected)
})
