/** Reads digits and the separators between them once, for every numeric type to judge: cards, phones, addresses of machines, social security numbers. */
import { DIGIT, is } from '../chars.ts'

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
  while (i < text.length && i - at < 3 && ' -.()/'.includes(text.charAt(i))) i++
  return i > at && i < text.length && is(text.charCodeAt(i), DIGIT) ? i : -1
}

export function digitsOf(text: string, group: DigitGroup): string {
  return text.slice(group.start, group.end)
}
