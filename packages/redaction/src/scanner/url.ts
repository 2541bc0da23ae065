/** Credentials in front of a host: `scheme://user:password@host`. User and host stay readable. */

import { isStopValue } from '../secret/stop-value.ts'
import type { Sheet } from '../sheet.ts'

const authorityCharsMax = 512
const base = 0.9

/** `at` is the first character behind `://`. */
export function scanUrl(sheet: Sheet, at: number): void {
  const { text } = sheet
  const end = authorityEnd(text, at)
  sheet.work += end - at
  const userinfoEnd = text.slice(at, end).lastIndexOf('@')
  if (userinfoEnd < 0) return
  const userinfo = text.slice(at, at + userinfoEnd)
  const colon = userinfo.indexOf(':')
  if (colon < 0) return
  sheet.userinfoAt = at + userinfoEnd
  const password = userinfo.slice(colon + 1)
  if (isStopValue(password)) return
  sheet.addFirm('PASSWORD', at + colon + 1, at + userinfoEnd, base, 'url-password')
}

function authorityEnd(text: string, at: number): number {
  const limit = Math.min(text.length, at + authorityCharsMax)
  let i = at
  while (i < limit && !' \t\r\n/?#"\'<>`\\'.includes(text.charAt(i))) i++
  return i
}
