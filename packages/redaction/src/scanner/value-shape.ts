/** How values are written that only a name beside them gives away: dates, numbers of documents and accounts. Read from a position, each with a bounded reach. */
import { DIGIT, is, isWord } from '../chars.ts'
import type { EntityType } from '../types.ts'

const month = '\\p{L}[\\p{L}\\p{M}]{2,14}\\.?'
const time = '(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d{2}:?\\d{2})?)?'
const ordinal = '(?:st|nd|rd|th|er|ro|º|ª|\\.|-?(?:го|е|ე))?'
const of = "(?:(?:of|de|del|di|den|da|do|d[’'])\\s?)?"
/** Sticky, the longest ways of writing first. */
const dates: readonly RegExp[] = [
  new RegExp(`\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}${time}`, 'yu'),
  /\d{1,2}[-/.] ?\d{1,2}[-/.] ?(?:\d{4}|\d{2})(?![\d-])/y,
  /\d{4} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일]?/y,
  new RegExp(`\\d{1,2}${ordinal}[\\s-]${of}${month}[,\\s-]\\s?${of}(?:\\d{4}|\\d{2}(?!\\d))`, 'yu'),
  new RegExp(`${month}\\s\\d{1,2}${ordinal},?\\s\\d{4}`, 'yu'),
  new RegExp(`\\d{1,2}-?${month}-?\\d{4}`, 'yu'),
  new RegExp(`\\d{4}[-\\s]${month}[-\\s]\\d{1,2}`, 'yu'),
  /(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/y,
  /(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d{2}/y,
  /\d{1,2} \d{1,2} (?:19|20)\d{2}/y,
]
/** Lunar and Buddhist calendars count further. */
const yearMin = 1850
const yearMax = 2700
const oneId = /[A-Z]{0,8}[-/_]?\d[A-Z\d]{0,23}(?:[-/.][A-Z\d]{1,16}){0,6}/iy
/** `AB 12 34 56 C`, `12 AB 345678`, `123 456 789`: short pieces, every other with digits. */
const spacedId = /(?:[A-Z]{1,4}[ -])?[A-Z]{0,3}\d[A-Z\d]{0,5}(?: [A-Z\d]{1,6}(?![a-z])){1,7}/y
const letteredId = /[A-Z]{1,2}\d[A-Z\d]{4,22}/y
const timeOrPercent = /^\d{1,2}:\d{2}|^\d+(?:\.\d+)?%/

interface IdShape {
  readonly digitsMin: number
  readonly digitsMax: number
  readonly charsMin: number
  readonly charsMax: number
}

const shapes: Partial<Record<EntityType, IdShape>> = {
  PASSPORT: { digitsMin: 4, digitsMax: 10, charsMin: 6, charsMax: 14 },
  DRIVER_LICENCE: { digitsMin: 4, digitsMax: 16, charsMin: 5, charsMax: 24 },
  MRN: { digitsMin: 4, digitsMax: 14, charsMin: 4, charsMax: 24 },
  BANK_ACCOUNT: { digitsMin: 5, digitsMax: 26, charsMin: 5, charsMax: 34 },
  BANK_ROUTING: { digitsMin: 5, digitsMax: 11, charsMin: 5, charsMax: 14 },
  US_SSN: { digitsMin: 9, digitsMax: 9, charsMin: 9, charsMax: 13 },
  US_ITIN: { digitsMin: 9, digitsMax: 9, charsMin: 9, charsMax: 13 },
  NPI: { digitsMin: 10, digitsMax: 10, charsMin: 10, charsMax: 12 },
  NATIONAL_ID: { digitsMin: 4, digitsMax: 18, charsMin: 6, charsMax: 24 },
  CVV: { digitsMin: 3, digitsMax: 4, charsMin: 3, charsMax: 4 },
}

/** Whether values of this type are read by their name. */
export function isLabelled(type: EntityType): boolean {
  return type === 'DATE_OF_BIRTH' || Object.hasOwn(shapes, type)
}

/** End of a value of this type that begins at `at`, or 0. */
export function readShaped(type: EntityType, text: string, at: number): number {
  if (type === 'DATE_OF_BIRTH') return readDate(text, at)
  if (type === 'IBAN') return readWord(text, at, /[A-Z]{2}\d{2}(?:[ -]?[A-Z\d]{1,6}){3,8}/y)
  if (type === 'BIC') return readWord(text, at, /[A-Z]{6}[A-Z\d]{2}(?:[A-Z\d]{3})?/y)
  if (type === 'CRYPTO_ADDRESS')
    return readWord(text, at, /(?=[^\d]*\d)[1-9A-HJ-NP-Za-km-z]{32,95}/y)
  if (type === 'PASSPORT' || type === 'NATIONAL_ID') {
    // Machine-readable serial numbers of documents: letters and digits mixed at random, in capitals.
    const end = readWord(text, at, /(?=[A-Z]{1,8}\d)[A-Z\d]{8,9}/y)
    if (end > 0) return end
  }
  const shape = shapes[type]
  return shape === undefined ? 0 : readId(text, at, shape)
}

/** Any usual way of writing a day, month and year. */
export function readDate(text: string, at: number): number {
  if (isWord(text.charCodeAt(at - 1)) && is(text.charCodeAt(at), DIGIT)) {
    if (text.charCodeAt(at - 1) < 0x370) return 0
  }
  for (const shape of dates) {
    shape.lastIndex = at
    const found = shape.exec(text)?.[0]
    if (found === undefined) continue
    const end = at + found.length
    if (is(text.charCodeAt(end), DIGIT)) continue
    if (isDate(found)) return end
  }
  return 0
}

/** No number in it is out of a calendar's range. */
function isDate(found: string): boolean {
  const numbers = found.split(/[T ]\d\d:/)[0]?.match(/\d+/g) ?? []
  if (numbers.length === 1) return true
  const years = numbers.filter((number) => number.length === 4).map(Number)
  const days = numbers.filter((number) => number.length < 3).map(Number)
  if (years.length + days.length < numbers.length || years.length > 1) return false
  if (years.some((year) => year < yearMin || year > yearMax)) return false
  if (years.length === 1 && days.some((day) => day > 31)) return false
  // Of day and month one is small enough to be a month; a month in letters leaves one number.
  return numbers.length === 2 || days.some((day) => day >= 1 && day <= 12)
}

function readId(text: string, at: number, shape: IdShape): number {
  if (isIdCode(text.charCodeAt(at - 1))) return 0
  for (const pattern of [spacedId, oneId, letteredId]) {
    pattern.lastIndex = at
    let found = pattern.exec(text)?.[0]
    while (found !== undefined) {
      if (fits(text, at, found, shape)) return at + found.length
      const shorter = found.lastIndexOf(' ')
      found = pattern === spacedId && shorter > 0 ? found.slice(0, shorter) : undefined
    }
  }
  return 0
}

function fits(text: string, at: number, found: string, shape: IdShape): boolean {
  const after = text.charCodeAt(at + found.length)
  if (isIdCode(after) || text.charAt(at + found.length) === '@') return false
  if (found.length > shape.charsMax) return false
  const digits = found.replace(/\D/g, '').length
  const chars = found.replace(/[^A-Za-z\d]/g, '').length
  if (digits < shape.digitsMin || digits > shape.digitsMax || chars < shape.charsMin) return false
  // A date, a time or a share is no number of a document.
  if (timeOrPercent.test(text.slice(at, at + found.length + 3))) return false
  return !isPlainDate(found)
}

function isPlainDate(found: string): boolean {
  return /^(?:(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2})/.test(
    found,
  )
}

function isIdCode(code: number): boolean {
  return is(code, 7) || code === 0x5f
}

function readWord(text: string, at: number, shape: RegExp): number {
  if (isWord(text.charCodeAt(at - 1))) return 0
  shape.lastIndex = at
  const found = shape.exec(text)?.[0]
  if (found === undefined || isWord(text.charCodeAt(at + found.length))) return 0
  if (text.charAt(at + found.length) === '@') return 0
  return at + found.length
}
