/** The check systems of ISO/IEC 7064 that national numbers use. */
import { digitAt } from './digits.ts'

/** MOD 11,10 over digits, the last of them the check digit: German and Croatian numbers. */
export function mod11_10(digits: string): boolean {
  let product = 10
  for (let i = 0; i < digits.length - 1; i++) {
    const sum = (digitAt(digits, i) + product) % 10 || 10
    product = (sum * 2) % 11
  }
  return (11 - product) % 10 === digitAt(digits, digits.length - 1)
}

/** MOD 11-2; the check character may be an X for ten: Chinese resident numbers. */
export function mod11_2(text: string): boolean {
  let sum = 0
  for (let i = 0; i < text.length; i++) {
    const value = text.charAt(i) === 'X' ? 10 : digitAt(text, i)
    sum = (sum * 2 + value) % 11
  }
  return sum === 1
}

/** Rest of a long number of digits. */
export function modulo(digits: string, by: number): number {
  let rest = 0
  for (let i = 0; i < digits.length; i++) rest = (rest * 10 + digitAt(digits, i)) % by
  return rest
}
