import { escapeBrackets, placeholder, splitPlaceholders } from '@holdpoint/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { partsOf } from '../console/inert.js'

const plain = (text: string) =>
  partsOf(text)
    .map((part) =>
      'text' in part ? part.text : 'code' in part ? `[${part.code}]` : `<${part.type}>`,
    )
    .join('')

describe('shown as a code', () => {
  test.each([
    ['an escape of terminals', '\u001b', 'U+001B'],
    ['a null', '\0', 'U+0000'],
    ['a carriage return', '\r', 'U+000D'],
    ['a C1 control', '\u0085', 'U+0085'],
    ['a soft hyphen', '\u00ad', 'U+00AD'],
    ['a grapheme joiner', '\u034f', 'U+034F'],
    ['an Arabic letter mark', '\u061c', 'U+061C'],
    ['a Hangul filler', '\u115f', 'U+115F'],
    ['a zero width space', '\u200b', 'U+200B'],
    ['a right-to-left override', '\u202e', 'U+202E'],
    ['an isolate', '\u2066', 'U+2066'],
    ['a line separator', '\u2028', 'U+2028'],
    ['a blank Braille cell', '\u2800', 'U+2800'],
    ['another Hangul filler', '\u3164', 'U+3164'],
    ['private use', '\ue000', 'U+E000'],
    ['a variation selector', '\ufe0f', 'U+FE0F'],
    ['a byte order mark', '\ufeff', 'U+FEFF'],
    ['a half-width filler', '\uffa0', 'U+FFA0'],
    ['an annotation anchor', '\ufff9', 'U+FFF9'],
    ['a tag', '\u{e0041}', 'U+E0041'],
    ['a selector beyond', '\u{e0100}', 'U+E0100'],
    ['a lone surrogate', '\ud800', 'U+D800'],
    ['a bracket that agents may not write', '⟦', 'U+27E6'],
    ['its other half', '⟧', 'U+27E7'],
  ])('%s', (_, char, code) => {
    expect(partsOf(`a${char}b`)).toEqual([
      { kind: 'text', text: 'a' },
      { kind: 'hidden', code },
      { kind: 'text', text: 'b' },
    ])
  })

  test('nothing that is seen: letters, marks, emoji, newline and tab', () => {
    const text = 'Grüße, 東京\n\t🙂 é العربية'
    expect(partsOf(text)).toEqual([{ kind: 'text', text }])
  })
})

test('a forged placeholder is not a chip', () => {
  for (const forged of [
    '⟦(⟧EMAIL·K7QX2M9A⟦)⟧',
    '⟦email·K7QX⟧',
    '⟦EMAIL K7QX⟧',
    '⟦EMAIL·K7QX',
    '⟦EMAIL·K7QX·\u202e⟧',
    `⟦EMAIL·K7QX·${'x'.repeat(200)}⟧`,
  ]) {
    expect(partsOf(forged).some(({ kind }) => kind === 'masked')).toBe(false)
  }
  expect(plain('⟦(⟧EMAIL⟦)⟧')).toBe('[U+27E6]EMAIL[U+27E7]')
})

test('what the redactor masked is a chip with its type, mark and what policy shows', () => {
  expect(partsOf('to ⟦EMAIL·K7QX2M9A⟧, card ⟦CARD·Q2W3E4R5·4242⟧')).toEqual([
    { kind: 'text', text: 'to ' },
    { kind: 'masked', type: 'EMAIL', tag: 'K7QX2M9A' },
    { kind: 'text', text: ', card ' },
    { kind: 'masked', type: 'CARD', tag: 'Q2W3E4R5', reveal: '4242' },
  ])
})

test('long runs of blank lines and combining marks are folded, with a count', () => {
  expect(plain(`a${'\n'.repeat(40)}b`)).toBe('a40 blank linesb')
  expect(plain(`a${'\u0301'.repeat(30)}b`)).toBe('a30 combining marksb')
  expect(plain('a\n\n\nb')).toBe('a\n\n\nb')
})

const piece = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('⟦', '⟧', '(', '·', 'EMAIL', '\u202e', '\n\n\n\n\n\n\n\n\n\n'),
)

test('whatever comes in, nothing unseen comes out', () => {
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const shown = plain(pieces.join('')).replaceAll(/[\n\t]/g, '')
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}⟦⟧]/u)
    }),
  )
})

test('it reads masked text as everybody else does', () => {
  const masked = fc.oneof(
    fc.string().map(escapeBrackets),
    fc.constantFrom(
      placeholder('EMAIL', 'K7QX2M9A'),
      placeholder('CARD', 'AAAA', '4242'),
      escapeBrackets('⟦⟧'),
    ),
  )
  fc.assert(
    fc.property(fc.array(masked), (pieces) => {
      const text = pieces.join('')
      const chips = partsOf(text).flatMap((part) =>
        part.kind === 'masked' ? [`${part.type}·${part.tag}`] : [],
      )
      const known = (splitPlaceholders(text) ?? []).flatMap((part) =>
        part.kind === 'placeholder' ? [`${part.type}·${part.tag}`] : [],
      )
      expect(chips).toEqual(known)
    }),
  )
})
