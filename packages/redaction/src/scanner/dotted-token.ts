/** Tokens of Discord: the bot's number in base64, six characters of time, a signature; known by where the dots stand. */
import { ALNUM, DASH, is, skip, skipBack } from '../chars.ts'
import type { Sheet } from '../sheet.ts'

const timeChars = 6
const idCharsMin = 18
const idCharsMax = 40
const signatureCharsMin = 25
const signatureCharsMax = 64
const base = 0.9
const classes = ALNUM | DASH
/** Digits in base64 begin with one of these pairs. */
const digitsHead = /^[MNO][DTjz]/

/** `dot` is the first dot; the second stands seven further. */
export function scanDottedToken(sheet: Sheet, dot: number): void {
  const { text } = sheet
  const second = dot + timeChars + 1
  if (text.charCodeAt(second) !== 0x2e || !is(text.charCodeAt(dot - 1), classes)) return
  if (skip(text, dot + 1, classes, timeChars + 1) !== second) return
  const start = skipBack(text, dot, classes, idCharsMax)
  const end = skip(text, second + 1, classes, signatureCharsMax)
  sheet.work += end - start
  if (dot - start < idCharsMin || end - second <= signatureCharsMin) return
  if (!digitsHead.test(text.slice(start, start + 2))) return
  sheet.addFirm('SECRET', start, end, base, 'secret/discord')
}
