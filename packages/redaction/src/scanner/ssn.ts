/** US social security numbers: 3-2-4 with one separator, or nine digits where a key or word says so. */
import type { Sheet } from '../sheet.ts'
import { ssnAssignable } from '../validate/ssn.ts'
import { type DigitGroups, digitsOf } from './digit-groups.ts'

const dashed = 0.6
const spaced = 0.3
const bare = 0.05
/** Numbers never assigned may still be somebody's typing error. */
const unassignable = 0.35

export function judgeSsn(sheet: Sheet, { groups, separators }: DigitGroups): void {
  for (let i = 0; i < groups.length; i++) {
    const found = readSsn(sheet.text, groups, separators, i)
    if (found === undefined) continue
    const passes = ssnAssignable(found.digits)
    sheet.add(
      'US_SSN',
      found.start,
      found.end,
      found.base - (passes ? 0 : unassignable),
      passes ? 'us-ssn/assignable' : 'us-ssn',
    )
  }
}

function readSsn(
  text: string,
  groups: DigitGroups['groups'],
  separators: readonly string[],
  at: number,
): { start: number; end: number; digits: string; base: number } | undefined {
  const [a, b, c] = [groups[at], groups[at + 1], groups[at + 2]]
  if (a === undefined) return undefined
  if (groups.length === 1 && a.end - a.start === 9)
    return { start: a.start, end: a.end, digits: digitsOf(text, a), base: bare }
  if (b === undefined || c === undefined) return undefined
  const isShape = a.end - a.start === 3 && b.end - b.start === 2 && c.end - c.start === 4
  const separator = separators[at]
  if (!isShape || separator !== separators[at + 1]) return undefined
  if (separators[at - 1] === separator || separators[at + 2] === separator) return undefined
  if (separator !== '-' && separator !== ' ' && separator !== '.') return undefined
  const digits = digitsOf(text, a) + digitsOf(text, b) + digitsOf(text, c)
  return { start: a.start, end: c.end, digits, base: separator === '-' ? dashed : spaced }
}
