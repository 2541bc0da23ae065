/** Credentials behind a phrase instead of a sign: `Bearer eyJ…`, `the password is hunter2`, `WITH PASSWORD 'x'`, `IDENTIFIED BY 'x'`. */
import { ALNUM, is } from '../chars.ts'
import { isStopValue } from '../secret/stop-value.ts'
import type { Sheet } from '../sheet.ts'
import type { EntityType } from '../types.ts'

export interface Phrase {
  /** Lower case, with the space behind it. */
  readonly text: string
  readonly type: EntityType
  /** What an unquoted word must be: `long` enough for a token; not a `word` of prose; or with a digit or sign inside (`varied`). */
  readonly unless: 'long' | 'word' | 'varied'
}

export const phrases: readonly Phrase[] = [
  { text: 'bearer ', type: 'SECRET', unless: 'long' },
  ...['password is ', 'password was ', 'passwort ist ', 'passwort lautet ', 'identified by '].map(
    (text) => ({ text, type: 'PASSWORD', unless: 'word' }) as const,
  ),
  ...['password ', 'passwd ', 'passphrase ', 'passwort '].map(
    (text) => ({ text, type: 'PASSWORD', unless: 'varied' }) as const,
  ),
]

const tokenCharsMax = 4096
/** Shorter words behind `bearer` are prose: "bearer of bad news". */
const longCharsMin = 16
const variedCharsMin = 6
const base = 0.85

/** `start` and `end` enclose the phrase. */
export function scanPhrase(sheet: Sheet, phrase: Phrase, start: number, end: number): void {
  const { text } = sheet
  if (is(text.charCodeAt(start - 1), ALNUM)) return
  const quote = text.charAt(end)
  const isQuoted = quote !== '' && '"\'`'.includes(quote)
  const from = isQuoted ? end + 1 : end
  const to = isQuoted ? closing(text, from, quote) : wordEnd(text, from)
  sheet.work += to - end
  const word = text.slice(from, to)
  if (isStopValue(word) || (!isQuoted && isProse(word, phrase.unless))) return
  sheet.addFirm(phrase.type, from, to, base, `phrase/${phrase.text.trim()}`)
}

function isProse(word: string, unless: Phrase['unless']): boolean {
  switch (unless) {
    case 'long':
      return word.length < longCharsMin
    case 'word':
      return /^[A-Z]?[a-z]+$/.test(word)
    case 'varied':
      return word.length < variedCharsMin || /^[A-Za-z]+(?:[-'’/][A-Za-z]+)*$/.test(word)
  }
}

function closing(text: string, from: number, quote: string): number {
  const close = text.slice(from, from + tokenCharsMax).indexOf(quote)
  return close < 0 ? wordEnd(text, from) : from + close
}

function wordEnd(text: string, from: number): number {
  const limit = Math.min(text.length, from + tokenCharsMax)
  let i = from
  while (i < limit && !' \t\r\n,;"\'`<>)}]\\'.includes(text.charAt(i))) i++
  // The end of a sentence; other signs may well be the secret's last.
  if (i > from && text.charAt(i - 1) === '.') i--
  return i
}
