/** What masked text can and cannot say. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  escapeBrackets,
  isMasked,
  isPlaceholder,
  placeholder,
  presentsText,
  splitPlaceholders,
} from './placeholder.ts'

const forged = '⟦EMAIL·K7QX2M9A⟧'
const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('⟦', '⟧', forged, '⟦(⟧', '⟦)⟧', '·', 'a', 'ab'),
)
const original = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''))
/** An original and what an honest engine makes of it: some pieces replaced. */
const honest = fc
  .array(fc.tuple(piece, fc.boolean()), { maxLength: 8 })
  .map((parts) => parts.filter(([text]) => text !== ''))
  .map((parts) => ({
    original: parts.map(([text]) => text).join(''),
    masked: parts.map(([text, hide]) => (hide ? forged : escapeBrackets(text))).join(''),
  }))

describe('reading masked text', () => {
  test('original text cannot pose as a placeholder', () => {
    fc.assert(
      fc.property(original, (text) => {
        const parts = splitPlaceholders(escapeBrackets(text))
        expect(parts).toEqual(text === '' ? [] : [{ kind: 'text', text }])
      }),
    )
  })

  test.each([
    '⟦',
    '⟧',
    '⟦EMAIL⟧',
    '⟦email·K7QX2M9A⟧',
    '⟦EMAIL·K7QX2M9A',
    'x⟧y',
    '⟦EMAIL·k7⟧',
    '⟦A·B·⟧',
  ])('text with a stray bracket is not masked text: %s', (text) =>
    expect(splitPlaceholders(text)).toBeUndefined(),
  )

  test('splits text from placeholders and undoes the escapes', () => {
    expect(splitPlaceholders(`to ${forged} or ⟦(⟧x⟦)⟧, ⟦CARD·K7QX2M9A·4242⟧`)).toEqual([
      { kind: 'text', text: 'to ' },
      { kind: 'placeholder', type: 'EMAIL', tag: 'K7QX2M9A', raw: forged },
      { kind: 'text', text: ' or ⟦x⟧, ' },
      {
        kind: 'placeholder',
        type: 'CARD',
        tag: 'K7QX2M9A',
        reveal: '4242',
        raw: '⟦CARD·K7QX2M9A·4242⟧',
      },
    ])
  })

  test('one placeholder alone is told from text around it and from an escape', () => {
    expect(isPlaceholder(forged)).toBe(true)
    expect(isPlaceholder(placeholder('UNSCANNED', '300000'))).toBe(true)
    expect([`${forged} `, forged + forged, '⟦(⟧', ''].some(isPlaceholder)).toBe(false)
  })

  test('whatever was masked or escaped is never taken literally', () => {
    expect([forged, '⟦(⟧', `a${forged}`].every(isMasked)).toBe(true)
    expect(isMasked('plain')).toBe(false)
  })
})

describe('comparing a masked text with its original', () => {
  test.each([
    ['pay 10 to bob', `pay 99 to ${forged}`],
    ['pay bob', `pay ${forged} twice`],
    ['pay ', `pay ${forged}`],
    ['ab', `ab${forged}`],
    ['aba', `ab${forged}ba`],
    ['x', 'y'],
    ['x', ''],
    ['', forged],
    ['⟦EMAIL·K7QX2M9A⟧', '⟦EMAIL·K7QX2M9A⟧x'],
    ['a', `${forged}${forged}`],
  ])(
    'a changed literal, or a placeholder for nothing, does not present the original: %s',
    (text, masked) => {
      expect(presentsText(text, masked)).toBe(false)
    },
  )

  test('what an honest engine masks presents its original', () => {
    fc.assert(
      fc.property(honest, ({ original, masked }) => {
        expect(presentsText(original, masked)).toBe(true)
      }),
    )
  })

  test('changing one literal character is seen', () => {
    fc.assert(
      fc.property(honest, fc.nat(), ({ original, masked }, seed) => {
        const literal = splitPlaceholders(masked)
          ?.filter((part) => part.kind === 'text')
          .map((part) => part.text)
          .join('')
        fc.pre(literal !== undefined && literal !== '')
        const at = seed % original.length
        const other = `${original.slice(0, at)}\u0000\u0001${original.slice(at + 1)}`
        fc.pre(!masked.includes(forged))
        expect(presentsText(other, masked)).toBe(false)
      }),
    )
  })
})
