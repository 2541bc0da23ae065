/** Character references of HTML: decimal, hexadecimal and the names of signs that values are made of. */

const signs: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", commat: '@', period: '.', colon: ':' },
  ...{ sol: '/', bsol: '\\', equals: '=', plus: '+', lowbar: '_', UnderBar: '_', num: '#' },
  ...{ hyphen: '-', dash: '-', ndash: '-', mdash: '-', minus: '-', percnt: '%', comma: ',' },
  ...{ semi: ';', lpar: '(', rpar: ')', lsqb: '[', rsqb: ']', lbrack: '[', rbrack: ']' },
  ...{ lcub: '{', rcub: '}', dollar: '$', excl: '!', quest: '?', ast: '*', verbar: '|' },
  ...{ vert: '|', Hat: '^', grave: '`', Tab: '\t', NewLine: '\n', nbsp: ' ', ensp: ' ' },
  ...{ emsp: ' ', thinsp: ' ', shy: '', zwj: '', zwnj: '', ZeroWidthSpace: '', NoBreak: '' },
  ...{ szlig: 'ß', aelig: 'æ', AElig: 'Æ', oslash: 'ø', Oslash: 'Ø', eth: 'ð', thorn: 'þ' },
}
/** `&eacute;`: a letter and the accent on it. */
const accents: Readonly<Record<string, string>> = {
  ...{ grave: '\u0300', acute: '\u0301', circ: '\u0302', tilde: '\u0303', uml: '\u0308' },
  ...{ ring: '\u030a', cedil: '\u0327', caron: '\u030c', ogon: '\u0328' },
}
const reference =
  /&(?:amp;)*(?:#(?<decimal>\d{1,8})|#[xX](?<hex>[0-9A-Fa-f]{1,7})|(?<name>[A-Za-z]{2,14})(?=;));?/y

export interface Read {
  readonly text: string
  readonly end: number
}

/** `at` is an ampersand; what was escaped again and again (`&amp;amp;#64;`) is read at once. */
export function readEntity(text: string, at: number): Read | undefined {
  reference.lastIndex = at
  const match = reference.exec(text)
  if (match === null) return undefined
  const end = at + match[0].length
  const { decimal, hex, name } = match.groups ?? {}
  if (name !== undefined) {
    const shown = named(name)
    return shown === undefined ? undefined : { text: shown, end }
  }
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  return code > 0 && code <= 0x10ffff ? { text: String.fromCodePoint(code), end } : undefined
}

function named(name: string): string | undefined {
  if (Object.hasOwn(signs, name)) return signs[name]
  const accent = Object.hasOwn(accents, name.slice(1)) ? accents[name.slice(1)] : undefined
  return accent === undefined ? undefined : (name.charAt(0) + accent).normalize('NFC')
}
