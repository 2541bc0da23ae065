/** Numbers with their check digits, after the standards and laws that define them. Independent of the engine's validators. */
import { createHash } from 'node:crypto'
import type { Chance } from './chance.ts'

const sum = (digits: string, weights: readonly number[]) =>
  weights.reduce((total, weight, i) => total + weight * Number(digits.charAt(i)), 0)

/** ISO/IEC 7812: the digit that makes the number valid. */
export function withLuhn(body: string): string {
  let total = 0
  for (let i = 0; i < body.length; i++) {
    const digit = Number(body.charAt(body.length - 1 - i)) * (i % 2 === 0 ? 2 : 1)
    total += digit > 9 ? digit - 9 : digit
  }
  return body + String((10 - (total % 10)) % 10)
}

export function card(chance: Chance): string {
  const prefix = chance.one([
    '4',
    '51',
    '53',
    '55',
    '2223',
    '2720',
    '34',
    '37',
    '6011',
    '65',
    '3530',
    '36',
    '5018',
    '6304',
  ])
  const length = prefix === '34' || prefix === '37' ? 15 : prefix === '36' ? 14 : 16
  return withLuhn(prefix + chance.digits(length - prefix.length - 1))
}

export function grouped(digits: string, sizes: readonly number[], separator: string): string {
  const groups: string[] = []
  let at = 0
  for (const size of sizes) {
    groups.push(digits.slice(at, at + size))
    at += size
  }
  return groups.join(separator)
}

export function cardWritten(chance: Chance, digits: string): string {
  const separator = chance.one([' ', '-', '', ''])
  const sizes = digits.length === 15 ? [4, 6, 5] : digits.length === 14 ? [4, 6, 4] : [4, 4, 4, 4]
  return grouped(digits, sizes, separator)
}

/** Country, and what its BBAN looks like (ISO 13616 registry). */
const ibans = [
  'DE##################',
  'FR##########%%%%%%%%%%%##',
  'GB@@@@##############',
  'NL@@@@##########',
  'ES####################',
  'IT@##########%%%%%%%%%%%%',
  'PL########################',
  'SE####################',
  'BE############',
  'CH#####%%%%%%%%%%%%',
  'AT################',
  'PT#####################',
  'NO###########',
  'DK##############',
  'CZ####################',
  'AE###################',
  'SA##%%%%%%%%%%%%%%%%%%',
]

export function iban(chance: Chance): string {
  const shape = chance.one(ibans)
  const country = shape.slice(0, 2)
  const bban = chance.shaped(shape.slice(2))
  return country + ibanCheck(country, bban) + bban
}

function ibanCheck(country: string, bban: string): string {
  const digits = [...`${bban}${country}00`].map((sign) => Number.parseInt(sign, 36)).join('')
  return String(98n - (BigInt(digits) % 97n)).padStart(2, '0')
}

export const ssn = (chance: Chance) =>
  `${chance.one(['2', '3', '4', '5'])}${chance.digits(2)}-${chance.between(10, 99)}-${chance.between(1000, 9999)}`
export const itin = (chance: Chance) =>
  `9${chance.digits(2)}-${chance.between(70, 88)}-${chance.between(1000, 9999)}`

/** Weights 3 7 1 over nine digits, Federal Reserve districts 01 to 12. */
export function routing(chance: Chance): string {
  const body = String(chance.between(1, 12)).padStart(2, '0') + chance.digits(6)
  return body + String((10 - (sum(body, [3, 7, 1, 3, 7, 1, 3, 7]) % 10)) % 10)
}

/** Luhn with the prefix 80840 of US health cards. */
export const npi = (chance: Chance) =>
  withLuhn(`80840${chance.one(['1', '2'])}${chance.digits(8)}`).slice(5)

/** A number whose last digit may not exist: tried until it does. */
function until(make: () => string | undefined): string {
  for (;;) {
    const made = make()
    if (made !== undefined) return made
  }
}

