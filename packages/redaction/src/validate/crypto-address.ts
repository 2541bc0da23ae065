/** Addresses of public ledgers by their own check sums: Base58Check, Bech32 and Bech32m (BIP 173, BIP 350), capitals of EIP-55. */
import { createHash } from 'node:crypto'
import { keccak256 } from './keccak.ts'

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const addressBytes = 25
/** First byte: Bitcoin, its test net, Litecoin, Dogecoin, Dash, Tron. */
const versions = new Set([0x00, 0x05, 0x6f, 0xc4, 0x30, 0x32, 0x1e, 0x16, 0x4c, 0x10, 0x41])

/** One version byte, twenty of a hash, four of a double SHA-256 over them. */
export function isBase58Check(text: string): boolean {
  const bytes = new Uint8Array(addressBytes)
  for (let i = 0; i < text.length; i++) {
    let carry = base58.indexOf(text.charAt(i))
    if (carry < 0) return false
    for (let j = addressBytes - 1; j >= 0; j--) {
      carry += (bytes[j] ?? 0) * 58
      bytes[j] = carry & 0xff
      carry >>= 8
    }
    if (carry > 0) return false
  }
  // Leading zero bytes are written as ones, one each.
  const zeros = bytes.findIndex((byte) => byte !== 0)
  const ones = text.search(/[^1]/)
  if (zeros !== ones || !versions.has(bytes[0] ?? -1)) return false
  const sum = sha256(sha256(bytes.subarray(0, 21)))
  return sum.subarray(0, 4).equals(bytes.subarray(21))
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

const bech32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
const bech32mConstant = 0x2bc830a3

/** A readable part, a one, data of 32 letters with a six-letter check; upper or lower case throughout. */
export function isBech32(text: string): boolean {
  if (text !== text.toLowerCase() && text !== text.toUpperCase()) return false
  const lower = text.toLowerCase()
  const split = lower.lastIndexOf('1')
  if (split < 1 || lower.length - split < 7) return false
  const human = [...lower.slice(0, split)].map((char) => char.charCodeAt(0))
  const data = [...lower.slice(split + 1)].map((char) => bech32.indexOf(char))
  if (data.includes(-1)) return false
  const high = human.map((code) => code >> 5)
  const low = human.map((code) => code & 31)
  const sum = polymod([...high, 0, ...low, ...data])
  return sum === 1 || sum === bech32mConstant
}

function polymod(values: readonly number[]): number {
  let sum = 1
  for (const value of values) {
    const top = sum >>> 25
    sum = ((sum & 0x1ffffff) << 5) ^ value
    for (const [bit, term] of generator.entries()) if ((top >> bit) & 1) sum ^= term
  }
  return sum >>> 0
}

/** `0x` and forty digits of hex; `capitals` where they carry a check sum and it is right. */
export function ethereumCheck(text: string): 'capitals' | 'one-case' | 'wrong' | undefined {
  if (!/^0x[0-9a-f]{40}$/i.test(text)) return undefined
  const body = text.slice(2)
  const lower = body.toLowerCase()
  if (body === lower || body === body.toUpperCase()) return 'one-case'
  const hash = keccak256(lower)
  for (let i = 0; i < 40; i++) {
    const isHigh = Number.parseInt(hash.charAt(i), 16) >= 8
    const expected = isHigh ? lower.charAt(i).toUpperCase() : lower.charAt(i)
    if (expected !== body.charAt(i)) return 'wrong'
  }
  return 'capitals'
}
