/** Telephone numbers: international ones by country code and length, national ones by the layouts people write, bare digits only where a key or word says so. */
import { is, LETTER } from '../chars.ts'
import type { Sheet } from '../sheet.ts'
import { internationalLengths } from '../validate/calling-code.ts'
import { type DigitGroup, type DigitGroups, digitsOf } from './digit-groups.ts'
import { layoutByPlan } from './phone-layout.ts'

/** E.164: fifteen digits at most; the shortest national numbers with area code have seven. */
const digitsMax = 15
const digitsMin = 7
/** No plan writes more groups, country code included. */
const groupsMax = 6

const score = {
  international: 0.75,
  /** `00` instead of a plus, and no separator: as likely an account. */
  doubleZero: 0.45,
  /** A plus, but a length that the country does not have. */
  oddLength: 0.45,
  /** `(415) 555-2671`. */
  bracketed: 0.7,
  /** `415-555-2671`, `612 34 56 78`: grouped as a country's plan has it. */
  national: 0.55,
  /** `020 7946 0958`, `06 12 34 56 78`. */
  trunkZero: 0.5,
  /** Other groups of a plausible length, or bare digits. */
  grouped: 0.15,
  bare: 0.15,
  /** As likely seconds or milliseconds of these decades. */
  epoch: 0.1,
} as const

export function judgePhone(sheet: Sheet, read: DigitGroups): void {
  const { text } = sheet
  const first = read.groups[0]
  if (first === undefined) return
  const before = text.charAt(first.start - 1)
  const plusAt = before === '+' ? first.start - 1 : before === '(' ? plusBefore(text, first) : -1
  if (plusAt >= 0) {
    judgeInternational(sheet, read, plusAt, 0)
    return
  }
  if (
    digitsOf(text, first).startsWith('00') &&
    (first.end - first.start > 2 || read.groups.length > 2)
  )
    judgeInternational(sheet, read, first.start, 2)
  for (let i = 0; i < read.groups.length; i++) judgeNational(sheet, read, i)
}

/** `(+49) …` and `+(49) …`. */
function plusBefore(text: string, first: DigitGroup): number {
  return text.charAt(first.start - 2) === '+' ? first.start - 2 : -1
}

function judgeInternational(sheet: Sheet, read: DigitGroups, start: number, skip: number): void {
  let digits = ''
  let best: number | undefined
  let reach: number | undefined
  for (let i = 0; i < read.groups.length; i++) {
    const group = read.groups[i]
    if (group === undefined) break
    digits += dialled(sheet.text, group, read.separators[i - 1])
    const bare = digits.slice(skip)
    if (bare.length > digitsMax) break
    const lengths = internationalLengths(bare)
    if (lengths !== undefined && bare.length >= lengths[0] && bare.length <= lengths[1])
      best = group.end
    if (bare.length >= digitsMin) reach = group.end
  }
  const isOne = skip > 0 && read.groups.length === 1
  const sure = isOne ? score.doubleZero : score.international
  if (best !== undefined) sheet.add('PHONE', start, best, sure, 'phone/e164')
  else if (reach !== undefined) sheet.add('PHONE', start, reach, score.oddLength, 'phone/plus')
}

/** `+44 (0)20 …`, `+49 (089) …`: the zero in brackets is not dialled from abroad. */
function dialled(text: string, group: DigitGroup, separator = ''): string {
  const digits = digitsOf(text, group)
  return separator.endsWith('(') ? digits.replace(/^0/, '') : digits
}

function judgeNational(sheet: Sheet, { groups, separators }: DigitGroups, at: number): void {
  const { text } = sheet
  const first = groups[at]
  // The sign of Japanese postcodes.
  if (at === 0 && text.charAt((first?.start ?? 0) - 1) === '〒') return
  if (first === undefined || (at > 0 && !/[ /]/.test(separators[at - 1] ?? ''))) return
  if (at === 0 && is(text.charCodeAt(first.start - 1), LETTER)) return
  let digits = ''
  let shape = ''
  for (let i = at; i < groups.length && i < at + groupsMax; i++) {
    const group = groups[i]
    if (group === undefined) return
    const size = group.end - group.start
    // A single digit stands in front (a trunk or country code) or nowhere.
    if (size < 2 && i > at) return
    digits += digitsOf(text, group)
    shape += i > at ? `-${size}` : size
    if (digits.length > digitsMax) return
    if (digits.length < digitsMin) continue
    // A shorter reading that stops in the middle of a number is no reading.
    if (i > at && i + 1 < groups.length && separators[i] === separators[i - 1]) continue
    const layout = layoutOf(text, first, digits, shape, separators.slice(at, i))
    if (layout === undefined) continue
    const isOpened = text.charAt(first.start - 1) === '(' && (separators[at] ?? '').startsWith(')')
    const start = isOpened ? first.start - 1 : first.start
    sheet.add('PHONE', start, group.end, score[layout], `phone/${layout}`)
  }
}

function layoutOf(
  text: string,
  first: DigitGroup,
  digits: string,
  shape: string,
  between: readonly string[],
): keyof typeof score | undefined {
  if (isDotted(shape, digits, between) || looksLikeDate(shape, digits)) return undefined
  // `1702921492.078` is a number with a fraction.
  if (between.length === 1 && between[0] === '.') return undefined
  if (text.charAt(first.start - 1) === '(' && (between[0] ?? '').startsWith(')')) return 'bracketed'
  if (digits.startsWith('0') && isTrunk(digits, shape) && between.length > 0) return 'trunkZero'
  const isPlanned = !digits.startsWith('0') && isEven(between)
  const plan = isPlanned ? layoutByPlan(shape, digits) : undefined
  return plan ?? bareOrGrouped(shape, digits)
}

/** Four parts of at most three digits with dots between: the address of a machine, or a version. */
function isDotted(shape: string, digits: string, between: readonly string[]): boolean {
  if (between.length !== 3 || between.some((separator) => separator !== '.')) return false
  return /^[1-3](-[1-3]){3}$/.test(shape) && !digits.startsWith('0')
}

/** One sign throughout, or a bracket or slash behind the area code. */
function isEven(between: readonly string[]): boolean {
  const rest = between.slice(1).filter((separator) => !/[()]/.test(separator))
  return rest.every((separator) => separator === (rest[0] ?? ''))
}

function isTrunk(digits: string, shape: string): boolean {
  return !digits.startsWith('000') && shape !== '3-2-4' && digits.length >= 9 && digits.length <= 12
}

function bareOrGrouped(shape: string, digits: string): 'bare' | 'epoch' | 'grouped' | undefined {
  if (!shape.includes('-')) {
    if (digits.length < 8) return undefined
    return isEpoch(digits) ? 'epoch' : 'bare'
  }
  return /(^|-)1(-|$)/.test(shape) ? undefined : 'grouped'
}

function isEpoch(digits: string): boolean {
  return /^1[5-9]\d{8}(?:\d{3})?$/.test(digits)
}

/** `2024-01-31`, `31.01.2024` and the same with a time behind. */
function looksLikeDate(shape: string, digits: string): boolean {
  return shape.startsWith('4')
    ? /^4-[12]-[12](-|$)/.test(shape) && /^(?:1[89]|2[0-6])/.test(digits)
    : /^[12]-[12]-4(-|$)/.test(shape)
}
