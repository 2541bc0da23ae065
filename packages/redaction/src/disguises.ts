/** For tests: ways to write a value so that a person, a decoder or a program still reads it and a pattern does not. */
import { gzipSync } from 'node:zlib'

/** From a value to how it stands in a text. All of the result belongs to the value. */
export type Disguise = (value: string) => string

const chars = (value: string) => [...value]
const join = (mark: string) => (value: string) => chars(value).join(mark)
const middle = (mark: string) => (value: string) => {
  const at = value.length >> 1
  return value.slice(0, at) + mark + value.slice(at)
}
const every = (size: number, mark: string) => (value: string) =>
  (value.match(new RegExp(`.{1,${size}}`, 'gs')) ?? []).join(mark)
const each = (change: (char: string) => string) => (value: string) =>
  chars(value).map(change).join('')
const bytes =
  (change: (byte: number) => string, mark = '') =>
  (value: string) =>
    [...Buffer.from(value)].map(change).join(mark)
const halves = (open: string, between: string, close: string) => (value: string) =>
  open + middle(between)(value) + close
const code = (char: string): number => char.codePointAt(0) ?? 0
const hex = (value: number, size: number) => value.toString(16).padStart(size, '0')
const isNumber = (value: string): boolean => /^[+\dA-Z -]+$/.test(value)
const isSign = (char: string): boolean => /[^A-Za-z0-9]/.test(char)
const base64 = (text: string) => Buffer.from(text).toString('base64')

/** Letters and digits moved to another block; what has no place there stays. */
const block = (upper: number, lower: number, digit: number): Disguise =>
  each((char) => {
    if (/[A-Z]/.test(char) && upper > 0) return String.fromCodePoint(upper + code(char) - 65)
    if (/[a-z]/.test(char) && lower > 0) return String.fromCodePoint(lower + code(char) - 97)
    if (/[0-9]/.test(char) && digit > 0) return String.fromCodePoint(digit + code(char) - 48)
    return char
  })

const cyrillic: Readonly<Record<string, string>> = {
  ...{ a: 'а', e: 'е', o: 'о', p: 'р', c: 'с', y: 'у', x: 'х', i: 'і', j: 'ј', s: 'ѕ' },
  ...{ A: 'А', B: 'В', E: 'Е', K: 'К', M: 'М', H: 'Н', O: 'О', P: 'Р', C: 'С', T: 'Т', X: 'Х' },
}
const greek: Readonly<Record<string, string>> = {
  ...{ o: 'ο', v: 'ν', a: 'α', i: 'ι', A: 'Α', B: 'Β', E: 'Ε', Z: 'Ζ', H: 'Η', I: 'Ι', K: 'Κ' },
  ...{ M: 'Μ', N: 'Ν', O: 'Ο', P: 'Ρ', T: 'Τ', Y: 'Υ', X: 'Χ' },
}
const words = 'zero one two three four five six seven eight nine'.split(' ')
const base32 = (value: string): string => {
  const bits = [...Buffer.from(value)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const text = (bits.match(/.{1,5}/g) ?? []).map(
    (five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)] ?? '',
  )
  return text.join('').padEnd(Math.ceil(text.length / 8) * 8, '=')
}
const utf16 = (value: string) => Buffer.from(value, 'utf16le').toString('base64')

/** Families in which code stands before and behind the pieces that nobody needs to hide. */
export const inCode: ReadonlySet<string> = new Set([
  'added to',
  'holes of templates',
  'places of formats',
])

