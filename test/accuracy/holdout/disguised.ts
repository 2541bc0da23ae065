/** Values that somebody hides: the label is the whole of what the value was turned into. */
import type { Chance } from './chance.ts'
import { aCard, anIban, anSsn, aPhone, aToken, harmless, someone } from './parts.ts'
import { is, type Labelled, type Said, say } from './say.ts'

type Disguise = (text: string) => string
const each =
  (turn: (sign: string) => string): Disguise =>
  (text) =>
    [...text].map(turn).join('')
const code = (sign: string) => sign.codePointAt(0) ?? 0
const wide = (sign: string) =>
  /[!-~]/.test(sign) ? String.fromCodePoint(code(sign) + 0xfee0) : sign
const arabicDigits = (sign: string) =>
  /\d/.test(sign) ? String.fromCodePoint(0x660 + Number(sign)) : sign
const boldDigits = (sign: string) =>
  /\d/.test(sign) ? String.fromCodePoint(0x1d7ce + Number(sign)) : sign

const disguises: Readonly<Record<string, Disguise>> = {
  joiner: each((sign) => `${sign}\u2060`),
  softHyphen: (text) => text.replace(/(.{3})(?=.)/gu, '$1\u00ad'),
  variation: each((sign) => `${sign}\ufe0e`),
  wide: each(wide),
  arabicDigits: each(arabicDigits),
  boldDigits: each(boldDigits),
  percent: each((sign) => `%${Buffer.from(sign).toString('hex').toUpperCase()}`),
  percentTwice: each((sign) => `%25${Buffer.from(sign).toString('hex')}`),
  hexEscape: each((sign) => `\\x${Buffer.from(sign).toString('hex')}`),
  unicodeEscape: each((sign) => `\\u${code(sign).toString(16).padStart(4, '0')}`),
  entity: each((sign) => `&#x${code(sign).toString(16)};`),
  base64: (text) => Buffer.from(text).toString('base64'),
  hex: (text) => Buffer.from(text).toString('hex'),
  concatenated: (text) => text.replace(/^(.{5})(.+)$/u, '$1" + "$2'),
  wrapped: (text) => text.replace(/^(.{7})(.+)$/u, '$1\n  $2'),
  quotedPrintable: each((sign) =>
    Buffer.from(sign).toString('hex').toUpperCase().replace(/../g, '=$&'),
  ),
}

export function disguised(c: Chance): Labelled {
  const value: Said = c.one([
    () => someone(c).email,
    () => aCard(c),
    () => anIban(c),
    () => aPhone(c),
    () => anSsn(c),
    () => aToken(c),
  ])()
  const disguise = c.one(Object.values(disguises))
  const hidden = is(value.spans[0]?.type ?? '', disguise(value.text))
  return c.one([
    () => say`Send it to ${hidden}, please.`,
    () => say`note: ${hidden}`,
    () => ({
      type: 'note.add',
      params: { text: hidden, ref: harmless.order(c) },
    }),
  ])()
}
