import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DIGIT, is, skip } from '../chars.ts'
import { Sheet } from '../sheet.ts'
import { scanIban } from './iban.ts'
import { scanNumber } from './number.ts'
import { skipPlainDigits } from './plain-digits.ts'

/** What the scanners find on the text when every run of digits is shown to them, or only those that are left. */
function found(text: string, skips: boolean): unknown[] {
  const sheet = new Sheet(text)
  let from = 0
  for (let i = 0; i < text.length; i++) {
    if (i < from || !is(text.charCodeAt(i), DIGIT)) continue
    from = skips ? skipPlainDigits(text, i) : i
    if (from === i) from = scanIban(sheet, i)
    if (from === i) from = scanNumber(sheet, i)
  }
  return sheet.candidates
}

test('dates, times of day and small numbers of a log line are left at once', () => {
  const line = '2026-04-01T12:34:56 took 17 ms, 200 of 4096 bytes (31)'
  const ends = [...line.matchAll(/(?<![\dT:-])\d+/g)].map(({ index }) =>
    skipPlainDigits(line, index),
  )
  expect(ends).toEqual([10, 27, 35, 43, 53])
})

test.each([
  '4111 1111',
  '078-05-1120',
  '10.0.0.1',
  '12:ab:34:cd:56:ef',
  '0012.abcd.3456',
  '+1 555',
])('digits of %s are not', (text) => {
  const at = text.search(/\d/)
  expect(skipPlainDigits(text, at)).toBe(at)
})

test('nothing that the scanners would find is left', () => {
  const part = fc.oneof(
    fc.stringMatching(/^[0-9]{1,9}$/),
    fc.constantFrom(' ', '-', '.', ':', '/', '(', ')', '+', 'T', 'Z', 'a', 'b', 'F', 'AB', ', '),
    fc.constantFrom('078-05-1120', '10.1.2.3', '2026-04-01', '12:34:56', '0a:1b:2c:3d:4e:5f'),
    fc.constantFrom(
      'DE89370400440532013000',
      'QQ123456C',
      '12345678Z',
      '131052-308T',
      '+4930123456',
    ),
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const text = parts.join('')
      expect(found(text, true)).toEqual(found(text, false))
    }),
    { numRuns: 5000 },
  )
})

test('a long run of digits is looked at no further than it must be', () => {
  const text = '1'.repeat(100_000)
  expect(skipPlainDigits(text, 0)).toBe(0)
  expect(skip(text, 0, DIGIT, 7)).toBe(7)
})
