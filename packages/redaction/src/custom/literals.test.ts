import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold, Literals, literalCharsMax } from './literals.ts'

const anywhere = () => true
const at = (literals: Literals, text: string, from = 0) =>
  literals.longestAt(text, fold(text), from, anywhere)

test('the longest literal is found, and the first detector of equal ones', () => {
  const literals = new Literals()
  literals.add('Blue', 0, false)
  literals.add('blue heron', 1, false)
  literals.add('BLUE', 2, false)
  expect(at(literals, 'BLUE HERON!')).toMatchObject({ end: 10, detector: 1 })
  expect(at(literals, 'blue whale')).toMatchObject({ end: 4, detector: 0 })
  expect(literals.size).toBe(2)
})

test('where case counts, only the literal as it is written', () => {
  const literals = new Literals()
  literals.add('NOVA', 0, true)
  expect(at(literals, 'NOVA').end).toBe(4)
  expect(at(literals, 'nova').end).toBe(0)
})

test('a literal that does not end a word gives way to a shorter one', () => {
  const literals = new Literals()
  literals.add('ab', 0, false)
  literals.add('abcd', 1, false)
  expect(literals.longestAt('abcdx', 'abcdx', 0, (end) => end !== 4)).toMatchObject({ end: 2 })
})

test('no walk is longer than the longest literal', () => {
  const literals = new Literals()
  literals.add('a'.repeat(literalCharsMax), 0, false)
  expect(at(literals, 'a'.repeat(10_000)).seen).toBeLessThanOrEqual(literalCharsMax + 1)
})

test('folding keeps every position', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('İ', 'ß', 'A', 'Σ', '😀', 'ﬁ') }), (text) => {
      expect(fold(text)).toHaveLength(text.length)
    }),
  )
})
