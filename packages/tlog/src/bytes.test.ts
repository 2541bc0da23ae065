import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concat, equalBytes, fromBase64, fromUtf8, toBase64, toHex, utf8 } from './bytes.ts'

describe('text forms of bytes', () => {
  test.each(['A', 'AB=', 'QQ=', 'QQ', 'QR==', 'Q Q==', ' QQ==', 'QQ==\n', '_-==', 'QUJD='])(
    'base64 that could be written in another way is refused: %j',
    (text) => {
      expect(() => fromBase64(text)).toThrow(/base64/)
    },
  )

  test('bytes that are not UTF-8 are refused, also a cut character and a surrogate', () => {
    for (const bytes of [[0xff], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xc0, 0x80]]) {
      expect(() => fromUtf8(Uint8Array.from(bytes))).toThrow(/UTF-8/)
    }
  })

  test('a byte order mark is kept, because it is signed', () => {
    expect(fromUtf8(utf8('\ufefftext'))).toBe('\ufefftext')
  })

  test('base64 and hex agree with the platform for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
        expect(equalBytes(fromBase64(toBase64(bytes)), bytes)).toBe(true)
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'))
      }),
      { numRuns: 50 },
    )
  })

  test('equality looks at every byte and at the length', () => {
    expect(equalBytes(utf8('abc'), utf8('abc'))).toBe(true)
    expect(equalBytes(utf8('abc'), utf8('abd'))).toBe(false)
    expect(equalBytes(utf8('abc'), utf8('abcd'))).toBe(false)
    expect(equalBytes(concat(utf8('a'), utf8('bc')), utf8('abc'))).toBe(true)
  })
})
