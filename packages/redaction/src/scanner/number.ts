/** Everything made of digits: the groups are read once and every numeric type judges them. */
import {
  ALNUM,
  COLON,
  DASH,
  DIGIT,
  HEX_LOWER,
  HEX_UPPER,
  is,
  LETTER,
  skip,
  skipBack,
} from '../chars.ts'
import type { Sheet } from '../sheet.ts'
import { judgeCard } from './card.ts'
import { scanBase58, scanHexAddress } from './crypto-address.ts'
import { type DigitGroups, groupsEnd, readDigitGroups } from './digit-groups.ts'
import { judgeIpv4 } from './ipv4.ts'
import { scanLetteredId } from './lettered-id.ts'
import { scanMac } from './mac.ts'
import { judgeSchemes, schemeDigitsMin } from './number-scheme.ts'
import { judgePhone } from './phone.ts'

/** Fewer characters than this, digits and separators together, are no number of any type. */
const charsMin = 7
/** More digits in one piece are no number of any type either. */
const groupDigitsMax = 24
/** Longest name of a resource before its number. */
const resourceCharsMax = 80
const uuidChars = 36
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** `at` is the first digit of a run. Returns where the main loop goes on. */
export function scanNumber(sheet: Sheet, at: number): number {
  const { text } = sheet
  const firstEnd = skip(text, at, DIGIT, text.length)
  const known = scanLettered(sheet, at, firstEnd)
  if (known > at) return known
  if (firstEnd - at > groupDigitsMax) {
    sheet.work += firstEnd - at
    return firstEnd
  }
  const end = groupsEnd(text, firstEnd)
  sheet.work += end - at
  if (end - at < charsMin) return end
  const token = uuidAround(text, at)
  if (token >= 0) return token
  // A letter right before the first or behind the last group makes that group part of a word or hash; the others stand.
  if (is(text.charCodeAt(at - 1), ALNUM)) return firstEnd
  const read = readDigitGroups(text, at)
  const last = read.groups[read.groups.length - 1]
  if (last === undefined) return at + 1
  const free = is(text.charCodeAt(last.end), ALNUM) ? withoutLast(read) : read
  if (isInName(text, at)) return read.resume
  judgeCard(sheet, free)
  if (isInSlug(text, at)) return read.resume
  if (digitCount(free) >= schemeDigitsMin) judgeSchemes(sheet, free)
  judgeIpv4(sheet, free)
  judgePhone(sheet, free)
  return read.resume
}

/** What stands in a word or has letters of its own. Answers its end, or 0. */
function scanLettered(sheet: Sheet, start: number, end: number): number {
  const { text } = sheet
  if (
    end - start === 1 &&
    (text.charCodeAt(end) | 32) === 0x78 &&
    text.charCodeAt(start) === 0x30
  ) {
    const until = scanHexAddress(sheet, start)
    if (until > start) return until
  }
  const mac = scanMac(sheet, start)
  if (mac > start) return mac
  const inWord = is(text.charCodeAt(start - 1), LETTER) || is(text.charCodeAt(end), LETTER)
  if (inWord) {
    const address = scanBase58(sheet, start)
    if (address > start) return address
  }
  return scanLetteredId(sheet, start, end)
}

function digitCount({ groups }: DigitGroups): number {
  return groups.reduce((sum, group) => sum + group.end - group.start, 0)
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

/** `arn:aws:iam::123456789012:role/x`, `urn:isbn:…`: numbers of resources, not of people. */
function isInName(text: string, at: number): boolean {
  if (text.charAt(at - 1) !== ':') return false
  const start = skipBack(text, at, ALNUM | DASH | COLON, resourceCharsMax)
  return /^(?:arn|urn|crn|ocid1):/i.test(text.slice(start, at))
}

/** `order-4155552671`, `items/4155552671`: digits of a name, unless they are a card. */
function isInSlug(text: string, at: number): boolean {
  const before = text.charAt(at - 1)
  if (before === '/') return is(text.charCodeAt(at - 2), LETTER)
  return is(text.charCodeAt(at - 1), DASH) && is(text.charCodeAt(at - 2), ALNUM)
}
