import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { checks } from './check.ts'

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const toBase62 = (value: number): string =>
  value === 0 ? '' : toBase62(Math.floor(value / 62)) + digits.charAt(value % 62)

const random = 'Zk4'.repeat(10)
const token = `p_${random}${toBase62(crc32(random)).padStart(6, '0')}`

test('changing any character breaks the check', () => {
  expect(checks.crc62(token)).toBe(true)
  for (let i = 2; i < token.length; i++) {
    const other = token.charAt(i) === 'a' ? 'b' : 'a'
    expect(checks.crc62(token.slice(0, i) + other + token.slice(i + 1))).toBe(false)
  }
})

test('the hexadecimal form covers the prefix too, lowest byte first', () => {
  const value = crc32(`p_${random}`).toString(16).padStart(8, '0')
  const check = (value.match(/../g) ?? []).reverse().join('')
  expect(checks.crc16(`p_${random}_${check}`)).toBe(true)
  expect(checks.crc16(`p_${random}_${value}`)).toBe(false)
  expect(checks.crc16(`q_${random}_${check}`)).toBe(false)
  expect(checks.crc16(`p_${random}`)).toBe(false)
  expect(checks.crc16('')).toBe(false)
})

test('a token that passes is one, however little it varies', async () => {
  const { found } = await import('../testing.ts')
  const zeros = '0'.repeat(30)
  const real = ['gh', 'p_', zeros, toBase62(crc32(zeros)).padStart(6, '0')].join('')
  expect(found(`(${real})`)).toEqual([`SECRET ${real}`])
  expect(found(`(${real.slice(0, -1)}0)`)).toEqual([])
})
