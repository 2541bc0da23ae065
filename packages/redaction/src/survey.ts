/** One look at every character before anything else: which signs occur at all decides which readings of a text are worth trying. */
import { DIGIT, is } from './chars.ts'

export const NON_ASCII = 1
export const BREAK = 2
/** `\ % & = +` or the U of `U+`: something may be escaped. */
export const ESCAPE = 4
export const QUOTE = 8
/** `< * ~ [ ( {` or a control sequence: something may stand inside a value. */
export const MARK = 16
/** A long run of one token class, or pieces of one. */
export const RUN = 32
/** Many short words one after the other. */
export const LIST = 64
export const OPEN = 128
/** `|`: cells may stand beside each other. */
export const BAR = 256

/** Shorter runs are words. */
const runCharsMin = 11
const listItemCharsMax = 4
/** Eight bits are an item too. */
const bitsChars = 8
/** So many short words with one sign between them may be a list of codes, or of groups; dots stand between four in every address. */
const listItemsMin = 4
const dottedItemsMin = 5
/** So many characters that stand alone. */
const singlesMin = 4
/** So many short words that are no parts of a time. */
const shortsMin = 6
/** So many words of one length may be pieces of one run. */
const piecesMin = 3

/** Several words may be one value only with a digit, a sign or a capital inside within so many characters before their end: prose has short words too. */
const shortsReach = 44
const uniformReach = 28

const WORD = 1
const TOKEN = 2
/** Stands in words of prose at their beginning or not at all. */
const RARE = 4
const table = new Uint16Array(128)
const classes = new Uint8Array(128)
const set = (chars: string, flag: number): void => {
  for (const char of chars) table[char.charCodeAt(0)] = flag
}
set('\n\r', BREAK)
set('\\%&=+', ESCAPE)
set('"\'`', QUOTE)
set('<*~\x1b', MARK)
set('{[(', OPEN)
set('|', BAR)
for (let code = 0; code < 128; code++) {
  const char = String.fromCharCode(code)
  classes[code] = /[a-z]/.test(char)
    ? WORD | TOKEN
    : /[A-Z0-9]/.test(char)
      ? WORD | TOKEN | RARE
      : /[+/=_-]/.test(char)
        ? TOKEN
        : 0
}

/** The flags of what the text has. */
export function survey(text: string): number {
  let flags = 0
  let runStart = 0
  let wordStart = 0
  let gap = 0
  let gapChars = 0
  let size = 0
  let uniform = 0
  let singles = 0
  let shorts = 0
  let pieces = 0
  let rareAt = -uniformReach - shortsReach
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 0
    const kind = code < 128 ? (classes[code] ?? 0) : 0
    if ((kind & WORD) !== 0) {
      if ((kind & RARE) !== 0 && (i > wordStart || code < 0x41)) rareAt = i
      continue
    }
    if (code === 0x40 || code >= 128) rareAt = i
    // A word ends here, if there was one.
    const length = i - wordStart
    if (length > 0) {
      const sign = wordStart === 0 ? 0 : text.charCodeAt(wordStart - 1)
      const chars = wordStart - gapChars
      const isShort = length <= listItemCharsMax || length === bitsChars
      uniform = isShort && sign === gap && chars <= 3 ? uniform + 1 : 1
      singles = length === 1 ? singles + 1 : 0
      if (!isShort) shorts = 0
      else if (!isClock(text, wordStart, length)) shorts++
      pieces = length === size && sign === gap && !isShort ? pieces + 1 : 1
      const rare = i - rareAt
      if (uniform >= (sign === 0x2e ? dottedItemsMin : listItemsMin) && rare < uniformReach)
        flags |= LIST
      if (singles >= singlesMin || (shorts >= shortsMin && rare < shortsReach)) flags |= LIST
      if (pieces >= piecesMin && rare < (length + 2) * piecesMin) flags |= RUN | LIST
      if (chars > 1 || sign === 9 || sign === 0x5f || sign === 0x2a || sign === 0x7c)
        flags |= isApart(text, gapChars, wordStart)
      gap = sign
      size = length
      gapChars = i
    }
    wordStart = i + 1
    if (kind === 0) {
      if (i - runStart >= runCharsMin) flags |= RUN
      runStart = i + 1
    }
    if (code >= 128) flags |= NON_ASCII
    else if (i < text.length) {
      flags |= table[code] ?? 0
      if (code === 0x7e && text.charCodeAt(i - 1) === 0x3c) flags |= RUN
    }
  }
  return flags
}

/** Two or four digits. */
function isClock(text: string, at: number, length: number): boolean {
  return (length === 2 || length === 4) && is(text.charCodeAt(at), DIGIT)
}

/** Digits on both sides of a gap that is wider than usual. */
function isApart(text: string, from: number, to: number): number {
  if (to >= text.length || from === 0) return 0
  return is(text.charCodeAt(from - 1), DIGIT) && is(text.charCodeAt(to), DIGIT) ? LIST : 0
}
