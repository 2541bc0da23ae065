/** Escapes inside a text and what they stand for: `\u0040`, `\x40`, `\100`, `\n`, `%40`, `&#64;`, `=40`, `+AEA-`, `U+0040`. Read in place, so a finding covers the escapes themselves. */
import { ALNUM, BASE64, DIGIT, HEX_LOWER, HEX_UPPER, is, LETTER, skipBack } from './chars.ts'
import { type Read, readEntity } from './entity.ts'
import { applyEdits, Edits, type View } from './view.ts'

const candidate = /[\\%&]|=[0-9A-F\r\n]|\+[A-Za-z0-9/]{3}|U\+/g
const HEX = DIGIT | HEX_LOWER | HEX_UPPER
/** `%2525…40`: escaping again and again is undone at once, up to so many characters. */
const againMax = 64
/** Base64 before a padding: lines of it are no longer, and shorter words are no base64. */
const paddedCharsMax = 1024
const paddedCharsMin = 7
/** Longest word between two escapes of one text. */
const wordCharsMax = 20

const simple: Readonly<Record<string, string>> = {
  ...{ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', '"': '"', "'": "'", '/': '/' },
}
/** Signs that Markdown, shells and regular expressions put a backslash before. */
const escapedSigns = '@.-_+:#()[]{}*!&=~$'
/** Quoted-printable signs that are undone one by one; letters and digits only where several stand together. */
const printableSigns = '@._-+:/=,;&#%'

/** Undefined when there is nothing to undo. */
export function unescapeView(view: View): View | undefined {
  const edits = escapeEdits(view.text)
  return edits.size === 0 ? undefined : applyEdits(view, edits, true).view
}

export function escapeEdits(text: string): Edits {
  const edits = new Edits()
  let last = -1
  candidate.lastIndex = 0
  for (let match = candidate.exec(text); match !== null; match = candidate.exec(text)) {
    const at = match.index
    const found = readEscape(text, at, last === at)
    if (found === undefined) {
      candidate.lastIndex = at + 1
      continue
    }
    edits.add(at, found.end, found.text)
    last = found.end
    candidate.lastIndex = last
  }
  return edits
}

/** `follows`: an escape ended right here. */
function readEscape(text: string, at: number, follows: boolean): Read | undefined {
  switch (text.charCodeAt(at)) {
    case 0x5c:
      return readBackslash(text, at)
    case 0x25:
      return readPercent(text, at)
    case 0x26:
      return readEntity(text, at)
    case 0x3d:
      return readPrintable(text, at, follows)
    case 0x2b:
      return readUtf7(text, at)
    case 0x55:
      return text.charCodeAt(at + 1) === 0x2b ? readCodePoint(text, at) : undefined
    default:
      return undefined
  }
}

function readBackslash(text: string, at: number): Read | undefined {
  let from = at + 1
  while (from - at < againMax && text.charCodeAt(from) === 0x5c) from++
  const kind = text.charAt(from)
  const read = readBackslashed(text, from, kind)
  if (read !== undefined) return read
  // Pairs of backslashes that escape nothing.
  return from > at + 1
    ? { text: '\\'.repeat((from - at) >> 1), end: at + (((from - at) >> 1) << 1) }
    : undefined
}

function readBackslashed(text: string, at: number, kind: string): Read | undefined {
  if (kind === 'u' && text.charAt(at + 1) === '{') {
    const close = text.slice(at + 2, at + 10).indexOf('}')
    return close > 0 ? codePoint(text, at + 2, at + 2 + close, 1) : undefined
  }
  if (kind === 'u') return codePoint(text, at + 1, at + 5, 0)
  if (kind === 'U') return codePoint(text, at + 1, at + 9, 0)
  if (kind === 'x') return readBytes(text, at - 1, '\\x')
  const plain = simple[kind]
  if (plain !== undefined) return { text: plain, end: at + 1 }
  if (kind !== '' && escapedSigns.includes(kind)) return { text: kind, end: at + 1 }
  return readOctal(text, at)
}

/** `\000040` as in style sheets, `\0100` and `\100` as in C. */
function readOctal(text: string, at: number): Read | undefined {
  if (allHex(text, at, at + 6) && text.startsWith('00', at)) {
    const space = text.startsWith(' \\', at + 6) ? 1 : 0
    return codePoint(text, at, at + 6, space)
  }
  const octal = /^(?:0(?=[0-3][0-7]{2}))?([0-3][0-7]{2})/.exec(text.slice(at, at + 4))
  if (octal === null) return undefined
  const code = Number.parseInt(octal[1] ?? '', 8)
  return { text: String.fromCodePoint(code), end: at + octal[0].length }
}

function codePoint(text: string, from: number, to: number, behind: number): Read | undefined {
  if (!allHex(text, from, to)) return undefined
  const code = Number.parseInt(text.slice(from, to), 16)
  return code > 0x10ffff ? undefined : { text: String.fromCodePoint(code), end: to + behind }
}

function readPercent(text: string, at: number): Read | undefined {
  let sign = '%'
  while (sign.length < againMax && isEscaped(text, at + sign.length)) sign += '25'
  if (text.charAt(at + sign.length) === 'u')
    return codePoint(text, at + sign.length + 1, at + sign.length + 5, 0)
  return readBytes(text, at, sign)
}

/** Here stands a percent sign that is escaped itself, and behind it what it would escape. */
function isEscaped(text: string, at: number): boolean {
  if (!text.startsWith('25', at)) return false
  return allHex(text, at + 2, at + 4) || text.charAt(at + 2) === 'u'
}

/** One UTF-8 character of one to four escaped bytes; a byte that begins none stands for itself. */
function readBytes(text: string, at: number, sign: string): Read | undefined {
  const skip = sign.length
  if (!allHex(text, at + skip, at + skip + 2)) return undefined
  const lead = Number.parseInt(text.slice(at + skip, at + skip + 2), 16)
  const size = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
  let end = at + skip + 2
  if (size === 1) return { text: lead < 0x80 ? String.fromCharCode(lead) : '\ufffd', end }
  const bytes = [lead]
  while (
    bytes.length < size &&
    text.startsWith(sign, end) &&
    allHex(text, end + skip, end + skip + 2)
  ) {
    bytes.push(Number.parseInt(text.slice(end + skip, end + skip + 2), 16))
    end += skip + 2
  }
  return { text: Buffer.from(bytes).toString('utf8'), end }
}

/** Quoted-printable, where it is one: `status=200` is none. A soft line break joins two lines. */
function readPrintable(text: string, at: number, follows: boolean): Read | undefined {
  if (!follows && isPlainNumber(text, at)) return undefined
  const next = text.charAt(at + 1)
  if ((next === '\n' || next === '\r') && isPadding(text, at)) return undefined
  if (next === '\n') return { text: '', end: at + 2 }
  if (next === '\r' && text.charAt(at + 2) === '\n') return { text: '', end: at + 3 }
  if (!/[0-9A-F]/.test(next) || !/[0-9A-F]/.test(text.charAt(at + 2))) return undefined
  const read = readBytes(text, at, '=')
  if (read === undefined || read.text < ' ' || read.text === '\ufffd') return undefined
  // `bytes=40123` is a number.
  const isNumber = /^=\d\d$/.test(text.slice(at, at + 3)) && !/[A-Za-z=]/.test(text.charAt(at + 3))
  const goesOn = text.charAt(read.end) === '=' && /[0-9A-F]/.test(text.charAt(read.end + 1))
  const isSign = !isNumber && (read.text >= '\u0080' || printableSigns.includes(read.text))
  if (follows || goesOn || isSign) return read
  return read.text === ' ' && isOneOfMany(text, at, read.end) ? read : undefined
}

/** `status=404`, `bytes=72`, as in every second line of a log; only an encoded space may be more. */
function isPlainNumber(text: string, at: number): boolean {
  const first = text.charCodeAt(at + 1)
  const second = text.charCodeAt(at + 2)
  const third = text.charCodeAt(at + 3)
  if (!is(first, DIGIT) || !is(second, DIGIT) || is(third, LETTER) || third === 0x3d) return false
  return !(first === 0x32 && second === 0x30)
}

/** The end of base64: a second `=`, or a whole number of fours before a line that is a field of its own. */
function isPadding(text: string, at: number): boolean {
  if (text.charAt(at - 1) === '=') return true
  if (!/^=\r?\n[\w.-]{1,40}: /.test(text.slice(at, at + 48))) return false
  const length = at - skipBack(text, at, ALNUM | BASE64, paddedCharsMax)
  return length >= paddedCharsMin && (length + 1) % 4 === 0
}

/** An encoded space alone may be the value 20; in one word with another it is none. */
function isOneOfMany(text: string, start: number, end: number): boolean {
  let to = end
  while (to - end <= wordCharsMax && isWordSign(text, to)) to++
  if (to > end && to - end <= wordCharsMax && isEscapedAt(text, to)) return true
  let from = start
  while (start - from <= wordCharsMax + 2 && isWordSign(text, from - 1)) from--
  return start - from > 2 && start - from <= wordCharsMax + 2 && isEscapedAt(text, from - 1)
}

/** What stands between escapes in one word. */
function isWordSign(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return (
    code > 0x20 && code !== 0x3d && code !== 0x26 && !(code >= 128 && /\s/.test(text.charAt(at)))
  )
}

/** `=` and two digits of capital hexadecimal. */
function isEscapedAt(text: string, at: number): boolean {
  return (
    text.charCodeAt(at) === 0x3d &&
    is(text.charCodeAt(at + 1), DIGIT | HEX_UPPER) &&
    is(text.charCodeAt(at + 2), DIGIT | HEX_UPPER)
  )
}

/** UTF-7 (RFC 2152): UTF-16 in base64 between a plus and a minus sign, here for signs of ASCII. */
function readUtf7(text: string, at: number): Read | undefined {
  const match = /^\+([A-Za-z0-9/]{3,40})-/.exec(text.slice(at, at + 42))
  if (match === null) return undefined
  const bytes = Buffer.from(match[1] ?? '', 'base64')
  const units = bytes.subarray(0, bytes.length & ~1)
  const shown = Buffer.from(units).swap16().toString('utf16le')
  return /^[ -~]+$/.test(shown) ? { text: shown, end: at + match[0].length } : undefined
}

/** `U+0040 U+0041`: the spaces between belong to the notation. */
function readCodePoint(text: string, at: number): Read | undefined {
  const match = /^U\+([0-9A-Fa-f]{4,6})(?![0-9A-Fa-f])(?:[ ,]{1,2}(?=U\+))?/.exec(
    text.slice(at, at + 14),
  )
  if (match === null) return undefined
  const code = Number.parseInt(match[1] ?? '', 16)
  return code > 0x10ffff
    ? undefined
    : { text: String.fromCodePoint(code), end: at + match[0].length }
}

function allHex(text: string, from: number, to: number): boolean {
  if (to > text.length || from >= to) return false
  for (let i = from; i < to; i++) if (!is(text.charCodeAt(i), HEX)) return false
  return true
}
