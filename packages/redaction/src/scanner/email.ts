/** E-mail addresses, outwards from the `@`: no character is looked at twice for two addresses, so a million `a` cost what they are. */
import { ALNUM, is, LETTER } from '../chars.ts'
import type { Sheet } from '../sheet.ts'

/** RFC 5321, section 4.5.3.1. */
const localCharsMax = 64
const domainCharsMax = 253

const base = 0.9
/** `user@host`: an address inside a company, or a login. */
const withoutDot = 0.35
/** `git@host:path` is where a program reads its code. */
const remote = 0.3

export function scanEmail(sheet: Sheet, at: number): void {
  const { text } = sheet
  if (at === sheet.userinfoAt) return
  const start = localStart(text, at)
  const end = domainEnd(text, at + 1)
  sheet.work += end - start
  if (start >= at || end <= at + 1) return
  const domain = text.slice(at + 1, end)
  const top = domain.slice(domain.lastIndexOf('.') + 1)
  if (!isTopLabel(top)) return
  const isRemote = text.slice(start, at) === 'git' && text.charAt(end) === ':'
  const score = isRemote ? remote : domain.includes('.') ? base : withoutDot
  sheet.add('EMAIL', start, end, score, 'email')
}

function localStart(text: string, at: number): number {
  const limit = Math.max(0, at - localCharsMax)
  if (text.charAt(at - 1) === '"') {
    const open = text.lastIndexOf('"', at - 2)
    return open >= limit && open < at - 2 ? open : at
  }
  const first = text.charCodeAt(at - 1)
  let i = at
  while (i > limit && isLocal(text.charCodeAt(i - 1)) && goesOn(text.charCodeAt(i - 1), first)) i--
  while (i < at && !is(text.charCodeAt(i), ALNUM) && text.charCodeAt(i) < 128) i++
  return i
}

/**
 * Japanese, Chinese, Korean and Thai set no space between a word and a mailbox: Latin letters beside the `@` end where such a script begins. Other scripts mix
 * with Latin letters only to deceive.
 */
function goesOn(code: number, first: number): boolean {
  return first >= 128 || code < 128 || !isUnspaced(code)
}

/** Thai to Myanmar, Hangul letters, Han, Kana, Hangul syllables and the full-width forms beside them; no more than a range test. */
function isUnspaced(code: number): boolean {
  return (
    (code >= 0x0e00 && code <= 0x11ff) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7ff) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xffef)
  )
}

/** Letters and digits of any script and what people use between them; the rarer RFC 5322 atoms only glue an address to what stands before it. */
function isLocal(code: number): boolean {
  return isLabel(code) || code === 46 || code === 95 || code === 43 || code === 37 || code === 39
}

function isLabel(code: number): boolean {
  return is(code, ALNUM) || code === 45 || (code >= 128 && !isBracket(code))
}

/** Our own brackets never belong to an address. */
function isBracket(code: number): boolean {
  return code === 0x27e6 || code === 0x27e7
}

function domainEnd(text: string, from: number): number {
  const limit = Math.min(text.length, from + domainCharsMax)
  let i = from
  let first = 0
  while (i < limit && (isLabel(text.charCodeAt(i)) || isInnerDot(text, i, from))) {
    const code = text.charCodeAt(i)
    // The first character of the label that it stands in.
    if (i === from || text.charAt(i - 1) === '.') first = code
    if (code !== 46 && !goesOn(code, first)) break
    i++
  }
  while (i > from && text.charAt(i - 1) === '-') i--
  return i
}

function isInnerDot(text: string, at: number, from: number): boolean {
  return text.charAt(at) === '.' && at > from && isLabel(text.charCodeAt(at + 1))
}

/** Not digits alone: `package@1.2.3` is a version. */
function isTopLabel(label: string): boolean {
  if (label.length < 2) return false
  for (let i = 0; i < label.length; i++) {
    const code = label.charCodeAt(i)
    if (is(code, LETTER) || code >= 128) return true
  }
  return false
}
