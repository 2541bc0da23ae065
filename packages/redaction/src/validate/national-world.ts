/** Personal and tax numbers outside Europe by digits alone: length, date inside, check digits. */
import { digitAt, isMonthDay, isUniform, weighted } from './digits.ts'
import { mod11_2 } from './iso7064.ts'
import { luhn } from './luhn.ts'

/** Canadian SIN: nine digits, Luhn; no number begins with 8. */
export function isSin(digits: string): boolean {
  return /^[0-79]\d{8}$/.test(digits) && !isUniform(digits) && luhn(digits)
}

/** Australian tax file number: weights 1 4 3 7 5 8 6 9 10, modulo 11. */
export function isTfn(digits: string): boolean {
  if (!/^\d{9}$/.test(digits) || isUniform(digits)) return false
  return weighted(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0
}

/** Australian Medicare card: first digit 2 to 6, check digit in the ninth place, then the card's issue. */
export function isMedicare(digits: string): boolean {
  if (!/^[2-6]\d{8}[1-9]\d?$/.test(digits)) return false
  return weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === digitAt(digits, 8)
}

/** Brazilian CPF: two check digits modulo 11. */
export function isCpf(digits: string): boolean {
  if (!/^\d{11}$/.test(digits) || isUniform(digits)) return false
  return endsRight(digits, 9) && endsRight(digits, 10)
}

/** Brazilian CNPJ: the same with weights that go from 2 to 9 and begin again. */
export function isCnpj(digits: string): boolean {
  if (!/^\d{14}$/.test(digits) || isUniform(digits)) return false
  return endsRight(digits, 12, 9) && endsRight(digits, 13, 9)
}

/** The digit at `place` is the check of those before it, weighted from the right with 2, 3, … up to `top`. */
function endsRight(digits: string, place: number, top = 99): boolean {
  let sum = 0
  for (let i = place - 1, weight = 2; i >= 0; i--, weight = weight === top ? 2 : weight + 1)
    sum += digitAt(digits, i) * weight
  const rest = sum % 11
  return (rest < 2 ? 0 : 11 - rest) === digitAt(digits, place)
}

/** Chinese resident number (GB 11643): region, date of birth, order, ISO 7064 MOD 11-2. */
export function isResident(text: string): boolean {
  const upper = text.toUpperCase()
  if (!/^[1-9]\d{5}(?:19|20)\d{9}[\dX]$/.test(upper)) return false
  if (!isMonthDay(Number(upper.slice(10, 12)), Number(upper.slice(12, 14)))) return false
  return mod11_2(upper)
}

/** Korean resident registration number: date, sex and century digit; check digits ended in 2020. */
export function isRrn(digits: string): boolean {
  if (!/^\d{6}[1-8]\d{6}$/.test(digits)) return false
  return isMonthDay(Number(digits.slice(2, 4)), Number(digits.slice(4, 6)))
}

/** Japanese My Number: twelve digits, weights 6 5 4 3 2 7 6 5 4 3 2, modulo 11. */
export function isMyNumber(digits: string): boolean {
  if (!/^\d{12}$/.test(digits) || isUniform(digits)) return false
  const rest = weighted(digits, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
  return (rest < 2 ? 0 : 11 - rest) === digitAt(digits, 11)
}

/** Turkish identity number: eleven digits, the last two are checks. */
export function isTurkish(digits: string): boolean {
  if (!/^[1-9]\d{10}$/.test(digits) || isUniform(digits)) return false
  const odd = weighted(digits, [1, 0, 1, 0, 1, 0, 1, 0, 1])
  const even = weighted(digits, [0, 1, 0, 1, 0, 1, 0, 1])
  if ((((odd * 7 - even) % 10) + 10) % 10 !== digitAt(digits, 9)) return false
  return (odd + even + digitAt(digits, 9)) % 10 === digitAt(digits, 10)
}

/** South African identity number: date, order, citizenship, Luhn. */
export function isSouthAfrican(digits: string): boolean {
  if (!/^\d{10}[012]\d\d$/.test(digits)) return false
  return isMonthDay(Number(digits.slice(2, 4)), Number(digits.slice(4, 6))) && luhn(digits)
}

/** Israeli identity number: nine digits, Luhn. */
export function isIsraeli(digits: string): boolean {
  return /^\d{9}$/.test(digits) && !isUniform(digits) && luhn(digits)
}
