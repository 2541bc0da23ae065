import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ByteWriter, fieldBytes, varIntBytes } from './byte-writer.ts'

interface Encoder {
  readonly buffer: Buffer
  writeVarInt(value: number): Encoder
  writeVarIntBytes(value: unknown): Encoder
  writeInt64(value: string): Encoder
  writeString(value: string | null): Encoder
}
const Encoder: new () => Encoder = createRequire(import.meta.url)('kafkajs/src/protocol/encoder')

function written(bytes: number, write: (out: ByteWriter) => void): Buffer {
  const out = new ByteWriter(bytes)
  write(out)
  expect(out.at).toBe(bytes)
  return out.buffer
}

test('whole numbers of 32 bits take the bytes that kafkajs gives them', () => {
  fc.assert(
    fc.property(fc.integer(), (value) => {
      const wanted = new Encoder().writeVarInt(value).buffer
      expect(written(varIntBytes(value), (out) => out.varInt(value)).equals(wanted)).toBe(true)
    }),
    {
      examples: [[0], [-1], [63], [64], [-64], [-65], [8191], [8192], [2 ** 31 - 1], [-(2 ** 31)]],
    },
  )
})

test('texts and bytes too, and their absence', () => {
  const value = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array().map(Buffer.from),
    fc.constant(null),
  )
  fc.assert(
    fc.property(value, (given) => {
      const wanted = new Encoder().writeVarIntBytes(given).buffer
      expect(written(fieldBytes(given), (out) => out.field(given)).equals(wanted)).toBe(true)
    }),
  )
  expect(fieldBytes(undefined)).toBe(fieldBytes(null))
})

test('64 bits with a sign', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      const wanted = new Encoder().writeInt64(String(value)).buffer
      expect(written(8, (out) => out.int64(value)).equals(wanted)).toBe(true)
    }),
  )
})

test.each([['ünïcode'], [''], [null]])('a short text: %j', (text) => {
  const wanted = new Encoder().writeString(text).buffer
  expect(written(wanted.length, (out) => out.shortText(text)).equals(wanted)).toBe(true)
})

test('what does not fit is an error, not a cut', () => {
  expect(() => new ByteWriter(3).int32(1)).toThrow(RangeError)
})
