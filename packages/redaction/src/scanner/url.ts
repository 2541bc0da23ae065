/** Credentials in front of a host: `scheme://user:password@host`. User and host stay readable. */

import { is, SPACE } from '../chars.ts'
import { isStopValue } from '../secret/stop-value.ts'
import type { Sheet } from '../sheet.ts'

const authorityCharsMax = 512
const base = 0.9
/** A password with a `/`, `?` or `#` that nobody escaped: then a host must follow it. */
const hostBehind = /^[A-Za-z0-9[][\w.:[\]-]*(?:[/?#\s"'`,;)\]}>\\]|$)/

/** `at` is the first character behind `://`. */
export function scanUrl(sheet: Sheet, at: number): void {
  const { text } = sheet
  const end = authorityEnd(text, at)
  sheet.work += end - at
  const length = text.slice(at, end).lastIndexOf('@')
  const sign = length >= 0 ? at + length : signBehind(sheet, at, end)
  if (sign < 0) return
  const colon = text.slice(at, sign).indexOf(':')
  if (colon < 0) return
  sheet.userinfoAt = sign
  const password = text.slice(at + colon + 1, sign)
  if (isStopValue(password)) return
  sheet.addFirm('PASSWORD', at + colon + 1, sign, base, 'url-password')
}

/** The `@` behind a password that seems to end the authority; a port is no password. */
function signBehind(sheet: Sheet, at: number, end: number): number {
  const { text } = sheet
  const userinfo = /^[^:\s/?#]*:(?!\d{1,5}(?:[/?#]|$))\S/.test(text.slice(at, end + 1))
  if (!userinfo) return -1
  const known = sheet.signBehind
  // One address in another: what follows was read already.
  if (end >= known.from && end < known.to) return known.sign >= end ? known.sign : -1
  const limit = Math.min(text.length, at + authorityCharsMax)
  let sign = -1
  let i = end
  for (; i < limit && !isOutside(text.charCodeAt(i)); i++)
    if (text.charAt(i) === '@' && hostBehind.test(text.slice(i + 1, i + 255))) sign = i
  sheet.work += i - end
  sheet.signBehind = { from: end, to: i, sign }
  return sign
}

/** Space and what encloses an address. */
function isOutside(code: number): boolean {
  return (
    is(code, SPACE) ||
    code === 0x22 ||
    code === 0x27 ||
    code === 0x60 ||
    code === 0x3c ||
    code === 0x3e
  )
}

function authorityEnd(text: string, at: number): number {
  const limit = Math.min(text.length, at + authorityCharsMax)
  let i = at
  while (i < limit && !' \t\r\n/?#"\'<>`\\'.includes(text.charAt(i))) i++
  return i
}
