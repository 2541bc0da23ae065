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
  /** The last eight characters are the CRC-32 in hexadecimal of what stands before their underscore: Grafana. */
  crc16: (token: string): boolean => {
    const [, random = '', check = ''] = token.split('_')
    const value = crc32(random).toString(16).padStart(checkCharsHex, '0')
    return check.length === checkCharsHex && check.toLowerCase() === value
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
