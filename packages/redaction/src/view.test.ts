import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalise, normaliseView } from './normalise.ts'
import { lookAlikeEdits } from './reading/look-alike.ts'
import { unescapeView } from './unescape.ts'
import { applyEdits, graphemeSpan, originalSpan, type View } from './view.ts'

function foldConfusables(view: View): View | undefined {
  const edits = lookAlikeEdits(view.text)
  return edits.size === 0 ? undefined : applyEdits(view, edits).view
}

/** Text with everything that a view changes. */
const messy = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 3 }),
      fc.constantFrom(
        '\u200b',
        '\u00ad',
        'ﬁ',
        '４',
        'e\u0301',
        '\u{1f469}\u200d\u{1f469}',
        '%40',
        '\\u0041',
        '&#64;',
        '&amp;',
        '\\',
        '%',
        '٣',
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

function views(text: string): View[] {
  const view = normalise(text)
  const unescaped = unescapeView(view)
  return [view, foldConfusables(view), unescaped, unescaped && normaliseView(unescaped)].filter(
    (each) => each !== undefined,
  )
}

test('every span of a view maps to a span of the original, in order, never inside a surrogate pair', () => {
  fc.assert(
    fc.property(messy, fc.nat(), fc.nat(), (text, one, two) => {
      for (const view of views(text)) {
        if (view.text.length === 0) continue
        const [a, b] = [one % view.text.length, two % view.text.length]
        const span = originalSpan(view, Math.min(a, b), Math.max(a, b) + 1)
        const [start, end] = graphemeSpan(text, ...span)
        expect(start).toBeLessThan(end)
        expect(end).toBeLessThanOrEqual(text.length)
        if (text.isWellFormed()) expect(text.slice(start, end).isWellFormed()).toBe(true)
      }
    }),
  )
})

test('the whole of a view covers the whole of the original but for what leads it invisibly', () => {
  fc.assert(
    fc.property(messy, (text) => {
      for (const view of views(text)) {
        if (view.text.length === 0) continue
        const [start, end] = originalSpan(view, 0, view.text.length)
        expect(end).toBe(text.length)
        expect(normalise(text.slice(0, start)).text).toBe('')
      }
    }),
  )
})

test.each([
  ['４１１１', '4111'],
  ['٠١٢٣', '0123'],
  ['१२३', '123'],
  ['𝟘𝟙𝟚', '012'],
  ['j\u200ba\u2060n\ufeffe', 'jane'],
  ['ja\u00adne', 'jane'],
  ['a–b—c−d', 'a-b-c-d'],
  ['a\u00a0b\u2009c\u3000d', 'a b c d'],
  ['ｊａｎｅ＠ａｃｍｅ．ｄｅ', 'jane@acme.de'],
  ['ﬁle', 'file'],
  ['e\u0301', 'é'],
])('%s reads as %s', (text, read) => expect(normalise(text).text).toBe(read))

test('plain ASCII is read in place', () => {
  expect(normalise('plain').starts).toBeUndefined()
})

test('letters that look Latin are folded only where there are some', () => {
  expect(foldConfusables(normalise('jаnе@асme.de'))?.text).toBe('jane@acme.de')
  expect(foldConfusables(normalise('Müller'))).toBeUndefined()
  expect(foldConfusables(normalise('plain'))).toBeUndefined()
})

test.each([
  ['\\u0040', '@'],
  ['\\u{40}', '@'],
  ['\\x40', '@'],
  ['%40', '@'],
  ['%C3%BC', 'ü'],
  ['%F0%9F%98%80', '😀'],
  ['&#64;', '@'],
  ['&#x40;', '@'],
  ['&commat;', '@'],
  ['a\\nb', 'a\nb'],
  ['\\"x\\"', '"x"'],
])('the escape %s is undone', (text, plain) => {
  expect(unescapeView({ text })?.text).toBe(plain)
})

test.each(['100%', '\\q', '&nosuch;', '%zz', '&#1234567890;', 'a & b;', '\\u12'])(
  'what is no escape stays: %s',
  (text) => expect(unescapeView({ text })?.text ?? text).toBe(text),
)

test('a finding covers the escapes themselves', () => {
  const text = 'x \\u0061\\u0062 y'
  const view = unescapeView({ text })
  if (view === undefined) throw new Error('nothing was undone')
  const at = view.text.indexOf('ab')
  expect(text.slice(...originalSpan(view, at, at + 2))).toBe('\\u0061\\u0062')
})
