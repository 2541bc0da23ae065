/** Brackets or quotes round a part of a value: `(078)-05-1120`, `4111[1111]11111111`, `[jane]@acme.example`. Left out, the value is whole again. */
import { ALNUM, DASH, DIGIT, DOT, is, SPACE, UPPER } from '../chars.ts'
import { MARK, OPEN, QUOTE } from '../survey.ts'
import { Edits, noEdits } from '../view.ts'

/** Longest group inside: four characters of a card, a word of an address. */
const groupCharsMax = 20
/** So far a digit or an at sign may be away; words in brackets have none near. */
const wordCharsMax = 24
const candidate = /[([{<"'`]/g
const closers: Readonly<Record<string, string>> = {
  ...{ '(': ')', '[': ']', '{': '}', '<': '>', '"': '"', "'": "'", '`': '`' },
}

export function bracketedEdits(text: string, flags: number): Edits {
  if ((flags & (OPEN | QUOTE | MARK)) === 0) return noEdits
  const edits = new Edits()
  candidate.lastIndex = 0
  for (let found = candidate.exec(text); found !== null; found = candidate.exec(text)) {
    const open = found.index
    const close = closing(text, open)
    if (close < 0 || !isPart(text, open, close) || !isValueNear(text, open, close)) continue
    edits.add(open, open + 1, '')
    edits.add(close, close + 1, '')
    candidate.lastIndex = close + 1
  }
  return edits.size === 0 ? noEdits : edits
}

/** Where the bracket closes round letters, digits and signs of values, or -1. With a space between them one must be a digit. */
function closing(text: string, open: number): number {
  const closer = closers[text.charAt(open)]
  let hasSpace = false
  let hasDigit = false
  let i = open + 1
  for (; i - open <= groupCharsMax; i++) {
    const code = text.charCodeAt(i)
    hasDigit ||= is(code, DIGIT)
    if (code === 0x20) hasSpace = true
    else if (!isInner(code)) break
  }
  return i > open + 1 && text.charAt(i) === closer && (hasDigit || !hasSpace) ? i : -1
}

/** A letter or digit, or one of `+-._@`. */
function isInner(code: number): boolean {
  return is(code, ALNUM | DASH | DOT) || code === 0x2b || code === 0x40
}

/** The value goes on before the bracket or behind it: at once, or behind one sign of numbers. */
function isPart(text: string, open: number, close: number): boolean {
  return goesOn(text, open - 1, -1) || goesOn(text, close + 1, 1)
}

function goesOn(text: string, at: number, step: number): boolean {
  const code = text.charCodeAt(at)
  if (is(code, ALNUM)) return true
  const next = text.charCodeAt(at + step)
  if (code === 0x40 || (code === 0x2e && (is(next, ALNUM) || isOpening(next)))) return true
  if (code === 0x2d) return is(next, ALNUM) || isOpening(next)
  if (code === 0x20) return is(next, DIGIT | UPPER) || isOpening(next)
  // One group in brackets right behind the other.
  return isOpening(code) && (isInner(next) || next === 0x20)
}

function isOpening(code: number): boolean {
  return (
    closers[String.fromCharCode(code)] !== undefined || ')]}>'.includes(String.fromCharCode(code))
  )
}

function isValueNear(text: string, open: number, close: number): boolean {
  for (let i = open + 1; i < close; i++) if (isSign(text.charCodeAt(i))) return true
  return hasSign(text, open - 1, -1) || hasSign(text, close + 1, 1)
}

function hasSign(text: string, from: number, step: number): boolean {
  for (let i = from, n = 0; n < wordCharsMax; i += step, n++) {
    const code = text.charCodeAt(i)
    if (isSign(code)) return true
    if (Number.isNaN(code) || is(code, SPACE)) return false
  }
  return false
}

function isSign(code: number): boolean {
  return is(code, DIGIT) || code === 0x40
}
