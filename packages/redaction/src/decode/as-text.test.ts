import { deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { asText, mayBeText } from './as-text.ts'

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

test('what unfolds to more than anybody wrote is not opened', () => {
  expect(asText(gzipSync('a'.repeat(300 * 1024)))).toBeUndefined()
})
