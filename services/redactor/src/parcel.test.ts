/** Records come out of a parcel as they went in, wherever it has been. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unwrap, wrap } from './parcel.ts'

const record = fc.record({
  topic: fc.string(),
  key: fc.option(fc.string()),
  headers: fc.dictionary(fc.string(), fc.string()),
  value: fc.option(fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes))),
})

test('wrapped, cloned and unwrapped, records are the same: order, values, tombstones', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 8 }), (records) => {
      const parcel = wrap(records)
      const there = structuredClone(parcel, { transfer: [parcel.bytes] })
      expect(unwrap(there)).toEqual(records)
    }),
  )
})

test('a parcel holds its records and not the fetch that they came in', () => {
  const fetched = Buffer.alloc(100_000, 'x')
  const { bytes } = wrap([{ value: fetched.subarray(10, 30) }, { value: null }])
  expect(bytes.byteLength).toBe(20)
})
