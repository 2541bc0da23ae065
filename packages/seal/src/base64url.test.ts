import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase64url, encodeBase64url } from './base64url.ts'

test.each([
  ['padding', 'YQ=='],
  ['the other alphabet', 'a+/b'],
  ['white space', 'YW Jj'],
  ['a length no bytes have', 'YWJjZ'],
  ['spare bits that are not zero', 'YR'],
  ['a character outside ASCII', 'YWJé'],
])('%s is refused', (_, text) => {
  expect(decodeBase64url(text)).toBeUndefined()
})

test('bytes come back as they were', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const buffer = Buffer.from(bytes)
      expect(decodeBase64url(encodeBase64url(buffer))?.equals(buffer)).toBe(true)
    }),
  )
})

test('no two texts decode to the same bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'AQgw_-0') }), (text) => {
      const bytes = decodeBase64url(text)
      if (bytes !== undefined) expect(encodeBase64url(bytes)).toBe(text)
    }),
  )
})

test('text is encoded as UTF-8', () => {
  expect(encodeBase64url('é')).toBe('w6k')
})
