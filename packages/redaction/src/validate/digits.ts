/** What check digit schemes share: digits of a text as numbers, and sums under weights. */

/** The digit at a place; the text holds ASCII digits only. */
export function digitAt(digits: string, index: number): number {
  return digits.charCodeAt(index) - 48
}

/** Each digit times its weight, added up; digits beyond the weights do not count. */
export function weighted(digits: string, weights: readonly number[]): number {
  let sum = 0
  for (const [index, weight] of weights.entries()) sum += digitAt(digits, index) * weight
  return sum
}

/** One digit all along: passes many checks and belongs to nobody. */
export function isUniform(digits: string): boolean {
  for (let i = 1; i < digits.length; i++)
    if (digits.charCodeAt(i) !== digits.charCodeAt(0)) return false
  return true
}

/** A day of a month as these numbers write it, two digits each; no month has more than its days, February 29 of them. */
export function isMonthDay(month: number, day: number): boolean {
  const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  return days !== undefined && day >= 1 && day <= days
}
