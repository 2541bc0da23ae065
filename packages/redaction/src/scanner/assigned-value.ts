/** Where the value behind a key begins and ends, and which part of it is the credential. */
import { SPACE, skipBack } from '../chars.ts'
import type { Hint } from '../hint.ts'

const valueCharsMax = 4096
/** Text without quotes has no end of its own. */
const plainCharsMax = 80
/** Shorter words behind a scheme's name are no credentials. */
const schemeTokenCharsMin = 6
/** Two keys at once: `id/pw:`, `user and password =`, `login(password):`. */
const loginPair =
  /(?:\b(?:id|user|username|user name|login|account|e-?mail)|아이디|계정|用户名|账号|帳號|ユーザー?名?)\s?(?:[/,&|:;(+-]|and|und|et|y|e)\s?[^\s=:]{1,16}[)\s]{0,2}[:=>-]{1,2}\s{0,2}["']?$/i

export interface Span {
  readonly start: number
  readonly end: number
}

export interface Value extends Span {
  readonly isQuoted: boolean
}

/** What is secret in the value of a credential's key: not the scheme, not the user. `from` is where the value was looked for. */
export function credentialIn(text: string, from: number, value: Value, hint: Hint): Span {
  const held = value.isQuoted ? behindScheme(text, value) : firstToken(text, value.start, hint)
  return afterUser(text, from, held)
}

export function readValue(text: string, from: number): Value {
  const backslash = text.charAt(from) === '\\' ? 1 : 0
  const quote = text.charAt(from + backslash)
  if (quote !== '' && '"\'`'.includes(quote)) {
    const start = from + backslash + 1
    const close = closingQuote(text, start, quote, backslash === 1)
    if (close > start) return { start, end: close, isQuoted: true }
    return { start, end: endOfPlain(text, start), isQuoted: false }
  }
  return { start: from, end: endOfPlain(text, from), isQuoted: false }
}

function closingQuote(text: string, from: number, quote: string, isEscaped: boolean): number {
  const limit = Math.min(text.length, from + valueCharsMax)
  for (let i = from; i < limit; i++) {
    const char = text.charAt(i)
    if (char === '\n') return -1
    if (char === '\\' && text.charAt(i + 1) === quote && isEscaped) return i
    if (char === '\\') i++
    else if (char === quote) return i
  }
  return -1
}

/** Up to the end of line or of the list it stands in. */
function endOfPlain(text: string, from: number): number {
  const limit = Math.min(text.length, from + plainCharsMax)
  let i = from
  while (i < limit && !'\r\n,;|&<>}"\t'.includes(text.charAt(i))) i++
  return skipBack(text, i, SPACE, i - from)
}

/** A secret without quotes ends at the first space or closing sign; behind a scheme word it is the next token, or all its parameters. */
function firstToken(text: string, from: number, hint: Hint): Span {
  const end = tokenEnd(text, from)
  const word = text.slice(from, end)
  const isScheme = hint.words.endsWith('authorization')
    ? /^[[(]?[A-Za-z][A-Za-z\d-]{1,24}$/.test(word)
    : /^[[(]?(bearer|basic|token|digest|apikey)$/i.test(word)
  if (!isScheme || text.charAt(end) !== ' ') return { start: from, end }
  const next = tokenEnd(text, end + 1)
  if (next - end < schemeTokenCharsMin && !/^(bearer|basic|token)$/i.test(word))
    return { start: from, end }
  const hasParameters = /^[A-Za-z][\w-]*=["\w]/.test(text.slice(end + 1, end + 40))
  return { start: end + 1, end: hasParameters ? lineEnd(text, end + 1) : next }
}

/** `Signature=…, nonce=…`: up to the end of the line, or to the quote that everything stands in. */
function lineEnd(text: string, from: number): number {
  const limit = Math.min(text.length, from + valueCharsMax)
  let i = from
  while (i < limit && !"\r\n'`".includes(text.charAt(i))) i++
  return skipBack(text, i, SPACE, i - from)
}

/** `"Bearer …"`: the scheme stays readable. */
function behindScheme(text: string, value: Value): Span {
  const scheme = /^(?:bearer|basic|token|digest|apikey|negotiate|ntlm) /i.exec(
    text.slice(value.start, Math.min(value.end, value.start + 16)),
  )
  return { start: value.start + (scheme?.[0].length ?? 0), end: value.end }
}

/** `id/pw: ida/Maple91`: the first half is the user. */
function afterUser(text: string, from: number, secret: Span): Span {
  const held = text.slice(secret.start, Math.min(secret.end, secret.start + 80))
  const user = /^[^/:\s]{1,40}(?:\/\/?|:)(?=\S{4})/.exec(held)
  if (user === null || !loginPair.test(text.slice(Math.max(0, from - 32), from))) return secret
  return { start: secret.start + user[0].length, end: secret.end }
}

function tokenEnd(text: string, from: number): number {
  const limit = Math.min(text.length, from + valueCharsMax)
  let i = from
  while (i < limit && !' \t\r\n,;&"\'`<>)}]\\'.includes(text.charAt(i))) i++
  // The end of a sentence is not the end of a secret.
  if (i > from + 1 && text.charAt(i - 1) === '.' && /\s|^$/.test(text.charAt(i))) i--
  return i
}