/** Any value in any of these stays readable. */
export const disguises: Readonly<Record<string, readonly Disguise[]>> = {
  plain: [(value) => value],
  'zero width': [join('\u200b'), middle('\u200c'), every(3, '\u2060'), every(4, '\ufeff')],
  'other invisible': [
    join('\u00ad'),
    middle('\u00ad'),
    every(2, '\u{e0061}'),
    join('\ufe0f'),
    every(3, '\u3164'),
    every(2, '\u034f'),
    every(5, '\u180e'),
    middle('\u2062'),
  ],
  'bidi controls': [
    (value) => `\u202a${value}\u202c`,
    every(4, '\u200e'),
    (value) => `\u2066${middle('\u2069\u2066')(value)}\u2069`,
  ],
  'full width': [
    each((char) => (/[!-~]/.test(char) ? String.fromCharCode(code(char) + 0xfee0) : char)),
  ],
  'mathematical letters': [
    block(0x1d400, 0x1d41a, 0x1d7ce),
    block(0x1d5d4, 0x1d5ee, 0x1d7ec),
    block(0x1d670, 0x1d68a, 0x1d7f6),
  ],
  'circled letters': [
    each((char) =>
      char === '0'
        ? '⓪'
        : /[1-9]/.test(char)
          ? String.fromCodePoint(0x2460 + code(char) - 49)
          : block(0x24b6, 0x24d0, 0)(char),
    ),
    each((char) => (/[1-9]/.test(char) ? String.fromCodePoint(0x2776 + code(char) - 49) : char)),
  ],
  'other digits': [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0x1040, 0x17e0, 0x1d7d8, 0xff10].map((zero) =>
    block(0, 0, zero),
  ),
  superscript: [each((char) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(/\d/.test(char) ? char : Number.NaN)] ?? char)],
  subscript: [each((char) => '₀₁₂₃₄₅₆₇₈₉'[Number(/\d/.test(char) ? char : Number.NaN)] ?? char)],
  'look-alike letters': [
    each((char) => cyrillic[char] ?? char),
    each((char) => greek[char] ?? char),
    (value) => value.replace(/[aeoAEOM]/, (char) => cyrillic[char] ?? char),
  ],
  'combining marks': [
    each((char) => `${char}\u0336`),
    each((char) => (isSign(char) ? char : `${char}\u0301`)),
  ],
  keycaps: [each((char) => (/\d/.test(char) ? `${char}\ufe0f\u20e3` : char))],
  'odd dashes': [
    '\u2010',
    '\u2011',
    '\u2012',
    '\u2013',
    '\u2014',
    '\u2212',
    '\ufe63',
    '\u00ad-',
  ].map((dash) => (value) => value.replace(/[- ]/g, dash)),
  'odd spaces': ['\u00a0', '\u2009', '\u202f', '\u3000', '\u2003', '\t', '  '].map(
    (space) => (value) => (isNumber(value) ? value.replace(/[ -]/g, space) : value),
  ),
  'odd signs': [
    (value) => value.replace('@', '﹫').replaceAll('.', '．'),
    (value) => value.replaceAll('.', '。').replace('@', '＠'),
    (value) => value.replaceAll('.', '․'),
  ],
  'line breaks': ['\n', '\r\n', '\n    ', '\n\t', ' \n ', '\u2028', '\n\n'].map(middle),
  'quoted lines': ['\n> ', '\n>> ', '\r\n> > ', '\n| ', '\n# ', '\n// ', '\n * ', '\n-- '].map(
    middle,
  ),
  'continued lines': ['\\\n', '\\\n    ', ' \\\n', '-\n', '=\n', '=\r\n', '^\n', '`\n'].map(middle),
  'joined literals': [
    halves('"', '" + "', '"'),
    halves("'", "' + '", "'"),
    halves('"', '"+"', '"'),
    halves("'", "' . '", "'"),
    halves('"', '" & "', '"'),
    halves("'", "' || '", "'"),
    halves('"', '" .. "', '"'),
    halves('"', '" <> "', '"'),
    halves('"', '" ++ "', '"'),
    halves('"', '" ~ "', '"'),
    halves('"', '" +\n    "', '"'),
    halves('"', '"\n  + "', '"'),
    halves('`', '` + `', '`'),
    halves('\\"', '\\" + \\"', '\\"'),
    (value) => `"${every(3, '" + "')(value)}"`,
  ],
  'adjacent literals': [
    halves('"', '" "', '"'),
    halves("'", "' '", "'"),
    halves('"', '""', '"'),
    halves('"', '"\n    "', '"'),
    halves("'", '\'"', '"'),
    (value) => `("${every(5, '" "')(value)}")`,
  ],
  'joined lists': [
    (value) => `['${every(4, "', '")(value)}'].join('')`,
    (value) => `CONCAT('${every(6, "', '")(value)}')`,
    (value) => `''.join(["${every(5, '", "')(value)}"])`,
    (value) => `concat("${middle('", "')(value)}")`,
    (value) => `"${middle('".concat("')(value)}")`,
  ],
  'lists of characters': [
    (value) => `['${join("','")(value.replaceAll(' ', ''))}'].join('')`,
    (value) => `["${join('", "')(value.replaceAll(' ', ''))}"]`,
  ],
  'added to': [
    (value) => `x = "${every(8, '"\nx += "')(value)}"`,
    (value) => `let s = '${every(9, "';\ns += '")(value)}';`,
    (value) => `$k = "${every(8, '";\n$k .= "')(value)}";`,
    (value) => `K="${every(8, '"; K+="')(value)}"`,
    (value) => `s = "${every(8, '"\ns = s & "')(value)}"`,
    (value) => `text.append("${every(9, '");\ntext.append("')(value)}");`,
    (value) => `new StringBuilder().append("${every(7, '").append("')(value)}")`,
    (value) => `echo -n '${middle("'; echo '")(value)}'`,
  ],
  'holes of templates': [
    (value) => `\`\${'${every(7, "'}${'")(value)}'}\``,
    (value) => `f"{'${every(7, "'}{'")(value)}'}"`,
    (value) => `"#{'${every(7, "'}#{'")(value)}'}"`,
  ],
  'places of formats': [
    (value) => `sprintf("%s%s", "${middle('", "')(value)}")`,
    (value) => `"{}{}".format("${middle('", "')(value)}")`,
    (value) => `"%s%s" % ("${middle('", "')(value)}")`,
    (value) => `String.format("%1$s%2$s", "${middle('", "')(value)}")`,
    (value) => `CONCAT_WS('', '${every(6, "', '")(value)}')`,
  ],
  'brackets round a part': [
    (value) => value.replace(/^(.*?)([A-Za-z0-9]{4,20})(?=[ @.-])/, '$1[$2]'),
    (value) => value.replace(/^(\d{3,4})(?=[- ])/, '($1)'),
    (value) => value.replace(/(\d{3,8})$/, '[$1]'),
    (value) => value.replace(/(\d{3,8})$/, '"$1"'),
  ],
  uuencode: [uuencoded],
  markup: [
    middle('<b></b>'),
    every(4, '<wbr>'),
    middle('<!-- x -->'),
    (value) => `<span>${every(4, '</span><span>')(value)}</span>`,
    middle('<br/>\n'),
    (value) => `**${middle('****')(value)}**`,
    middle('\u001b[0m\u001b[31m'),
    middle('/* */'),
  ],
  percent: [
    encodeURIComponent,
    bytes((byte) => `%${hex(byte, 2)}`),
    each((char) => (isSign(char) ? `%${hex(code(char), 2).toUpperCase()}` : char)),
  ],
  'percent twice': [
    bytes((byte) => `%25${hex(byte, 2)}`),
    (value) => encodeURIComponent(encodeURIComponent(encodeURIComponent(value))),
    bytes((byte) => `%u00${hex(byte, 2)}`),
  ],
  'HTML entities': [
    each((char) => `&#${code(char)};`),
    each((char) => `&#x${hex(code(char), 2)};`),
    each((char) => `&#${String(code(char)).padStart(7, '0')};`),
    each((char) => `&#${code(char)}`),
    (value) =>
      value
        .replace('@', '&commat;')
        .replaceAll('.', '&period;')
        .replaceAll('-', '&hyphen;')
        .replaceAll(' ', '&nbsp;'),
    each((char) => `&amp;#${code(char)};`),
  ],
  escapes: [
    each((char) => `\\u${hex(code(char), 4)}`),
    each((char) => `\\x${hex(code(char), 2)}`),
    each((char) => `\\u{${hex(code(char), 1)}}`),
    each((char) => `\\U${hex(code(char), 8)}`),
    each((char) => `\\${code(char).toString(8).padStart(3, '0')}`),
    each((char) => `\\0${code(char).toString(8).padStart(3, '0')}`),
    each((char) => (isSign(char) ? `\\u${hex(code(char), 4).toUpperCase()}` : char)),
    each((char) => `\\\\u${hex(code(char), 4)}`),
    each((char) => `\\${hex(code(char), 6)}`),
    each((char) => `U+${hex(code(char), 4).toUpperCase()} `),
    (value) => value.replace(/[^A-Za-z0-9 ]/g, (sign) => `\\${sign}`),
  ],
  'quoted-printable': [
    bytes((byte) => `=${hex(byte, 2).toUpperCase()}`),
    each((char) => (isSign(char) ? `=${hex(code(char), 2).toUpperCase()}` : char)),
    (value) => middle('=\r\n')(value.replace('@', '=40')),
  ],
  'UTF-7': [
    (value) =>
      value.replace(
        /[^A-Za-z0-9. -]/g,
        (sign) =>
          `+${Buffer.from(sign, 'utf16le').swap16().toString('base64').replace(/=+$/, '')}-`,
      ),
  ],
  base64: [
    base64,
    (value) => base64(`please use ${value} today`),
    (value) => Buffer.from(JSON.stringify({ v: value })).toString('base64url'),
    (value) => base64(`user:${value}`).replace(/=+$/, ''),
    (value) => every(16, '\n')(base64(`the value is ${value}, keep it`)),
    (value) => every(19, '\r\n  ')(base64(`the value is ${value}, keep it`)),
    (value) => every(8, ' ')(base64(`it is ${value}`)),
    (value) => `data:text/plain;base64,${base64(value)}`,
    (value) => base64(value).replaceAll('=', '%3D'),
    (value) => base64(`über ${value} 日本`),
  ],
  'base64 again': [
    (value) => base64(base64(value)),
    (value) => base64(base64(base64(`is ${value}`))),
    (value) => base64(encodeURIComponent(`to ${value}`)),
    (value) => base64(Buffer.from(value).toString('hex')),
    (value) => Buffer.from(base64(value)).toString('hex'),
    (value) => encodeURIComponent(base64(`a ${value}`)),
  ],
  'base64 of UTF-16': [utf16, (value) => utf16(`$x = "${value}"`)],
  'base64 of gzip': [(value) => gzipSync(`the value is ${value}`).toString('base64')],
  base32: [
    base32,
    (value) => base32(`use ${value}`).replace(/=+$/, ''),
    (value) => base32(value).toLowerCase(),
  ],
  base85: [ascii85],
  hex: [
    (value) => Buffer.from(value).toString('hex'),
    (value) => Buffer.from(value).toString('hex').toUpperCase(),
    (value) => `0x${Buffer.from(value).toString('hex')}`,
    bytes((byte) => hex(byte, 2), ' '),
    bytes((byte) => hex(byte, 2), ':'),
    bytes((byte) => hex(byte, 2), '-'),
    bytes((byte) => `0x${hex(byte, 2)}`, ', '),
    bytes((byte) => `0x${hex(byte, 2)}`, ' '),
    bytes((byte) => `\\x${hex(byte, 2)}`),
    (value) => every(20, '\n')(Buffer.from(value).toString('hex')),
  ],
  'character codes': [
    bytes(String, ', '),
    bytes(String, ' '),
    bytes(String, ','),
    bytes((byte) => byte.toString(2).padStart(8, '0'), ' '),
    bytes((byte) => byte.toString(8).padStart(3, '0'), ' '),
    (value) => `String.fromCharCode(${bytes(String, ',')(value)})`,
    bytes((byte) => `chr(${byte})`, ' . '),
  ],
  'spelled signs': [
    (value) => value.replace('@', ' at ').replaceAll('.', ' dot '),
    (value) => value.replace('@', ' [at] ').replaceAll('.', ' [dot] '),
    (value) => value.replace('@', '(at)').replaceAll('.', '(dot)'),
    (value) => value.replace('@', ' AT ').replaceAll('.', ' DOT '),
    (value) => value.replace('@', '{at}').replaceAll('.', '{dot}'),
    (value) => value.replace('@', ' at ').replaceAll('.', ' dot ').replaceAll('-', ' dash '),
    (value) => value.replaceAll('.', '[.]').replace('@', '[@]'),
    (value) => value.replaceAll('.', ' . ').replace('@', ' @ '),
    (value) => value.replace('@', ' (ät) ').replaceAll('.', ' punkt '),
    (value) => value.replace('@', ' arroba ').replaceAll('.', ' punto '),
    (value) => value.replace('@', '_at_').replaceAll('.', '_dot_'),
  ],
  'spelled digits': [
    (value) =>
      /[A-Za-z]/.test(value)
        ? value
        : value.replace(/\d/g, (digit) => `${words[Number(digit)]} `).trim(),
    each((char) => '〇一二三四五六七八九'[Number(/\d/.test(char) ? char : Number.NaN)] ?? char),
  ],
  'spaced out': [' ', '-', '.', '_', '*', '|', '/', ' - ', '\t', '\n', ', ', '·', '\u2009'].map(
    join,
  ),
  'odd groups': [
    every(2, ' '),
    every(3, '-'),
    every(4, ' - '),
    every(3, '/'),
    every(2, '.'),
    every(4, '_'),
    every(5, ' '),
  ].map((group) => (value) => {
    if (/^[\d.]+$/.test(value)) return value
    return group(isNumber(value) ? value.replace(/[ -]/g, '') : value)
  }),
  containers: [
    (value) => JSON.stringify({ note: value }),
    (value) => JSON.stringify({ a: JSON.stringify({ note: `x ${value}` }) }),
    (value) => JSON.stringify(JSON.stringify({ a: JSON.stringify({ note: `x ${value}` }) })),
    (value) => `<a>${value}</a>`,
    (value) => `<![CDATA[${value}]]>`,
    (value) => `a,"${value}",b`,
    (value) => JSON.stringify([...Buffer.from(value)]),
    (value) =>
      `eyJhbGciOiJub25lIn0.${Buffer.from(JSON.stringify({ sub: value })).toString('base64url')}.`,
  ],
}

