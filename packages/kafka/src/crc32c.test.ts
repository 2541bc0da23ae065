import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crc32c } from './crc32c.ts'

const kafkajsCrc: (bytes: Uint8Array) => number = createRequire(import.meta.url)(
  'kafkajs/src/protocol/recordBatch/crc32C',
)

describe('vectors of RFC 3720, B.4', () => {
  test.each([
    ['32 zeros', Buffer.alloc(32), 0x8a9136aa],
    ['32 ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['counting up', Buffer.from(Array.from({ length: 32 }, (_, at) => at)), 0x46dd794e],
    ['counting down', Buffer.from(Array.from({ length: 32 }, (_, at) => 31 - at)), 0x113fdb5c],
  ])('%s', (_, bytes, wanted) => {
    expect(crc32c(bytes)).toBe(wanted)
  })
})

test('the usual check value, and nothing at all', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
  expect(crc32c(Buffer.alloc(0))).toBe(0)
})

test('any bytes have the checksum that kafkajs gives them, wherever they lie in memory', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(9), (bytes, skip) => {
      const part = bytes.subarray(Math.min(skip, bytes.length))
      expect(crc32c(part)).toBe(kafkajsCrc(part))
    }),
  )
})
