/** Reads digits and the separators between them once, for every numeric type to judge: cards, phones, addresses of machines, social security numbers. */
import { DIGIT, is, JOINT, skip } from '../chars.ts'

/** Longest stretch read at once, in characters: a card of 19 digits with a separator after each. */
const reachMax = 44
/** A stretch that was cut is read again from about its middle, so that nothing is lost at the seam. */
const overlap = 22

export interface DigitGroup {
  readonly start: number
  readonly end: number
}

export interface DigitGroups {
  readonly groups: readonly DigitGroup[]
  /** Text between group i and i + 1. */
  readonly separators: readonly string[]
  /** Where the main loop goes on. */
  readonly resume: number
}

/** Where the digits end that go on behind the group which ends at `firstEnd`; beyond the reach it does not matter where. */
export function groupsEnd(text: string, firstEnd: number): number {
  let end = firstEnd
  while (end - firstEnd < reachMax) {
    const next = afterSeparator(text, end)
    if (next < 0) break
    end = skip(text, next, DIGIT, reachMax)
  }
  return end
}

export function readDigitGroups(text: string, at: number): DigitGroups {
  const groups: DigitGroup[] = []
  const separators: string[] = []
  const limit = at + reachMax
  let i = at
  for (;;) {
    const start = i
    while (i < text.length && is(text.charCodeAt(i), DIGIT)) i++
    groups.push({ start, end: i })
    const next = afterSeparator(text, i)
    if (next < 0 || next > limit) break
    separators.push(text.slice(i, next))
    i = next
  }
  const last = groups[groups.length - 1]
  const wasCut = last !== undefined && afterSeparator(text, last.end) >= 0
  const seam = groups.find((group) => group.start >= at + overlap)
  return { groups, separators, resume: wasCut && seam !== undefined ? seam.start : i }
}

/** Position of the digit behind one separator (`-`, `.`, `/`, space, or brackets with a space beside them), or -1. */
function afterSeparator(text: string, at: number): number {
  let i = at
  while (i - at < 3 && is(text.charCodeAt(i), JOINT)) i++
  return i > at && is(text.charCodeAt(i), DIGIT) ? i : -1
}

export function digitsOf(text: string, group: DigitGroup): string {
  return text.slice(group.start, group.end)
}
