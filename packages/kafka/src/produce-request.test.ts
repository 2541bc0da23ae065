/** Seen: encoding a request took kafkajs 115 µs for each redacted action. */

import { createRequire } from 'node:module'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { quickenProducing } from './produce-request.ts'

interface Request {
  readonly apiVersion: number
  encode(): Promise<{ readonly buffer: Buffer; size(): number }>
}
type MakeRequest = (given: object) => Request

const load = createRequire(import.meta.url)
const path = 'kafkajs/src/protocol/requests/produce/v3/request'
const slow = asItComes()
quickenProducing()
const quick: MakeRequest = load(path)

/** kafkajs' own, also where something in this process has quickened it already. */
function asItComes(): MakeRequest {
  const file = load.resolve(path)
  const { [file]: known } = load.cache
  delete load.cache[file]
  const own = load(path)
  if (known !== undefined) load.cache[file] = known
  return own
}

beforeEach(() => vi.useFakeTimers({ now: 1_800_000_000_123 }))
afterEach(() => vi.useRealTimers())

const bytesOf = async (make: MakeRequest, given: object) => (await make(given).encode()).buffer
async function same(given: object): Promise<void> {
  const [wanted, found] = await Promise.all([bytesOf(slow, given), bytesOf(quick, given)])
  expect(found.equals(wanted)).toBe(true)
}

const request = (messages: object[], more: object = {}) => ({
  ...{ acks: -1, timeout: 30_000, producerId: '4711', producerEpoch: 3, ...more },
  topicData: [
    { topic: 'actions.redacted', partitions: [{ partition: 5, firstSequence: 9, messages }] },
  ],
})

const text = fc.string({ unit: 'grapheme', maxLength: 200 })
const bytes = fc.uint8Array({ maxLength: 300 }).map((given) => Buffer.from(given))
const message = fc.record({
  key: fc.option(fc.oneof(text, bytes)),
  value: fc.option(fc.oneof(text, bytes)),
  headers: fc.dictionary(
    text,
    fc.oneof(text, bytes, fc.array(fc.oneof(text, bytes), { maxLength: 3 })),
    {
      maxKeys: 4,
    },
  ),
})
const partition = fc.record({
  partition: fc.nat(1000),
  firstSequence: fc.nat(2 ** 31 - 1),
  messages: fc.array(message, { minLength: 1, maxLength: 5 }),
})
const anything = fc.record({
  acks: fc.constantFrom(-1, 0, 1),
  timeout: fc.nat(60_000),
  transactionalId: fc.option(text),
  producerId: fc.bigInt({ min: -1n, max: 2n ** 63n - 1n }).map(String),
  producerEpoch: fc.integer({ min: -1, max: 32_767 }),
  topicData: fc.array(
    fc.record({ topic: text, partitions: fc.array(partition, { minLength: 1, maxLength: 3 }) }),
    { maxLength: 3 },
  ),
})

test('any request has the bytes that kafkajs gives it', async () => {
  await fc.assert(fc.asyncProperty(anything, same))
})

describe('also', () => {
  test.each([
    ['a tombstone without headers', request([{ key: 'a', value: null }])],
    ['no producer id, no transaction', request([{ value: 'x' }], { producerId: undefined })],
    [
      'lengths on both sides of where one more byte is needed',
      request(
        [63, 64, 8191, 8192].map((size) => ({ key: 'k'.repeat(size), value: Buffer.alloc(size) })),
      ),
    ],
    [
      'more records than one byte counts',
      request(Array.from({ length: 70 }, (_, at) => ({ value: `${at}` }))),
    ],
    ['a megabyte', request([{ key: 'big', value: Buffer.alloc(1024 * 1024, 7) }])],
    ['a time that the producer chose', request([{ value: 'x', timestamp: '1700000000000' }])],
    ['a compressed batch', request([{ value: 'x'.repeat(100) }], { compression: 1 })],
  ])('%s', (_, given) => same(given))
})

test('every version that kafkajs speaks is made this way', async () => {
  const given = request([{ key: 'a', value: 'b' }])
  const wanted = await bytesOf(slow, given)
  for (const version of [3, 4, 5, 6, 7]) {
    const { protocol } = load('kafkajs/src/protocol/requests/produce')
    const made: Request = protocol({ version })(given).request
    expect(made.apiVersion).toBe(version)
    const encoded = await made.encode()
    expect(encoded.buffer.equals(wanted)).toBe(true)
    // kafkajs' own encoder grows in powers of two; ours is of the right size.
    expect(encoded).toBeInstanceOf(load('kafkajs/src/protocol/encoder'))
    expect((encoded as unknown as { buf: Buffer }).buf.length).toBe(wanted.length)
  }
})

test('asked twice, it wraps once', () => {
  quickenProducing()
  expect(load(path)).toBe(quick)
  expect(quick).not.toBe(slow)
})
