/** Addresses of public ledgers: found by their shape, kept by their check sum. */
import { ALNUM, DIGIT, HEX_LOWER, HEX_UPPER, is, skip, skipBack } from '../chars.ts'
import type { Sheet } from '../sheet.ts'
import { ethereumCheck, isBase58Check, isBech32 } from '../validate/crypto-address.ts'

const checked = 0.95
/** All capitals or none: an address without a check sum. Contracts are written so as well. */
const uncased = 0.7
/** Capitals that spell another sum: a typing error, or random hex. */
const wrong = 0.45
const hexChars = 42
const base58Min = 26
const base58Max = 35
const bech32Max = 90
const bech32Min = 14
/** Readable parts of bech32 addresses: Bitcoin and its test nets, Litecoin, Cardano, Cosmos and their like. */
export const bech32Heads = ['bc1', 'tb1', 'bcrt1', 'ltc1', 'addr1', 'cosmos1', 'osmo1', 'bnb1']

/** `at` is the 0 of `0x`. Returns the end of the address, or `at`. */
export function scanHexAddress(sheet: Sheet, at: number): number {
  const { text } = sheet
  const end = skip(text, at + 2, DIGIT | HEX_LOWER | HEX_UPPER, hexChars)
  sheet.work += end - at
  if (end - at !== hexChars || isInWord(text, at, end)) return at
  const check = ethereumCheck(text.slice(at, end))
  const base = check === 'capitals' ? checked : check === 'one-case' ? uncased : wrong
  sheet.add('CRYPTO_ADDRESS', at, end, base, `ethereum/${check ?? 'hex'}`)
  return end
}

/** `at` is the first digit of a word. Returns the word's end when it is an address, or `at`. */
export function scanBase58(sheet: Sheet, at: number): number {
  const { text } = sheet
  if (at < sheet.wordUntil) return at
  const start = skipBack(text, at, ALNUM, base58Max)
  const end = skip(text, at, ALNUM, base58Max)
  sheet.work += end - start
  const length = end - start
  sheet.wordUntil = end
  if (length < base58Min || length > base58Max || isInWord(text, start, end)) return at
  const word = text.slice(start, end)
  if (!/[a-z]/.test(word) || !/[A-Z]/.test(word) || !isBase58Check(word)) return at
  sheet.add('CRYPTO_ADDRESS', start, end, checked, 'base58check')
  return end
}

/** `start` is where the readable part begins. */
export function scanBech32(sheet: Sheet, start: number): number {
  const { text } = sheet
  const end = skip(text, start, ALNUM, bech32Max + 1)
  sheet.work += end - start
  if (end - start < bech32Min || end - start > bech32Max + 1 || isInWord(text, start, end)) return 0
  if (!isBech32(text.slice(start, end))) return 0
  sheet.add('CRYPTO_ADDRESS', start, end, checked, 'bech32')
  return end
}

function isInWord(text: string, start: number, end: number): boolean {
  return is(text.charCodeAt(start - 1), ALNUM) || is(text.charCodeAt(end), ALNUM)
}
