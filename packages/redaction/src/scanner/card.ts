/** Payment cards: any run of digit groups that adds up to a card's length, judged by prefix, check digit and grouping. */
import type { Sheet } from '../sheet.ts'
import { cardDigitsMax, cardDigitsMin, cardPrefix } from '../validate/card-prefix.ts'
import { luhn } from '../validate/luhn.ts'
import { type DigitGroup, type DigitGroups, digitsOf } from './digit-groups.ts'

const base = 0.3
const checked = 0.5
/** Prefixes that say little, and groupings that no card is printed in. */
const weakPrefix = 0.15
const oddGrouping = 0.15
const looseForm = 0.2

export function judgeCard(sheet: Sheet, { groups, separators }: DigitGroups): void {
  for (let i = 0; i < groups.length; i++) {
    const first = groups[i]
    if (first === undefined || isShort(first) || isFraction(separators, groups, i)) continue
    let digits = ''
    for (let j = i; j < groups.length; j++) {
      const last = groups[j]
      if (last === undefined || (j > i && !joins(separators[j - 1], separators[i]))) break
      // The last group may hold what is left over; before it no card has a single digit.
      if (j > i + 1 && isShort(groups[j - 1])) break
      digits += digitsOf(sheet.text, last)
      if (digits.length > cardDigitsMax) break
      if (digits.length < cardDigitsMin) continue
      const prefix = cardPrefix(digits)
      if (prefix === undefined) continue
      const passes = luhn(digits)
      const score =
        base +
        (passes ? checked : 0) -
        (prefix === 'weak' ? weakPrefix : 0) -
        (isLoose(prefix, i === j, digits.length) ? looseForm : 0) -
        (isPrinted(groups.slice(i, j + 1)) ? 0 : oddGrouping)
      sheet.add('CARD', first.start, last.end, score, passes ? 'card/luhn' : 'card')
    }
  }
}

/** Twelve or thirteen digits in one piece behind a prefix that says little are as likely an account or an article. */
function isLoose(prefix: 'strong' | 'weak', isOnePiece: boolean, digits: number): boolean {
  return prefix === 'weak' && isOnePiece && digits < 14
}

function isShort(group: DigitGroup | undefined): boolean {
  return group === undefined || group.end - group.start < 2
}

/** One kind of separator throughout, and none that a card is never written with. */
function joins(separator: string | undefined, first: string | undefined): boolean {
  return separator === first && (separator === ' ' || separator === '-' || separator === '.')
}

/** In one piece, in fours, or as American Express and Diners print theirs. */
function isPrinted(groups: readonly DigitGroup[]): boolean {
  const sizes = groups.map((group) => group.end - group.start).join('-')
  return /^(\d\d|4-4-4-[1-4]|4-4-4-4-[1-3]|4-6-[45])$/.test(sizes)
}

/** The digits behind a decimal point. */
function isFraction(
  separators: readonly string[],
  groups: readonly DigitGroup[],
  at: number,
): boolean {
  const before = groups[at - 1]
  return before !== undefined && separators[at - 1] === '.' && before.end - before.start <= 3
}
