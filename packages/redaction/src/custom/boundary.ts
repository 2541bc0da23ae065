/** Where a word of an operator's may begin and end: between signs that do not make one word together. */
import { ALNUM, is } from '../chars.ts'

const letterOrDigit = /[\p{L}\p{N}\p{M}]/u
/** Written without spaces: any place may be between two words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** Whether the text may be cut before `at`. */
export function isBoundary(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return true
  const before = text.charCodeAt(at - 1)
  const after = text.charCodeAt(at)
  if (before < 128 && after < 128) return !is(before, ALNUM) || !is(after, ALNUM)
  return !joins(text, at - 1) || !joins(text, at)
}

/** Halves of a surrogate pair always join: a character is not cut. */
function joins(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code < 128) return is(code, ALNUM)
  if (code >= 0xd800 && code <= 0xdfff) return true
  const sign = text.charAt(at)
  return letterOrDigit.test(sign) && !unspaced.test(sign)
}
