/** Personal numbers of Europe by digits alone, as their authorities define them: length, date inside, check digits. */
import { digitAt, isMonthDay, isUniform, weighted } from './digits.ts'
import { mod11_10, modulo } from './iso7064.ts'
import { luhn } from './luhn.ts'

/** UK NHS number: ten digits, weights 10 to 2, modulo 11 (NHS Data Dictionary). */
export function isNhs(digits: string): boolean {
  if (!/^\d{10}$/.test(digits) || isUniform(digits)) return false
  const check = (11 - (weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11
  return check === digitAt(digits, 9)
}

/** German tax id (§ 139b AO): eleven digits, the first not 0, ISO 7064 MOD 11,10. */
export function isGermanTaxId(digits: string): boolean {
  return /^[1-9]\d{10}$/.test(digits) && !isUniform(digits) && mod11_10(digits)
}

/** Of the first ten digits of a German tax id one occurs twice or three times, the others at most once. */
export function hasTaxIdDigits(digits: string): boolean {
  const counts = [...'0123456789'].map((digit) => digits.slice(0, 10).split(digit).length - 1)
  return counts.filter((count) => count > 1).length === 1 && Math.max(...counts) <= 3
}

/** French NIR (INSEE): sex, year, month, department, commune, order, and 97 minus the rest of all that; Corsica counts as 19 and 18. */
export function isNir(text: string): boolean {
  const parts = /^[1-478]\d\d(\d\d)(\d\d|2[AB])\d{6}(\d\d)$/.exec(text.toUpperCase())
  if (parts === null) return false
  const month = Number(parts[1])
  if (!((month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50)) return false
  const digits = text.slice(0, 13).toUpperCase().replace('2A', '19').replace('2B', '18')
  return 97 - modulo(digits, 97) === Number(parts[3])
}

/** Dutch BSN: nine digits, weights 9 to 2 and −1, modulo 11. */
export function isBsn(digits: string): boolean {
  if (!/^\d{9}$/.test(digits) || isUniform(digits)) return false
  return weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0
}

/** Polish PESEL: date of birth with the century in the month, weights 1 3 7 9, modulo 10. */
export function isPesel(digits: string): boolean {
  if (!/^\d{11}$/.test(digits)) return false
  if (!isMonthDay(Number(digits.slice(2, 4)) % 20, Number(digits.slice(4, 6)))) return false
  return weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0
}

/** Swedish personnummer or samordningsnummer (day + 60): ten or twelve digits, Luhn over the last ten. */
export function isPersonnummer(digits: string): boolean {
  if (!/^(?:(?:19|20)\d\d|\d\d)\d{8}$/.test(digits)) return false
  const ten = digits.slice(-10)
  const day = Number(ten.slice(4, 6))
  return isMonthDay(Number(ten.slice(2, 4)), day > 60 ? day - 60 : day) && luhn(ten)
}

/** Norwegian fødselsnummer: date and two check digits modulo 11; D-numbers add 40 to the day. */
export function isFodselsnummer(digits: string): boolean {
  if (!/^\d{11}$/.test(digits)) return false
  const day = Number(digits.slice(0, 2)) % 40
  if (!isMonthDay(Number(digits.slice(2, 4)) % 40, day)) return false
  const first = weighted(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1])
  return first % 11 === 0 && weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
}

/** Danish CPR: a date and four digits; check digits ended in 2007. */
export function isCpr(digits: string): boolean {
  if (!/^\d{10}$/.test(digits)) return false
  return isMonthDay(Number(digits.slice(2, 4)), Number(digits.slice(0, 2)))
}

/** Belgian national number: date, counter, 97 minus the rest; who was born from 2000 on has a 2 in front. */
export function isBelgian(digits: string): boolean {
  if (!/^\d{11}$/.test(digits) || isUniform(digits)) return false
  if (Number(digits.slice(2, 4)) % 20 > 12 || Number(digits.slice(4, 6)) > 31) return false
  const check = Number(digits.slice(9))
  const body = digits.slice(0, 9)
  return 97 - modulo(body, 97) === check || 97 - modulo(`2${body}`, 97) === check
}

/** Swiss AHV number: 756 and the check digit of EAN-13. */
export function isAhv(digits: string): boolean {
  if (!/^756\d{10}$/.test(digits)) return false
  return weighted(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0
}

/** Portuguese NIF: weights 9 to 2, modulo 11. */
export function isPortuguese(digits: string): boolean {
  if (!/^[1-356789]\d{8}$/.test(digits) || isUniform(digits)) return false
  const rest = weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11
  return (rest < 2 ? 0 : 11 - rest) === digitAt(digits, 8)
}

/** Czech and Slovak birth numbers of ten digits: date (women: month + 50), divisible by 11. */
export function isBirthNumber(digits: string): boolean {
  if (!/^\d{10}$/.test(digits)) return false
  const month = (Number(digits.slice(2, 4)) % 50) % 20
  return isMonthDay(month, Number(digits.slice(4, 6))) && modulo(digits, 11) === 0
}

/** Romanian CNP: thirteen digits with a date and a weighted check digit. */
export function isCnp(digits: string): boolean {
  if (!/^[1-9]\d{12}$/.test(digits)) return false
  if (!isMonthDay(Number(digits.slice(3, 5)), Number(digits.slice(5, 7)))) return false
  const rest = weighted(digits, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11
  return (rest === 10 ? 1 : rest) === digitAt(digits, 12)
}
