/** Which digits may be a payment card: issuer prefixes and lengths of the networks in use (ISO/IEC 7812 ranges as published by the networks). */

interface CardRange {
  readonly low: number
  readonly high: number
  readonly lengths: readonly number[]
  /** The range holds so many numbers that are no cards that it counts for little by itself. */
  readonly weak?: true
}

export const cardDigitsMin = 12
export const cardDigitsMax = 19
/** Digits that tell every network apart. */
const headDigits = 4

const from14 = [14, 15, 16, 17, 18, 19]
const from16 = [16, 17, 18, 19]
const all = [12, 13, ...from14]
const ranges: readonly CardRange[] = [
  { low: 4000, high: 4999, lengths: [13, 16, 19] },
  { low: 5100, high: 5599, lengths: [16] },
  { low: 2221, high: 2720, lengths: [16] },
  { low: 3400, high: 3499, lengths: [15] },
  { low: 3700, high: 3799, lengths: [15] },
  { low: 3000, high: 3059, lengths: from14 },
  { low: 3600, high: 3699, lengths: from14 },
  { low: 3800, high: 3999, lengths: from14 },
  { low: 6011, high: 6011, lengths: from16 },
  { low: 6440, high: 6599, lengths: from16 },
  { low: 3528, high: 3589, lengths: from16 },
  { low: 6200, high: 6299, lengths: from16 },
  { low: 2200, high: 2204, lengths: from16 },
  { low: 6000, high: 6099, lengths: [16], weak: true },
  { low: 8100, high: 8299, lengths: [16], weak: true },
  { low: 5080, high: 5089, lengths: [16], weak: true },
  { low: 5000, high: 5099, lengths: all, weak: true },
  { low: 5600, high: 6999, lengths: all, weak: true },
]

/** How well the leading digits and the length fit a network. */
export function cardPrefix(digits: string): 'strong' | 'weak' | undefined {
  const head = Number(digits.slice(0, headDigits))
  let best: 'weak' | undefined
  for (const range of ranges) {
    if (head < range.low || head > range.high || !range.lengths.includes(digits.length)) continue
    if (range.weak === undefined) return 'strong'
    best = 'weak'
  }
  return best
}
