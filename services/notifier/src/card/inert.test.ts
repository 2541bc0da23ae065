import { escapeBrackets, placeholder, splitPlaceholders } from '@holdpoint/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hostileTexts, neverSent } from './hostile.ts'
import { inert, inertLine, piecesOf } from './inert.ts'

const tag = placeholder('EMAIL', 'K7QX2M9A')

describe('hostile text', () => {
  test.each(hostileTexts)('$name: nothing in it is unseen', ({ text }) => {
    expect(inert(text)).not.toMatch(neverSent)
    expect(inertLine(text)).not.toMatch(neverSent)
    expect(inertLine(text)).not.toMatch(/[\n\t]/)
  })

  test('the corpus has what it says it has, and the guard would find it', () => {
    expect(hostileTexts.filter(({ text }) => neverSent.test(text)).length).toBeGreaterThan(8)
    expect(Math.max(...hostileTexts.map(({ text }) => text.length))).toBeGreaterThanOrEqual(50_000)
  })
})

describe('a placeholder', () => {
  test('of the redactor stays as it is', () => {
    expect(inert(`to ${tag}!`)).toBe(`to ${tag}!`)
    const partly = placeholder('CREDIT_CARD', 'K7QX2M9A', '4242')
    expect(inertLine(partly)).toBe(partly)
  })

  test('cannot be forged: brackets of the original are codes, whoever escaped them or did not', () => {
    expect(inert(escapeBrackets(tag))).toBe('[U+27E6]EMAIL·K7QX2M9A[U+27E7]')
    expect(inert('\u27e6email\u00b7x\u27e7')).toBe('[U+27E6]email·x[U+27E7]')
    expect(inert('\u27e6')).toBe('[U+27E6]')
  })
})

describe('what would not be seen, is', () => {
  test.each([
    ['a turn of direction', 'a\u202eb', 'a[U+202E]b'],
    ['zero width', 'a\u200bb', 'a[U+200B]b'],
    ['an escape of terminals', '\u001b[31m', '[U+001B][31m'],
    ['a carriage return', 'a\r\nb', 'a[U+000D]\nb'],
    ['a lone surrogate', 'a\ud83dz', 'a[U+D83D]z'],
    ['a mark that would sit on our words', '\u0338x', '[U+0338]x'],
    ['a tower of marks', `a${'\u0301'.repeat(9)}`, 'a[9 combining marks]'],
    ['lines that push away', `a${'\n'.repeat(30)}b`, 'a\n[29 blank lines]\nb'],
  ])('%s', (_, text, shown) => {
    expect(inert(text)).toBe(shown)
  })

  test('ordinary text is left alone, with its marks and breaks', () => {
    const text = 'Žluťoučký kůň\n\tÉtat: naïve — 中文, עברית, e\u0301\n\nend'
    expect(inert(text)).toBe(text)
    expect(inertLine('a\nb\tc')).toBe('a[U+000A]b[U+0009]c')
  })
})

test('whatever comes in, what goes out reads as masked text and has nothing unseen', () => {
  const nasty = fc.constantFrom('\u27e6', '\u27e7', tag, '\u202e', '\u0301', '\n', 'EMAIL\u00b7A')
  const texts = fc.array(fc.oneof(fc.string({ unit: 'binary' }), nasty)).map((all) => all.join(''))
  fc.assert(
    fc.property(texts, (text) => {
      const shown = inert(text)
      expect(shown).not.toMatch(neverSent)
      expect(splitPlaceholders(shown)).toBeDefined()
      expect(inert(shown)).toBe(shown)
      expect(
        piecesOf(shown)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(shown)
    }),
  )
})

test('twice as much text takes about twice the work', () => {
  const steps = (text: string) => piecesOf(inert(text)).length
  const one = steps('\u27e6'.repeat(20_000))
  expect(steps('\u27e6'.repeat(40_000))).toBe(2 * one)
})
