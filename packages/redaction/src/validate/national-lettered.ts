/** Personal numbers with letters in them: upper case, separators removed. */
import { digitAt, isMonthDay, weighted } from './digits.ts'
import { modulo } from './iso7064.ts'

/** UK national insurance number: letters that are never used, prefixes that are never given, suffix A to D (HMRC NIM39110). */
export function isNino(text: string): boolean {
  if (!/^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/.test(text)) return false
  return !/^(BG|GB|KN|NK|NT|TN|ZZ)/.test(text)
}

/** Indian PAN: the fourth letter is the kind of holder (Income Tax Department). */
export function isPan(text: string): boolean {
  return /^[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]$/.test(text) && text.slice(5, 9) !== '0000'
}

const dniLetters = 'TRWAGMYFPDXBNJZSQVHLCKE'
/** Spanish DNI, and NIE with X, Y, Z for 0, 1, 2: rest by 23 (Real Decreto 1553/2005). */
export function isDni(text: string): boolean {
  if (!/^[\dXYZ]\d{7}[A-Z]$/.test(text)) return false
  const digits = text.slice(0, 8).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)))
  return dniLetters.charAt(Number(digits) % 23) === text.charAt(8)
}

const oddValues = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
]
/** Italian codice fiscale (DM 23/12/1976): letters may stand for digits where two people had the same code. */
export function isCodiceFiscale(text: string): boolean {
  const digit = '[\\dLMNPQRSTUV]'
  const shape = `^[A-Z]{6}${digit}{2}[ABCDEHLMPRST]${digit}{2}[A-Z]${digit}{3}[A-Z]$`
  if (!new RegExp(shape).test(text)) return false
  let sum = 0
  for (let i = 0; i < 15; i++) {
    const code = text.charCodeAt(i)
    const value = code >= 65 ? code - 65 : code - 48
    sum += i % 2 === 0 ? (oddValues[value] ?? 0) : value
  }
  return sum % 26 === text.charCodeAt(15) - 65
}

const hetuLetters = '0123456789ABCDEFHJKLMNPRSTUVWXY'
/** Finnish personal identity code: date, sign of the century, number, rest by 31. */
export function isHetu(text: string): boolean {
  if (!/^\d{6}[-+A-FU-Y]\d{3}[\dA-Y]$/.test(text)) return false
  if (!isMonthDay(Number(text.slice(2, 4)), Number(text.slice(0, 2)))) return false
  const rest = modulo(text.slice(0, 6) + text.slice(7, 10), 31)
  return hetuLetters.charAt(rest) === text.charAt(10)
}

/** Singapore NRIC and FIN: seven digits with a weighted check letter by series. */
export function isNric(text: string): boolean {
  if (!/^[STFG]\d{7}[A-Z]$/.test(text)) return false
  const isLate = 'TG'.includes(text.charAt(0))
  const rest = (weighted(text.slice(1), [2, 7, 6, 5, 4, 3, 2]) + (isLate ? 4 : 0)) % 11
  const letters = 'ST'.includes(text.charAt(0)) ? 'JZIHGFEDCBA' : 'XWUTRQPNMLK'
  return letters.charAt(rest) === text.charAt(8)
}

const curpValues = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ'
/** Mexican CURP: name letters, date, sex, state, consonants, check digit. */
export function isCurp(text: string): boolean {
  if (!/^[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[A-Z\d]\d$/.test(text))
    return false
  let sum = 0
  for (let i = 0; i < 17; i++) sum += curpValues.indexOf(text.charAt(i)) * (18 - i)
  return (10 - (sum % 10)) % 10 === digitAt(text, 17)
}

/** Chilean RUT: weights 2 to 7 from the right, modulo 11, K for ten. */
export function isRut(text: string): boolean {
  if (!/^[1-9]\d{6,7}[\dK]$/.test(text)) return false
  let sum = 0
  for (let i = text.length - 2, weight = 2; i >= 0; i--, weight = weight === 7 ? 2 : weight + 1)
    sum += digitAt(text, i) * weight
  return '0K987654321'.charAt(sum % 11) === text.charAt(text.length - 1)
}
