/** Seen: kafkajs copied each request twice into zeroed memory, and a partition's list once per record. */
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupByPartition, requestBytes } from './kafkajs-module.ts'

const load = createRequire(import.meta.url)

/** kafkajs' own, also where ours stands in for it. */
function asItComes<T>(path: string): T {
  const file = load.resolve(path)
  const { [file]: known } = load.cache
  delete load.cache[file]
  const own: T = load(path)
  if (known !== undefined) load.cache[file] = known
  return own
}

const slowBytes = asItComes<typeof requestBytes>('kafkajs/src/protocol/request')
const slowGroups = asItComes<typeof groupByPartition>(
  'kafkajs/src/producer/groupMessagesPerPartition',
)
const Encoder: new () => { writeBuffer(bytes: Buffer): { readonly buffer: Buffer } } = load(
  'kafkajs/src/protocol/encoder',
)

test('a request has the same bytes', async () => {
  const id = fc.option(fc.string({ unit: 'grapheme', maxLength: 40 }))
  const number = fc.integer({ min: 0, max: 0x7fffffff })
  const small = fc.nat(0x7fff)
  const body = fc.uint8Array({ maxLength: 2000 })
  await fc.assert(
    fc.asyncProperty(id, number, small, small, body, async (clientId, ...rest) => {
      const [correlationId, apiKey, apiVersion, bytes] = rest
      const encode = async () => new Encoder().writeBuffer(Buffer.from(bytes))
      const given = { correlationId, clientId, request: { apiKey, apiVersion, encode } }
      const [wanted, found] = await Promise.all([slowBytes(given), requestBytes(given)])
      expect(found.buffer.equals(wanted.buffer)).toBe(true)
    }),
  )
})

test('messages fall to the same partitions in the same order', () => {
  const partitioner = ({ message }: { message: number }) => message % 7
  fc.assert(
    fc.property(fc.array(fc.nat(1000)), fc.boolean(), (messages, isKnown) => {
      const given = { topic: 't', partitionMetadata: isKnown ? [1] : [], messages, partitioner }
      expect(groupByPartition(given)).toEqual(slowGroups(given))
    }),
  )
})
