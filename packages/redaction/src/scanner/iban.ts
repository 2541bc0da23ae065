/** IBANs: a country's two letters and two digits, then as many characters as that country has, in one piece or in groups. */
import { ALNUM, DIGIT, is, LETTER, UPPER } from '../chars.ts'
import type { Sheet } from '../sheet.ts'
import { ibanCharsMin, ibanChecks, ibanLength } from '../validate/iban.ts'

const base = 0.3
const checked = 0.65
/** Longest IBAN with a separator after each character pair, generously. */
const reachMax = 60

/** `at` is the first digit behind two letters. Returns the end of what was read, or `at`. */
export function scanIban(sheet: Sheet, at: number): number {
  const { text } = sheet
  const isApart = ' -'.includes(text.charAt(at - 1)) && is(text.charCodeAt(at - 2), UPPER)
  const letters = isApart ? at - 1 : at
  const start = letters - 2
  if (start < 0 || !is(text.charCodeAt(at + 1), DIGIT)) return at
  if (!is(text.charCodeAt(start), LETTER) || !is(text.charCodeAt(start + 1), LETTER)) return at
  if (start > 0 && is(text.charCodeAt(start - 1), ALNUM)) return at
  const length = ibanLength(text.slice(start, letters).toUpperCase())
  if (length === undefined) return at
  let iban = ''
  let i = start
  while (i < text.length && i - start < reachMax && iban.length < length) {
    const code = text.charCodeAt(i)
    if (is(code, ALNUM)) iban += text.charAt(i)
    else if (!isSeparator(text, i)) break
    i++
  }
  sheet.work += i - start
  if (iban.length < Math.max(length, ibanCharsMin)) return at
  if (is(text.charCodeAt(i), ALNUM)) return at
  const passes = ibanChecks(iban.toUpperCase())
  // `IT 10 …`: two letters with a gap behind are a word as often as a country.
  if (isApart && !(passes && is(text.charCodeAt(start), UPPER) && /(?:\d.*){8}/.test(iban)))
    return at
  sheet.add('IBAN', start, i, passes ? base + checked : base, passes ? 'iban/mod97' : 'iban')
  return passes ? i : at
}

/** One space, dash or dot between two characters of the number. */
function isSeparator(text: string, at: number): boolean {
  return ' -.'.includes(text.charAt(at)) && is(text.charCodeAt(at + 1), ALNUM)
}
