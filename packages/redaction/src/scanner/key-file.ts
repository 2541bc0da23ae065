/** Private keys that stand in no PEM armour: PuTTY's files, JSON Web Keys, SSH2 armour; and the password file of PostgreSQL. */
import { ALNUM, BASE64, is } from '../chars.ts'
import type { Sheet } from '../sheet.ts'

const base = 0.95
const blockCharsMax = 16_384
const jwkReachMax = 4096
/** RFC 7518, section 6: the members that are secret. */
const privateMember = /\\?"(?:d|k|p|q|dp|dq|qi)\\?"\s{0,8}:\s{0,8}\\?"([A-Za-z0-9_-]{16,4096})/g
const member = /[:\s]{1,4}\d{1,4}\s{0,4}(?:\\r)?(?:\\n)?/y
const ssh2 = /^---- BEGIN SSH2 (?:ENCRYPTED )?PRIVATE KEY ----/

/** `end` is behind `Private-Lines`: the number of lines, then as many lines of base64. Returns the end of the last. */
export function scanPutty(sheet: Sheet, end: number): number {
  const { text } = sheet
  member.lastIndex = end
  if (!member.test(text)) return 0
  const from = member.lastIndex
  let to = from
  for (let i = from; i < Math.min(text.length, from + blockCharsMax); i++) {
    const code = text.charCodeAt(i)
    if (is(code, ALNUM | BASE64)) to = i + 1
    else if (!/[\s\\]/.test(text.charAt(i))) break
  }
  // The next field's name is read up to its hyphen; it is no key.
  const field = text.slice(from, to).search(/(?:\\[nr]|\s){0,4}Private$/)
  const last = field < 0 ? to : from + field
  sheet.work += to - end
  if (last - from < 16) return 0
  sheet.addFirm('PRIVATE_KEY', from, last, base, 'putty')
  return last
}

/** `start` is where `"kty"` stands. The members of its object stand around it. */
export function scanJwk(sheet: Sheet, start: number): void {
  const { text } = sheet
  if (start < sheet.jwkUntil) return
  const from = Math.max(sheet.jwkUntil, start - jwkReachMax, 0)
  const to = Math.min(text.length, start + jwkReachMax)
  sheet.jwkUntil = to
  sheet.work += to - from
  for (const found of text.slice(from, to).matchAll(privateMember)) {
    const value = found[1] ?? ''
    const at = from + found.index + found[0].length - value.length
    sheet.addFirm('PRIVATE_KEY', at, at + value.length, base, 'jwk')
  }
}

/** `start` is the first dash of SSH2 armour (RFC 4716). */
export function scanSsh2(sheet: Sheet, start: number): number {
  const { text } = sheet
  const block = text.slice(start, start + blockCharsMax)
  if (!ssh2.test(block)) return 0
  const foot = block.indexOf('---- END SSH2', 16)
  const close = foot < 0 ? -1 : block.indexOf(' ----', foot + 4)
  const end = start + (close < 0 ? block.length : close + 5)
  sheet.work += end - start
  sheet.addFirm('PRIVATE_KEY', start, end, base, 'ssh2')
  return end
}

/** `host:5432:database:user:password`, a line of `.pgpass`. `end` is behind the port. */
export function scanPgpass(sheet: Sheet, end: number): void {
  const line = /^[^:\s]{1,64}:[^:\s]{1,64}:(\S{1,128})/.exec(sheet.text.slice(end, end + 260))
  const password = line?.[1]
  if (line === null || password === undefined || /^[*$]/.test(password)) return
  sheet.work += line[0].length
  const from = end + line[0].length - password.length
  sheet.addFirm('PASSWORD', from, from + password.length, 0.85, 'pgpass')
}
