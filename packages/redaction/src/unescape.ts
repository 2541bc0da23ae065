/** Undoes escapes inside a text: `\u0040`, `\x40`, `\n`, `%40`, `&#64;`, `&commat;`. Works in place, so a finding covers the escapes themselves. */
import { DIGIT, HEX_LOWER, HEX_UPPER, is } from './chars.ts'
import { type View, ViewBuilder } from './view.ts'

const quickTest = /\\[ux"\\/nrtbf]|%[0-9A-Fa-f]{2}|&#?[0-9A-Za-z]{2,8};/
const HEX = DIGIT | HEX_LOWER | HEX_UPPER

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  commat: '@',
  period: '.',
  colon: ':',
  sol: '/',
  equals: '=',
  plus: '+',
  lowbar: '_',
  hyphen: '-',
  dash: '-',
  num: '#',
  percnt: '%',
  comma: ',',
  semi: ';',
  lpar: '(',
  rpar: ')',
  dollar: '$',
  excl: '!',
  quest: '?',
  Tab: '\t',
  NewLine: '\n',
}
const simple: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '"': '"',
  "'": "'",
  '/': '/',
  '\\': '\\',
}

/** Undefined when there is nothing to undo. */
export function unescapeView(view: View): View | undefined {
  const { text } = view
  if (!quickTest.test(text)) return undefined
  const builder = new ViewBuilder()
  let i = 0
  while (i < text.length) {
    const found = readEscape(text, i)
    if (found === undefined) {
      builder.push(text.charAt(i), i)
      i++
    } else {
      builder.push(found.text, i)
      i = found.end
    }
  }
  return builder.build(text.length, view)
}

interface Escape {
  readonly text: string
  readonly end: number
}

function readEscape(text: string, at: number): Escape | undefined {
  switch (text.charAt(at)) {
    case '\\':
      return readBackslash(text, at)
    case '%':
      return readPercent(text, at)
    case '&':
      return readEntity(text, at)
    default:
      return undefined
  }
}

function readBackslash(text: string, at: number): Escape | undefined {
  const kind = text.charAt(at + 1)
  if (kind === 'u' && text.charAt(at + 2) === '{') {
    const close = text.slice(at + 3, at + 10).indexOf('}')
    return close > 0 ? codePoint(text, at + 3, at + 3 + close, 1) : undefined
  }
  if (kind === 'u') return codePoint(text, at + 2, at + 6, 0)
  if (kind === 'x') return codePoint(text, at + 2, at + 4, 0)
  const plain = simple[kind]
  return plain === undefined ? undefined : { text: plain, end: at + 2 }
}

function codePoint(text: string, from: number, to: number, behind: number): Escape | undefined {
  if (!allHex(text, from, to)) return undefined
  const code = Number.parseInt(text.slice(from, to), 16)
  return code > 0x10ffff ? undefined : { text: String.fromCodePoint(code), end: to + behind }
}

/** One UTF-8 character of one to four escaped bytes; a byte that begins none stands for itself. */
function readPercent(text: string, at: number): Escape | undefined {
  if (!allHex(text, at + 1, at + 3)) return undefined
  const lead = Number.parseInt(text.slice(at + 1, at + 3), 16)
  const size = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
  const bytes = [lead]
  for (let i = at + 3; bytes.length < size; i += 3) {
    if (text.charAt(i) !== '%' || !allHex(text, i + 1, i + 3)) break
    bytes.push(Number.parseInt(text.slice(i + 1, i + 3), 16))
  }
  return { text: Buffer.from(bytes).toString('utf8'), end: at + 3 * bytes.length }
}

function readEntity(text: string, at: number): Escape | undefined {
  const length = text.slice(at + 1, at + 11).indexOf(';')
  if (length < 2) return undefined
  const name = text.slice(at + 1, at + 1 + length)
  const end = at + 2 + length
  if (name.startsWith('#')) {
    const isHex = name.charAt(1) === 'x' || name.charAt(1) === 'X'
    const code = isHex ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return Number.isInteger(code) && code >= 0 && code <= 0x10ffff
      ? { text: String.fromCodePoint(code), end }
      : undefined
  }
  const plain = Object.hasOwn(named, name) ? named[name] : undefined
  return plain === undefined ? undefined : { text: plain, end }
}

function allHex(text: string, from: number, to: number): boolean {
  if (to > text.length || from >= to) return false
  for (let i = from; i < to; i++) if (!is(text.charCodeAt(i), HEX)) return false
  return true
}
