/** The dihedral check of J. Verhoeff (1969), which Aadhaar numbers end with: finds every wrong digit and every swap of neighbours. */
import { digitAt, isUniform } from './digits.ts'

/** Products in the dihedral group D5. */
function product(a: number, b: number): number {
  if (a < 5) return b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5)
  return b < 5 ? 5 + ((a - b + 5) % 5) : (a - b + 5) % 5
}

const permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

export function verhoeff(digits: string): boolean {
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    let digit = digitAt(digits, digits.length - 1 - place)
    for (let round = place % 8; round > 0; round--) digit = permutation[digit] ?? 0
    sum = product(sum, digit)
  }
  return sum === 0
}

/** Twelve digits, the first 2 to 9 (UIDAI). */
export function isAadhaar(digits: string): boolean {
  return /^[2-9]\d{11}$/.test(digits) && !isUniform(digits) && verhoeff(digits)
}
