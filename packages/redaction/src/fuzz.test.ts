/** Whatever stands around a value and however both are written: nothing throws, nothing planted stays, and the same is found in every spelling of the same value. */
import type { Finding } from '@holdpoint/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { disguises } from './disguises.ts'
import { noSense } from './hint.ts'
import { createRedactor } from './redactor.ts'
import { scanText } from './scan-text.ts'
import { card, email, iban, phone, redactor, scope, secret, ssn } from './testing.ts'

const planted = fc.oneof(
  email,
  card,
  iban,
  phone,
  ssn,
  secret.filter((token) => /^[\w.-]+$/.test(token)),
)
/** Everything that some reading looks for, and everything else. */
const noise = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      fc.constantFrom(
        ...[
          '%',
          '%25',
          '\\',
          '\\u00',
          '&#',
          '&amp;',
          '=',
          '=\r\n',
          '+AEA-',
          'U+',
          '"',
          '" + "',
          "'",
        ],
        ...[
          '\n',
          '\n> ',
          '⟦',
          '⟧',
          '⟦EMAIL·K7QX2M9A⟧',
          '<b>',
          '<~',
          '~>',
          '{"',
          '[',
          ' dot ',
          ' at ',
        ],
        ...[
          'one two ',
          'a b c d ',
          '41 11 ',
          '0x41, ',
          '104,',
          'eyJ',
          'SGVsbG8g',
          'H4sI',
          '\u200b',
        ],
        ...[
          '\u0336',
          '\ud83d',
          '\u{1f469}\u200d\u{1f469}',
          '-----BEGIN ',
          '://',
          '@',
          '4111',
          '--',
        ],
      ),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''))
const all = Object.values(disguises).flat()
/** Work that any text of any length may cost: the default budget. */
const unitsPerCharMax = 200
const unitsMax = 20_000

describe('any text', () => {
  test('is read without an error, within its budget, and twice the same', () => {
    fc.assert(
      fc.property(noise, (text) => {
        const once = scanText(text, noSense, 'balanced')
        expect(scanText(text, noSense, 'balanced')).toEqual(once)
        expect(once.work).toBeLessThanOrEqual(unitsMax + unitsPerCharMax * text.length)
        for (const { start, end } of once.spots) {
          expect(0 <= start && start < end && end <= text.length).toBe(true)
          if (text.isWellFormed()) expect(text.slice(start, end).isWellFormed()).toBe(true)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('with a value in any disguise is masked once: a second time finds nothing new', () => {
    fc.assert(
      fc.property(planted, fc.constantFrom(...all), noise, (value, hide, around) => {
        const { masked } = redactor.redactText(`${around} ${hide(value)} ${around}`, { scope })
        expect(redactor.redactText(masked, { scope }).findings).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

test('every place in the masked text leads back to its place in the original, and the rest is the original', () => {
  const locating = createRedactor({ tagKey: Buffer.alloc(32, 1), locates: true })
  const inOrder = (one: Finding, other: Finding): number => (one.start ?? 0) - (other.start ?? 0)
  fc.assert(
    fc.property(planted, fc.constantFrom(...all), noise, (value, hide, around) => {
      const text = `${around} ${hide(value)} ${around}`.replaceAll(/[⟦⟧]/g, '')
      const { masked, findings, located = [] } = locating.redactText(text, { scope })
      const shown = findings.toSorted(inOrder)
      let rebuilt = ''
      let at = 0
      for (const [n, { start = 0, end = 0 }] of located.toSorted(inOrder).entries()) {
        rebuilt += text.slice(at, start) + masked.slice(shown[n]?.start, shown[n]?.end)
        at = end
      }
      expect(rebuilt + text.slice(at)).toBe(masked)
    }),
    { numRuns: 300 },
  )
})

describe('a value', () => {
  test('stays masked beside anything that is set apart from it', () => {
    fc.assert(
      fc.property(planted, noise, noise, (value, before, after) => {
        const text = `${before}\n\n ${value} \n\n${after}`
        const { masked } = redactor.redactText(text, { scope })
        expect(masked.includes(value) && !before.includes(value)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  test.each<[string, (text: string) => string]>([
    ['a byte order mark', (text) => `\ufeff${text}`],
    ['line ends of Windows', (text) => text.replaceAll('\n', '\r\n')],
    ['indentation', (text) => JSON.stringify(JSON.parse(text), undefined, 4)],
    [
      'escapes',
      (text) => text.replace(/[@.]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`),
    ],
  ])('is found with and without %s', (_, change) => {
    fc.assert(
      fc.property(planted, planted, (one, two) => {
        const text = JSON.stringify({ note: `to ${one}`, list: [two], n: 1 }, undefined, 1)
        for (const shown of [text, change(text)]) {
          const { masked } = redactor.redactText(shown, { scope })
          expect([one, two].filter((value) => masked.includes(value))).toEqual([])
        }
      }),
      { numRuns: 100 },
    )
  })

  test('is found in whatever order the keys stand', () => {
    fc.assert(
      fc.property(planted, planted, (one, two) => {
        const members = [{ a: one }, { b: { c: two } }, { d: 'x' }]
        const found = [members, members.toReversed()].map((order) => {
          const { findings } = redactor.redact(Object.assign({}, ...order), { scope })
          return findings.map(({ path, type }) => `${path} ${type}`).sort()
        })
        expect(found[0]).toEqual(found[1])
      }),
      { numRuns: 100 },
    )
  })
})
