/** Credentials behind a phrase instead of a sign: `Bearer eyJ…`, `the password is hunter2`. */
import { ALNUM, is } from '../chars.ts'
import { isStopValue } from '../secret/stop-value.ts'
import type { Sheet } from '../sheet.ts'

const tokenCharsMax = 4096
/** Shorter words behind `bearer` are prose: "bearer of bad news". */
const bearerCharsMin = 16
const base = 0.85

/** `start` and `end` enclose the phrase. */
export function scanBearer(sheet: Sheet, start: number, end: number): void {
  const { text } = sheet
  if (is(text.charCodeAt(start - 1), ALNUM)) return
  const isToken = text.charCodeAt(start) === 66 || text.charCodeAt(start) === 98
  const quote = '"\'`'.includes(text.charAt(end)) ? 1 : 0
  const from = end + quote
  const to = wordEnd(text, from)
  sheet.work += to - end
  const word = text.slice(from, to)
  if (isStopValue(word) || (isToken ? word.length < bearerCharsMin : isProse(word))) return
  sheet.addFirm(isToken ? 'SECRET' : 'PASSWORD', from, to, base, isToken ? 'bearer' : 'phrase')
}

/** `password is required`: lower-case words say something about a password; digits, capitals inside and signs are one. */
function isProse(word: string): boolean {
  return /^[A-Z]?[a-z]+$/.test(word)
}

function wordEnd(text: string, from: number): number {
  const limit = Math.min(text.length, from + tokenCharsMax)
  let i = from
  while (i < limit && !' \t\r\n,;"\'`<>)}]\\'.includes(text.charAt(i))) i++
  while (i > from && '.!?:'.includes(text.charAt(i - 1))) i--
  return i
}
