import { batchBytesMax, recordBytesMax } from '@holdpoint/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type OutRecord, partitionKey } from './port.ts'
import {
  batchRecordsMax,
  checkSizes,
  fitting,
  recordBytes,
  requestBytesMax,
  toInRecord,
  toTopicMessages,
} from './record.ts'

const record = (partition: number, bytes: number): OutRecord => ({
  topic: 't',
  partition,
  key: 'k',
  value: Buffer.alloc(bytes),
  headers: {},
})

function split(records: readonly OutRecord[]): OutRecord[][] {
  const parts: OutRecord[][] = []
  for (let start = 0; start < records.length; start += parts.at(-1)?.length ?? 0) {
    parts.push(records.slice(start, start + fitting(records, start)))
  }
  return parts
}

test('one byte above the limit is refused, the limit itself is not', () => {
  const overhead = recordBytes(record(0, 0))
  expect(() => checkSizes([record(0, recordBytesMax - overhead)])).not.toThrow()
  expect(() => checkSizes([record(0, recordBytesMax - overhead + 1)])).toThrow(
    expect.objectContaining({ code: 'HP_TOO_LARGE' }),
  )
})

test('keys and headers count, in bytes', () => {
  const plain = recordBytes({ key: null, value: null, headers: {} })
  expect(recordBytes({ key: 'ö', value: null, headers: {} })).toBe(plain + 2)
  const withHeader = recordBytes({ key: null, value: null, headers: { h: 'ü' } })
  expect(withHeader).toBeGreaterThan(plain + 3)
})

test('no partition of a request gets more than one broker batch takes, nothing is lost or reordered', () => {
  const sizes = fc.array(
    fc.record({
      partition: fc.integer({ min: 0, max: 3 }),
      bytes: fc.oneof(
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 0, max: batchBytesMax + 1000 }),
      ),
    }),
    { maxLength: 60 },
  )
  fc.assert(
    fc.property(sizes, (list) => {
      const records = list.map(({ partition, bytes }) => record(partition, bytes))
      const parts = split(records)
      expect(parts.flat()).toEqual(records)
      for (const part of parts) {
        const sums = new Map<string, number[]>()
        for (const each of part) {
          const key = partitionKey(each.topic, each.partition)
          sums.set(key, [...(sums.get(key) ?? []), recordBytes(each)])
        }
        for (const bytes of sums.values()) {
          const sum = bytes.reduce((a, b) => a + b, 0)
          expect(sum <= batchBytesMax || bytes.length === 1).toBe(true)
        }
      }
    }),
    { numRuns: 50 },
  )
})

test('many small records are split by count', () => {
  const records = Array.from({ length: 2 * batchRecordsMax + 1 }, () => record(0, 1))
  expect(split(records).map((part) => part.length)).toEqual([batchRecordsMax, batchRecordsMax, 1])
})

test('many partitions are split by the size of the request', () => {
  const records = Array.from({ length: 20 }, (_, p) => record(p, batchBytesMax - 100))
  const [first] = split(records)
  expect(first?.length).toBe(Math.floor(requestBytesMax / (batchBytesMax - 59)))
})

test('a record that is larger than a batch has a request of its own, whatever the partition', () => {
  const giant = record(1, batchBytesMax)
  const parts = split([record(0, 1), giant, giant, record(0, 1), record(2, 1)])
  expect(parts.map((part) => part.length)).toEqual([1, 1, 1, 2])
})

test('messages keep their partition, and headers are copies', () => {
  const headers = { a: '1' }
  const out = toTopicMessages([
    { ...record(2, 1), headers },
    { ...record(0, 1), topic: 'u' },
  ])
  expect(out.map(({ topic }) => topic)).toEqual(['t', 'u'])
  expect(out[0]?.messages[0]).toMatchObject({ partition: 2, key: 'k', headers })
  expect(out[0]?.messages[0]?.headers).not.toBe(headers)
})

test('of a header that came more than once the last is taken; foreign shapes are left out', () => {
  const message = {
    key: Buffer.from('k'),
    value: null,
    timestamp: '1790000000000',
    attributes: 0,
    offset: '9007199254740991',
    headers: {
      ce_type: [Buffer.from('first'), Buffer.from('last')],
      odd: undefined,
      ['__proto__']: [{}, Buffer.from('own')] as unknown as Buffer[],
    },
  }
  const record = toInRecord('t', 0, message)
  expect(record.headers['ce_type']).toBe('last')
  expect(Object.entries(record.headers)).toContainEqual(['__proto__', 'own'])
  expect(Object.keys(record.headers)).not.toContain('odd')
  expect(record).toMatchObject({ offset: Number.MAX_SAFE_INTEGER, timestampMs: 1790000000000 })
})
