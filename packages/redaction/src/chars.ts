/** Character classes as bits in one table, so that every scanner asks the same question at the same price. */

export const DIGIT = 1
export const LOWER = 2
export const UPPER = 4
/** a–f and A–F. */
export const HEX_LOWER = 8
export const HEX_UPPER = 16
/** `-` and `_`. */
export const DASH = 32
/** `+`, `/` and `=`. */
export const BASE64 = 64
/** `.` */
export const DOT = 128
/** 2–7, the digits of base32. */
export const BASE32_DIGIT = 256
export const SPACE = 512
export const COLON = 4096
export const TILDE = 1024
/** Other signs of paths and queries. */
export const URL_SIGN = 2048
/** What stands between groups of digits: a space, `-`, `.`, `/` and brackets. */
export const JOINT = 8192

export const LETTER = LOWER | UPPER
export const ALNUM = DIGIT | LETTER

const table = new Uint16Array(128)
const mark = (chars: string, bit: number): void => {
  for (const char of chars) table[char.charCodeAt(0)] = (table[char.charCodeAt(0)] ?? 0) | bit
}
mark('0123456789', DIGIT)
mark('234567', BASE32_DIGIT)
mark('abcdefghijklmnopqrstuvwxyz', LOWER)
mark('ABCDEFGHIJKLMNOPQRSTUVWXYZ', UPPER)
mark('abcdef', HEX_LOWER)
mark('ABCDEF', HEX_UPPER)
mark('-_', DASH)
mark('+/=', BASE64)
mark('.', DOT)
mark(':', COLON)
mark(' \t\n\r', SPACE)
mark('~', TILDE)
mark('%@?&:!*', URL_SIGN)
mark(' -.()/', JOINT)

/** Whether the UTF-16 unit is in one of the classes; beyond ASCII nothing is. */
export function is(code: number, classes: number): boolean {
  return code < 128 && ((table[code] ?? 0) & classes) !== 0
}

/** A letter or digit of any script, for word boundaries: an ASCII one, or anything beyond ASCII. */
export function isWord(code: number): boolean {
  return code >= 128 || is(code, ALNUM)
}

/** First position from `at` that is not in the classes, at most `max` further. */
export function skip(text: string, at: number, classes: number, max: number): number {
  const end = Math.min(text.length, at + max)
  let i = at
  while (i < end && is(text.charCodeAt(i), classes)) i++
  return i
}

/** First position of the run in the classes that ends before `at`, at most `max` back. */
export function skipBack(text: string, at: number, classes: number, max: number): number {
  const end = Math.max(0, at - max)
  let i = at
  while (i > end && is(text.charCodeAt(i - 1), classes)) i--
  return i
}
