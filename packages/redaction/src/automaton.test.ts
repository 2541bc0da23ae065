import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildAutomaton, rowBits } from './automaton.ts'

function hits(keywords: readonly string[], text: string): string[] {
  const { next, symbolOf, firstHit, outputs } = buildAutomaton(keywords)
  const seen: string[] = []
  let state = 0
  for (let i = 0; i < text.length; i++) {
    state = next[(state << rowBits) | (symbolOf[text.charCodeAt(i)] ?? 0)] ?? 0
    expect(state >= firstHit).toBe(outputs[state] !== undefined)
    for (const index of outputs[state] ?? []) seen.push(`${i + 1}:${keywords[index]}`)
  }
  return seen.sort()
}

function naive(keywords: readonly string[], text: string): string[] {
  const folded = text.toLowerCase()
  const ends = Array.from({ length: text.length }, (_, index) => index + 1)
  return ends
    .flatMap((end) =>
      keywords
        .filter((word) => folded.slice(0, end).endsWith(word))
        .map((word) => `${end}:${word}`),
    )
    .sort()
}

test('finds what a search for every keyword at every place finds', () => {
  const keyword = fc.stringMatching(/^[ab1_]{1,4}$/)
  fc.assert(
    fc.property(
      fc.uniqueArray(keyword, { minLength: 1, maxLength: 8 }),
      fc.stringMatching(/^[abAB1_ é]{0,40}$/),
      (keywords, text) => {
        expect(hits(keywords, text)).toEqual(naive(keywords, text))
      },
    ),
  )
})

test('case does not matter, other scripts break a keyword', () => {
  expect(hits(['token'], 'TOKEN toкen ToKeN')).toEqual(['17:token', '5:token'])
})

test('a keyword outside the alphabet is a mistake in a table, seen at start', () => {
  expect(() => buildAutomaton(['ключ'])).toThrow(expect.objectContaining({ code: 'HP_INTERNAL' }))
})