function ascii85(value: string): string {
  const padded = Buffer.concat([Buffer.from(value), Buffer.alloc((4 - (value.length % 4)) % 4)])
  let text = ''
  for (let at = 0; at < padded.length; at += 4) {
    let word = padded.readUInt32BE(at)
    let five = ''
    for (let i = 0; i < 5; i++) {
      five = String.fromCharCode(33 + (word % 85)) + five
      word = Math.floor(word / 85)
    }
    text += five
  }
  return `<~${text.slice(0, text.length - (padded.length - Buffer.from(value).length))}~>`
}

function uuencoded(value: string): string {
  const bytes = Buffer.from(value)
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += 45) lines.push(uuLine(bytes.subarray(at, at + 45)))
  return `begin 644 note.txt\n${lines.join('\n')}\n\`\nend`
}

function uuLine(bytes: Buffer): string {
  const padded = Buffer.concat([bytes, Buffer.alloc(3)])
  let line = String.fromCharCode(32 + bytes.length)
  for (let at = 0; at < bytes.length; at += 3) {
    const word = padded.readUIntBE(at, 3)
    for (const shift of [18, 12, 6, 0]) {
      const six = (word >> shift) & 63
      line += six === 0 ? '`' : String.fromCharCode(32 + six)
    }
  }
  return line
}
