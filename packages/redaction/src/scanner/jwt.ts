/** JSON Web Tokens, signed or not: three dotted base64url parts whose first decodes to a header with `alg`. */
import { ALNUM, DASH, is, skip } from '../chars.ts'
import type { Sheet } from '../sheet.ts'

/** Tokens with many claims stay below this; what follows belongs to the run and is masked with it. */
const partCharsMax = 16_384
/** `alg` stands early in every header; decoding more tells nothing. */
const headerCharsMax = 512
const base = 0.95

/** `start` is the first character of `eyJ`. Returns the end of the token, or 0. */
export function scanJwt(sheet: Sheet, start: number): number {
  const { text } = sheet
  if (!text.startsWith('eyJ', start)) return 0
  if (start > 0 && is(text.charCodeAt(start - 1), ALNUM | DASH)) return 0
  const classes = ALNUM | DASH
  const headerEnd = skip(text, start, classes, partCharsMax)
  sheet.work += headerEnd - start
  if (text.charAt(headerEnd) !== '.') return 0
  const header = Buffer.from(
    text.slice(start, Math.min(headerEnd, start + headerCharsMax)),
    'base64url',
  )
  if (!header.toString('latin1').includes('"alg"')) return 0
  let end = headerEnd
  // A JWS has three parts, a JWE five.
  for (let part = 0; part < 4 && text.charAt(end) === '.'; part++)
    end = skip(text, end + 1, classes, partCharsMax)
  sheet.work += end - headerEnd
  sheet.addFirm('JWT', start, end, base, 'jwt')
  return end
}