export const nhs = (chance: Chance) =>
  until(() => {
    const body = chance.number(9)
    const check = (11 - (sum(body, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11
    return check === 10 ? undefined : grouped(`${body}${check}`, [3, 3, 4], ' ')
  })
export const nino = (chance: Chance) =>
  `${chance.one(['AB', 'CE', 'HJ', 'JR', 'PW', 'SK', 'WM', 'YZ'])}${chance.digits(6)}${chance.one(['A', 'B', 'C', 'D'])}`
export const sin = (chance: Chance) =>
  grouped(withLuhn(`${chance.between(1, 7)}${chance.digits(7)}`), [3, 3, 3], ' ')
export const tfn = (chance: Chance) =>
  until(() => {
    const body = chance.number(9)
    return sum(body, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0
      ? grouped(body, [3, 3, 3], ' ')
      : undefined
  })
export const bsn = (chance: Chance) =>
  until(() => {
    const body = chance.number(9)
    return sum(body, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 ? body : undefined
  })
export const nir = (chance: Chance) => {
  const body = `${chance.one(['1', '2'])}${chance.digits(2)}${String(chance.between(1, 12)).padStart(2, '0')}${chance.between(10, 95)}${chance.digits(6)}`
  return body + String(97 - Number(BigInt(body) % 97n)).padStart(2, '0')
}
export const dni = (chance: Chance) => {
  const body = chance.number(8)
  return body + 'TRWAGMYFPDXBNJZSQVHLCKE'.charAt(Number(body) % 23)
}
export const pesel = (chance: Chance) => {
  const body = `${chance.between(60, 99)}${String(chance.between(1, 12)).padStart(2, '0')}${String(chance.between(1, 28)).padStart(2, '0')}${chance.digits(4)}`
  return body + String((10 - (sum(body, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10)
}
export const cpf = (chance: Chance) => {
  const digit = (body: string) => {
    const total = [...body].reduce((all, sign, i) => all + Number(sign) * (body.length + 1 - i), 0)
    return body + String(total % 11 < 2 ? 0 : 11 - (total % 11))
  }
  const all = digit(digit(chance.number(9)))
  return `${grouped(all.slice(0, 9), [3, 3, 3], '.')}-${all.slice(9)}`
}
/** ISO 7064 mod 11,10 over ten digits, one of which stands twice. */
export const deTax = (chance: Chance) =>
  until(() => {
    const nine = chance.shuffled([...'0123456789']).slice(1)
    const ten = chance.shuffled([...nine, nine[0]]).join('')
    if (ten.startsWith('0')) return undefined
    let product = 10
    for (const sign of ten) product = (((Number(sign) + product) % 10 || 10) * 2) % 11
    return ten + String((11 - product) % 10)
  })
const pnrDay = (chance: Chance) =>
  `${chance.between(50, 99)}${String(chance.between(1, 12)).padStart(2, '0')}${String(chance.between(1, 28)).padStart(2, '0')}`
export const personnummer = (chance: Chance) => {
  const day = pnrDay(chance)
  return `${day}-${withLuhn(day + chance.digits(3)).slice(6)}`
}
export const hetu = (chance: Chance) => {
  const day = `${String(chance.between(1, 28)).padStart(2, '0')}${String(chance.between(1, 12)).padStart(2, '0')}${chance.between(50, 99)}`
  const serial = String(chance.between(2, 899)).padStart(3, '0')
  return `${day}-${serial}${'0123456789ABCDEFHJKLMNPRSTUVWXY'.charAt(Number(day + serial) % 31)}`
}
export const pan = (chance: Chance) =>
  `${chance.upper(3)}P${chance.upper(1)}${chance.number(4)}${chance.upper(1)}`

const times = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
]
const turns = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
]
/** Verhoeff's dihedral scheme over eleven digits. */
export const aadhaar = (chance: Chance) => {
  const body = chance.from('23456789', 1) + chance.digits(10)
  let state = 0
  for (let i = 0; i < body.length; i++) {
    const digit = Number(body.charAt(body.length - 1 - i))
    state = Number(times[state]?.charAt(Number(turns[(i + 1) % 8]?.charAt(digit))))
  }
  const check = [...'0123456789'].find((digit) => times[state]?.charAt(Number(digit)) === '0')
  return grouped(body + check, [4, 4, 4], ' ')
}

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest()
/** Base58Check of twenty bytes under Bitcoin's version 0. */
export const bitcoin = (chance: Chance) => {
  const body = Buffer.from(`00${chance.hex(40)}`, 'hex')
  const all = Buffer.concat([body, sha(sha(body)).subarray(0, 4)])
  let value = BigInt(`0x${all.toString('hex')}`)
  let text = ''
  for (; value > 0n; value /= 58n) text = base58.charAt(Number(value % 58n)) + text
  return `1${text}`
}
export const ether = (chance: Chance) => `0x${chance.hex(40)}`
