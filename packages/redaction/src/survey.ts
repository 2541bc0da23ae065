/** One look at every character before anything else: which signs occur at all decides which readings of a text are worth trying. */

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

/** Shorter runs are words. */
const runCharsMin = 11
const listItemsMin = 6
const listItemCharsMax = 4
/** So many neighbours of the same length may be pieces of one run. */
const samePiecesMin = 2
/** Eight bits are an item too. */
const bitsChars = 8

const TOKEN = 1
const WORD = 2
const table = new Uint8Array(128)
const classes = new Uint8Array(128)
const set = (chars: string, flag: number): void => {
  for (const char of chars) table[char.charCodeAt(0)] = flag
}
set('\n\r', BREAK)
set('\\%&=', ESCAPE)
set('"\'`', QUOTE)
set('<*~([\x1b', MARK)
set('{', OPEN)
for (let code = 0; code < 128; code++) {
  const char = String.fromCharCode(code)
  classes[code] = /[A-Za-z0-9]/.test(char) ? TOKEN | WORD : /[+/=_-]/.test(char) ? TOKEN : 0
}

export interface Survey {
  readonly flags: number
  /** Control characters that no text has. */
  readonly controls: number
}

export function survey(text: string): Survey {
  let flags = 0
  let controls = 0
  let run = 0
  let word = 0
  let items = 0
  let last = 0
  let same = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 128) {
      flags |= NON_ASCII
      run = 0
      word = 0
      continue
    }
    const kind = classes[code] ?? 0
    if (kind === 0 || kind === TOKEN) {
      flags |= table[code] ?? 0
      if (code === 0x7e && text.charCodeAt(i - 1) === 0x3c) flags |= RUN
      if (code < 32 && code !== 9 && code !== 10 && code !== 13) controls++
      if (word > 0) {
        items = word <= listItemCharsMax || word === bitsChars ? items + 1 : 0
        same = word === last && word > listItemCharsMax ? same + 1 : 0
        if (same === samePiecesMin) flags |= RUN | LIST
        last = word
        if (items >= listItemsMin) flags |= LIST
        word = 0
      }
      if (kind === 0) run = 0
      else if (++run === runCharsMin) flags |= RUN
      if (code === 0x2b) flags |= ESCAPE
      continue
    }
    word++
    if (++run === runCharsMin) flags |= RUN
  }
  if (items + (word > 0 ? 1 : 0) >= listItemsMin) flags |= LIST
  return { flags, controls }
}
