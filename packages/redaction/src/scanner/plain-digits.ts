/** Digits that can be no part of any number we look for: counts, ids of a few digits, dates and times of day in logs. Most digits are such, and this is the cheapest way to leave them. */
import { ALNUM, DIGIT, is, JOINT, LETTER, skip } from '../chars.ts'

/** Shortest number of any type, in digits. */
const digitsMin = 7
const colon = 0x3a
const dot = 0x2e
const plus = 0x2b
const dash = 0x2d
const dateChars = 10

/** `at` is the first digit of a run. Answers where plain digits end, or `at` where they may be part of something. */
export function skipPlainDigits(text: string, at: number): number {
  const end = skip(text, at, DIGIT, digitsMin)
  const size = end - at
  if (size >= digitsMin || !isBeginning(text, at)) return at
  const next = text.charCodeAt(end)
  if (is(next, LETTER) || next === plus) return at
  if (size === 4 && next === dash) return isDate(text, at) ? at + dateChars : at
  if (is(next, JOINT)) return goesOn(text, end) || isPairs(text, at, size, next) ? at : end
  return next === colon && isPairs(text, at, size, next) ? at : end
}

/** Nothing before it belongs to the same value. */
function isBeginning(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1)
  if (is(before, ALNUM) || before === dash || before === dot) return false
  return before === colon ? isBehindClock(text, at) : true
}

/** `12:34:` before it, and no hexadecimal pair before that. */
function isBehindClock(text: string, at: number): boolean {
  let start = at
  for (let pair = 0; pair < 2 && text.charCodeAt(start - 1) === colon; pair++) {
    if (!is(text.charCodeAt(start - 2), DIGIT) || !is(text.charCodeAt(start - 3), DIGIT)) break
    start -= 3
  }
  const before = text.charCodeAt(start - 1)
  return start < at && before !== colon && before !== dash && before !== dot
}

/** Behind at most three signs more digits follow. */
function goesOn(text: string, end: number): boolean {
  const next = skip(text, end, JOINT, 3)
  return is(text.charCodeAt(next), DIGIT)
}

/** A hardware address goes on in pairs or fours. */
function isPairs(text: string, at: number, size: number, sign: number): boolean {
  if (size === 4) return sign === dot
  return size === 2 && text.charCodeAt(at + 5) === sign && text.charCodeAt(at + 8) === sign
}

/** `2026-04-01T` with a digit behind it. */
function isDate(text: string, at: number): boolean {
  return (
    text.charCodeAt(at + 7) === dash &&
    text.charCodeAt(at + dateChars) === 0x54 &&
    is(text.charCodeAt(at + 5), DIGIT) &&
    is(text.charCodeAt(at + 6), DIGIT) &&
    is(text.charCodeAt(at + 8), DIGIT) &&
    is(text.charCodeAt(at + 9), DIGIT) &&
    is(text.charCodeAt(at + dateChars + 1), DIGIT)
  )
}
