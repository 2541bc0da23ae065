import { expect, test } from 'vitest'
import { spans } from './span.ts'
import { Tokens } from './token.ts'

/** The names that come of a text tagged with one digit per token: 0 outside, 1 begin, 2 inside. */
function named(text: string, tagged: string, margin = 1000): string[] {
  const tokens = new Tokens(32)
  tokens.read(text, 0)
  const tags = Uint8Array.from(tagged, Number)
  const names: string[] = []
  spans(tokens, tags, new Int32Array(32).fill(margin), 0, tokens.count, (from, to) => {
    names.push(text.slice(tokens.starts[from], tokens.ends[to - 1]))
  })
  return names
}

test.each([
  ['an initial', 'J said', '10'],
  ['an acronym', 'her MRN is', '010'],
  ['a word that is a name before a small word', 'Jack cable', '12'],
  ['the first word of a firm', 'for Grant Logistics Ltd', '0100'],
  ['a name before a firm’s word', 'by Kowalska Insurance', '010'],
  ['a place and a word', 'Ostrava Network', '12'],
])('%s is nobody', (_, text, tagged) => expect(named(text, tagged)).toEqual([]))

test('a word that is a name needs more than a narrow win', () => {
  expect(named('Mark came', '10', 1)).toEqual([])
  expect(named('Mark came', '10')).toEqual(['Mark'])
  expect(named('Ingrid came', '10', 1)).toEqual(['Ingrid'])
})

test.each([
  ['two beginnings', 'Anna Kowalska came', '110', ['Anna Kowalska']],
  ['a hole', 'Anna Xyl Kowalska came', '1020', ['Anna Xyl Kowalska']],
  ['a comma', 'Kowalska, Anna, came', '122200', ['Kowalska, Anna']],
  ['an initial behind', 'Anna K. came', '1220', ['Anna K.']],
  ['a point behind', 'Anna Kowalska. Came', '1220', ['Anna Kowalska']],
  ['two names', 'Anna and Pavel', '101', ['Anna', 'Pavel']],
])('%s is read as people write', (_, text, tagged, names) =>
  expect(named(text, tagged)).toEqual(names),
)
