/** Check digits of tokens. A match proves the token; a mismatch proves nothing, for old tokens and test data have none. */
import { crc32 } from 'node:zlib'

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const checkCharsBase62 = 6
const checkCharsHex = 8

export const checks = {
  /** The last six characters are the base62 CRC-32 of the part behind the prefix: GitHub, npm. */
  crc62: (token: string): boolean => {
    const body = token.slice(token.indexOf('_') + 1)
    const random = body.slice(0, -checkCharsBase62)
    return body.slice(-checkCharsBase62) === toBase62(crc32(random))
  },
  /** The last eight characters are the CRC-32 of all before their underscore, its bytes in hexadecimal from the lowest to the highest: Grafana. */
  crc16: (token: string): boolean => {
    const at = token.lastIndexOf('_')
    const value = Buffer.alloc(checkCharsHex / 2)
    value.writeUInt32LE(crc32(token.slice(0, Math.max(0, at))))
    return at > 0 && token.slice(at + 1).toLowerCase() === value.toString('hex')
  },
} as const satisfies Record<string, (token: string) => boolean>
export type Check = keyof typeof checks

function toBase62(value: number): string {
  let rest = value
  let text = ''
  while (rest > 0) {
    text = (base62[rest % 62] ?? '') + text
    rest = Math.floor(rest / 62)
  }
  return text.padStart(checkCharsBase62, '0')
}
