import { deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { Allowance, mayBeText, asText as read } from './as-text.ts'

const asText = (bytes: Buffer) => read(bytes, new Allowance(bytes.length))
const text = 'Grüße an bob@acme.example'

test.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-16, little end first', Buffer.from(text, 'utf16le')],
  ['UTF-16, big end first', Buffer.from(text, 'utf16le').swap16()],
  ['gzip', gzipSync(text)],
  ['zlib', deflateSync(text)],
])('%s is text', (_, bytes) => {
  expect(mayBeText(bytes.subarray(0, 16))).toBe(true)
  expect(asText(bytes)).toBe(text)
})

test.each([
  ['random bytes', Buffer.from('9f86d081884c7d659a2feaa0c55ad015', 'hex')],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ['three letters', Buffer.from('abc')],
  ['broken UTF-8', Buffer.from('616263c32864656667', 'hex')],
  ['half of a gzip', gzipSync(text.repeat(20)).subarray(0, 30)],
])('%s is none', (_, bytes) => expect(asText(bytes)).toBeUndefined())

test('what unfolds to more than anybody wrote is not opened, and the allowance says so', () => {
  const allowance = new Allowance(100)
  expect(read(gzipSync('a'.repeat(300 * 1024)), allowance)).toBeUndefined()
  expect(allowance.isSpent).toBe(true)
})

test('half of something compressed spends nothing', () => {
  const allowance = new Allowance(100)
  expect(read(gzipSync(text.repeat(20)).subarray(0, 30), allowance)).toBeUndefined()
  expect(allowance.isSpent).toBe(false)
})

test('many small bombs are one large bomb', () => {
  const bomb = gzipSync('a'.repeat(40 * 1024))
  const allowance = new Allowance(bomb.length * 3)
  expect(read(bomb, allowance)).toHaveLength(40 * 1024)
  expect(allowance.isSpent).toBe(false)
  expect(read(bomb, allowance)).toBeUndefined()
  expect(allowance.isSpent).toBe(true)
})
