/** Everything made of digits: the groups are read once and every numeric type judges them. */
import { ALNUM, DASH, DIGIT, HEX_LOWER, HEX_UPPER, is, skip, skipBack } from '../chars.ts'
import type { Sheet } from '../sheet.ts'
import { judgeCard } from './card.ts'
import { type DigitGroups, readDigitGroups } from './digit-groups.ts'
import { judgeIpv4 } from './ipv4.ts'
import { judgePhone } from './phone.ts'
import { judgeSsn } from './ssn.ts'

/** Fewer characters than this, digits and separators together, are no number of any type. */
const charsMin = 7
/** More digits in one piece are no number of any type either. */
const groupDigitsMax = 24
const uuidChars = 36
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** `at` is the first digit of a run. Returns where the main loop goes on. */
export function scanNumber(sheet: Sheet, at: number): number {
  const { text } = sheet
  const read = readDigitGroups(text, at)
  sheet.work += read.resume - at
  const first = read.groups[0]
  const last = read.groups[read.groups.length - 1]
  if (first === undefined || last === undefined) return at + 1
  if (first.end - first.start > groupDigitsMax) return first.end
  if (last.end - first.start < charsMin) return read.resume
  const token = uuidAround(text, first.start)
  if (token >= 0) return token
  // A letter right before the first or behind the last group makes that group part of a word or hash; the others stand.
  if (is(text.charCodeAt(first.start - 1), ALNUM)) return first.end
  const free = is(text.charCodeAt(last.end), ALNUM) ? withoutLast(read) : read
  judgeCard(sheet, free)
  if (isInSlug(text, first.start)) return read.resume
  judgeSsn(sheet, free)
  judgeIpv4(sheet, free)
  judgePhone(sheet, free)
  return read.resume
}

function withoutLast(read: DigitGroups): DigitGroups {
  return { ...read, groups: read.groups.slice(0, -1), separators: read.separators.slice(0, -1) }
}

/** End of the UUID around this digit, or -1. */
function uuidAround(text: string, at: number): number {
  const classes = DIGIT | HEX_LOWER | HEX_UPPER | DASH
  const start = skipBack(text, at, classes, uuidChars)
  const end = skip(text, at, classes, uuidChars)
  if (end - start !== uuidChars) return -1
  return uuid.test(text.slice(start, end)) ? end : -1
}

/** `order-4155552671`: digits of a name, unless they are a card. */
function isInSlug(text: string, at: number): boolean {
  return is(text.charCodeAt(at - 1), DASH) && is(text.charCodeAt(at - 2), ALNUM)
}
