/** JSON Web Tokens, signed or not: dotted base64url parts, the first two of which begin as JSON objects do. */
import { ALNUM, BASE64, DASH, is, skip, skipBack } from '../chars.ts'
import type { Sheet } from '../sheet.ts'

/** Tokens with many claims stay below this; what follows belongs to the run and is masked with it. */
const partCharsMax = 16_384
/** A signature over nothing; shorter parts are file names. */
const partCharsMin = 17
/** `alg` stands early in every header; decoding more tells nothing. */
const headerCharsMax = 512
const base = 0.95
const classes = ALNUM | DASH

/** `start` is the first character of `eyJ`. Returns the end of the token, or 0. */
export function scanJwt(sheet: Sheet, start: number): number {
  const { text } = sheet
  if (!text.startsWith('eyJ', start)) return 0
  if (start > 0 && is(text.charCodeAt(start - 1), ALNUM | DASH)) return 0
  const headerEnd = skip(text, start, classes, partCharsMax)
  sheet.work += headerEnd - start
  if (text.charAt(headerEnd) !== '.') return 0
  const header = Buffer.from(
    text.slice(start, Math.min(headerEnd, start + headerCharsMax)),
    'base64url',
  )
  if (!header.toString('latin1').includes('"alg"')) return 0
  return addFrom(sheet, start, headerEnd)
}

/** `dot` is in front of a second part `ey…`: whatever the header is written like, two objects in base64 are a token. */
export function scanJwtPayload(sheet: Sheet, dot: number): number {
  const { text } = sheet
  const start = skipBack(text, dot, classes, partCharsMax)
  sheet.work += dot - start
  if (dot - start < partCharsMin || !text.startsWith('ey', start)) return 0
  if (!text.startsWith('ey', dot + 1)) return 0
  const end = skip(text, dot + 1, classes, partCharsMax)
  if (end - dot <= partCharsMin || text.charAt(end) !== '.') return 0
  return addFrom(sheet, start, dot)
}

/** A JWS has three parts, a JWE five. */
function addFrom(sheet: Sheet, start: number, headerEnd: number): number {
  const { text } = sheet
  let end = headerEnd
  for (let part = 0; part < 4 && text.charAt(end) === '.'; part++)
    end = skip(text, end + 1, classes, partCharsMax)
  end = skip(text, end, BASE64, 2)
  sheet.work += end - headerEnd
  sheet.addFirm('JWT', start, end, base, 'jwt')
  return end
}
