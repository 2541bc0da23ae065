/** Numbers of the United States: social security and taxpayer numbers, bank routing numbers, health care providers. */
import { isUniform, weighted } from './digits.ts'
import { luhn } from './luhn.ts'

/** What the administration never assigns (SSA, "Social Security Number Randomization"). */
export function ssnAssignable(digits: string): boolean {
  const area = digits.slice(0, 3)
  if (digits.length !== 9 || area === '000' || area === '666' || area.startsWith('9')) return false
  return digits.slice(3, 5) !== '00' && digits.slice(5) !== '0000'
}

/** Taxpayers without a social security number: nine hundreds, and the groups in use (IRS Publication 4757). */
export function isItin(digits: string): boolean {
  if (!/^9\d{8}$/.test(digits)) return false
  const group = Number(digits.slice(3, 5))
  if (group >= 50 && group <= 65) return true
  return (group >= 70 && group <= 88) || (group >= 90 && group <= 92) || group >= 94
}

/** ABA routing numbers: Federal Reserve prefixes (00–12, 21–32, 61–72, 80) and the weights 3 7 1. */
export function isRouting(digits: string): boolean {
  if (!/^(0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)\d{7}$/.test(digits)) return false
  return weighted(digits, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0 && !isUniform(digits)
}

/** National provider identifier: ten digits, first 1 or 2, Luhn with the prefix of US health care behind ISO 7812 (45 CFR 162.406). */
export function isNpi(digits: string): boolean {
  return /^[12]\d{9}$/.test(digits) && luhn(`80840${digits}`)
}
