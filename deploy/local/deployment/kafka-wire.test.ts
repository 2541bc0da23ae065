import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compact, compactArray, int8, int32, Reader, text } from './kafka-wire.ts'

test('texts of any length come back as they went, with what follows them', () => {
  const anyText = fc
    .string({ unit: 'binary', maxLength: 300 })
    .filter((value) => value.isWellFormed())
  fc.assert(
    fc.property(anyText, anyText, (one, two) => {
      const reader = new Reader(Buffer.concat([text(one), text(two), int8(0), int8(31)]), 0)
      expect([reader.text(), reader.text(), reader.int16()]).toEqual([one, two, 31])
    }),
  )
})

test('lengths are written as the protocol says: one more than the length, seven bits a byte', () => {
  expect(compact(Buffer.alloc(0))).toEqual(Buffer.from([1]))
  expect(compact(Buffer.alloc(126)).subarray(0, 2)).toEqual(Buffer.from([127, 0]))
  expect(compact(Buffer.alloc(127)).subarray(0, 2)).toEqual(Buffer.from([0x80, 1]))
  expect(compactArray(Array.from({ length: 300 }, () => [int8(7)])).subarray(0, 3)).toEqual(
    Buffer.from([0xad, 0x02, 7]),
  )
  expect(int32(4096)).toEqual(Buffer.from([0, 0, 0x10, 0]))
})

test('a null text reads as empty', () => {
  expect(new Reader(Buffer.from([0]), 0).text()).toBe('')
})
