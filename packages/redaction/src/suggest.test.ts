/** A second opinion can add findings, and do nothing else. */
import { splitPlaceholders } from '@holdpoint/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRedactor } from './redactor.ts'
import type { Suggestion } from './suggest.ts'

const redactor = createRedactor({ tagKey: Buffer.alloc(32, 5) })
const detector = 'second-opinion/PERSON'
const suggestion = (start: number, end: number): Suggestion => ({
  ...{ start, end, type: 'PERSON', score: 0.85, detector },
})
const masked = (text: string, ...suggestions: Suggestion[]) =>
  redactor.redact({ text }, { scope: 'run', suggest: () => suggestions })
const textOf = (report: { masked: unknown }) => String(Object(report.masked).text)
const bare = (text: string) => text.replaceAll(/·\w{8}/g, '')

describe('our own finding', () => {
  const text = 'pay 4111 1111 1111 1111 now'

  test.each([
    ['the same', 4, 23],
    ['a part of it', 9, 13],
    ['one that hangs over by a space', 3, 24],
  ])('stays when %s is suggested as something else', (_, start, end) => {
    const own = redactor.redact({ text }, { scope: 'run' })
    const both = masked(text, suggestion(start, end))
    expect(both.masked).toEqual(own.masked)
    expect(both.findings).toEqual(own.findings)
    expect(both.labels).toEqual(['financial'])
  })

  test('keeps its tag where a larger one is suggested, and what is around it is masked too', () => {
    const own = textOf(redactor.redact({ text }, { scope: 'run' }))
    const [card = ''] = /⟦CARD·\w{8}⟧/.exec(own) ?? []
    const report = masked(text, suggestion(0, text.length))
    expect(bare(textOf(report))).toBe('⟦PERSON⟧ ⟦CARD⟧ ⟦PERSON⟧')
    expect(textOf(report)).toContain(card)
    expect(report.findings.map(({ type }) => type)).toEqual(['PERSON', 'CARD', 'PERSON'])
    expect(report.labels).toEqual(['financial', 'pii'])
  })
})

test('equal suggestions look equal', () => {
  const report = masked('zorblax met zorblax', suggestion(0, 7), suggestion(12, 19))
  const [first, second] = textOf(report).split(' met ')
  expect(first).toBe(second)
  expect(first).toMatch(/^⟦PERSON·\w{8}⟧$/)
})

test.each<[string, Suggestion]>([
  ['lies behind the end', suggestion(40, 50)],
  ['has no extent', suggestion(3, 3)],
  ['runs backwards', suggestion(5, 2)],
  ['is a single letter', suggestion(0, 1)],
])('a suggestion that %s adds nothing', (_, odd) => {
  expect(masked('plain words', odd).findings).toEqual([])
})

test('a character is masked whole or not at all', () => {
  expect(bare(textOf(masked('x😀y plain', suggestion(2, 4))))).toBe('x⟦PERSON⟧ plain')
})

test('keys and numbers are not asked about', () => {
  const asked: string[] = []
  const suggest = (text: string) => {
    asked.push(text)
    return []
  }
  redactor.redact({ someKey: 'some text', count: 1234567890123 }, { scope: 'run', suggest })
  expect(asked).toEqual(['some text'])
})

test('whatever is suggested, nothing that was masked before is seen, and offsets are right', () => {
  const piece = fc.constantFrom(
    '4111 1111 1111 1111',
    'a@b.example',
    'ab',
    '😀',
    ' ',
    'Ünal',
    '⟦X⟧',
  )
  const spans = fc.array(fc.tuple(fc.integer({ min: -5, max: 60 }), fc.nat(30)), { maxLength: 6 })
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), spans, (pieces, given) => {
      const text = pieces.join('')
      const own = redactor.redact({ text }, { scope: 'run' })
      const odd = given.map(([start, length]) => ({
        ...suggestion(start, start + length),
        type: 'MRN' as const,
      }))
      const both = masked(text, ...odd)
      const [mine, all] = [own, both].map((report) => splitPlaceholders(textOf(report)) ?? [])
      const raws = (parts = mine) =>
        parts?.flatMap((part) => (part.kind === 'placeholder' ? [part.raw] : [])) ?? []
      const texts = (parts = mine) =>
        parts?.flatMap((part) => (part.kind === 'text' ? [part.text] : [])) ?? []
      expect(raws(all).filter((raw) => !raw.startsWith('⟦MRN·'))).toEqual(raws(mine))
      for (const shown of texts(all))
        expect(texts(mine).some((before) => before.includes(shown))).toBe(true)
      for (const { start = 0, end = 0, type } of both.findings)
        expect(textOf(both).slice(start, end)).toMatch(new RegExp(`^⟦${type}·\\w{8}⟧$`))
    }),
  )
})
