/** Which digits may be a payment card: issuer prefixes and lengths of the networks in use (ISO/IEC 7812 ranges as published by the networks). */

interface CardRange {
  readonly low: number
  readonly high: number
  readonly lengths: readonly number[]
  /** The range holds so many numbers that are no cards that it counts for little by itself. */
  readonly weak?: true
}

const from16 = [16, 17, 18, 19]
const ranges: readonly CardRange[] = [
  { low: 4, high: 4, lengths: [13, 16, 19] },
  { low: 51, high: 55, lengths: [16] },
  { low: 2221, high: 2720, lengths: [16] },
  { low: 34, high: 34, lengths: [15] },
  { low: 37, high: 37, lengths: [15] },
  { low: 300, high: 305, lengths: [14, 15, 16, 17, 18, 19] },
  { low: 36, high: 36, lengths: [14, 15, 16, 17, 18, 19] },
  { low: 38, high: 39, lengths: [14, 15, 16, 17, 18, 19] },
  { low: 6011, high: 6011, lengths: from16 },
  { low: 644, high: 649, lengths: from16 },
  { low: 65, high: 65, lengths: from16 },
  { low: 3528, high: 3589, lengths: from16 },
  { low: 62, high: 62, lengths: from16 },
  { low: 2200, high: 2204, lengths: from16 },
  { low: 60, high: 60, lengths: [16], weak: true },
  { low: 81, high: 82, lengths: [16], weak: true },
  { low: 508, high: 508, lengths: [16], weak: true },
  { low: 50, high: 50, lengths: [12, 13, 14, 15, 16, 17, 18, 19], weak: true },
  { low: 56, high: 69, lengths: [12, 13, 14, 15, 16, 17, 18, 19], weak: true },
]

export const cardDigitsMin = 12
export const cardDigitsMax = 19

/** How well the leading digits and the length fit a network. */
export function cardPrefix(digits: string): 'strong' | 'weak' | undefined {
  let best: 'weak' | undefined
  for (const range of ranges) {
    const head = Number(digits.slice(0, String(range.low).length))
    if (head < range.low || head > range.high || !range.lengths.includes(digits.length)) continue
    if (range.weak === undefined) return 'strong'
    best = 'weak'
  }
  return best
}
