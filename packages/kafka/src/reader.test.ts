import type { EachBatchPayload } from 'kafkajs'
import { expect, test } from 'vitest'
import { Reader } from './reader.ts'

type Step = [verb: 'pause' | 'resume' | 'seek', where: string]

/** A reader with one partition of `t`, what it asked of the client, and what it handed over. */
function reading() {
  const steps: Step[] = []
  const handed: number[][] = []
  const gates: PromiseWithResolvers<void>[] = []
  const names = (list: readonly { topic: string; partitions?: number[] }[]) =>
    list.map(({ topic, partitions }) => `${topic}/${partitions}`).join()
  const reader = new Reader(
    {
      pause: (list) => steps.push(['pause', names(list)]),
      resume: (list) => steps.push(['resume', names(list)]),
      seek: ({ topic, partition, offset }) =>
        steps.push(['seek', `${topic}/${partition}=${offset}`]),
    },
    {
      handle: async (records) => {
        handed.push(records.map(({ offset }) => offset))
        const gate = Promise.withResolvers<void>()
        gates.push(gate)
        await gate.promise
      },
      onHandled: () => {},
      onError: () => {},
    },
  )
  const take = (
    from: number,
    count: number,
    options: { bytes?: number; isStale?: boolean } = {},
  ) => {
    const resolved: string[] = []
    const messages = Array.from({ length: count }, (_, n) => ({
      ...{ key: null, value: Buffer.alloc(options.bytes ?? 1), headers: {}, attributes: 0 },
      ...{ offset: String(from + n), timestamp: '0' },
    }))
    const last = String(from + count - 1)
    const batch = { topic: 't', partition: 0, messages, fetchedOffset: String(from) }
    const payload = {
      batch: { ...batch, firstOffset: () => String(from), lastOffset: () => last },
      isStale: () => options.isStale === true,
      resolveOffset: (offset: string) => resolved.push(offset),
    }
    reader.take(payload as unknown as EachBatchPayload)
    return resolved
  }
  return { reader, steps, handed, gates, take }
}
const settle = async () => {
  for (let n = 0; n < 20; n++) await Promise.resolve()
}

test('what is not assigned is neither read nor held nor taken', () => {
  const { reader, steps, handed, take } = reading()
  reader.read('t', 0, 0)
  reader.hold('t', 0)
  expect(take(0, 1)).toEqual([])
  expect([steps, handed]).toEqual([[], []])
})

test('an assignment starts held, and is read from where the owner says', () => {
  const { reader, steps, handed, take } = reading()
  reader.assign({ t: [0] })
  expect(take(0, 3)).toEqual([])
  reader.read('t', 0, 5)
  expect(steps).toEqual([
    ['pause', 't/0'],
    ['seek', 't/0=5'],
    ['resume', 't/0'],
  ])
  expect(take(5, 2)).toEqual(['6'])
  expect(handed).toEqual([[5, 6]])
})

test('what was fetched before a seek is dropped, and not counted as read', () => {
  const { reader, handed, take } = reading()
  reader.assign({ t: [0] })
  reader.read('t', 0, 0)
  expect(take(0, 3, { isStale: true })).toEqual([])
  expect(handed).toEqual([])
})

test('a fetch that begins behind what is expected sends the client back, and loses nothing', () => {
  const { reader, steps, handed, take } = reading()
  reader.assign({ t: [0] })
  reader.read('t', 0, 5)
  expect(take(7, 1)).toEqual([])
  expect(steps.at(-1)).toEqual(['seek', 't/0=5'])
  expect(handed).toEqual([])
})

test('a long queue pauses its partition once, and resumes it when half is handled', async () => {
  const { reader, steps, gates, take } = reading()
  reader.assign({ t: [0] })
  reader.read('t', 0, 0)
  steps.length = 0
  for (let n = 0; n < 6; n++) take(n, 1, { bytes: 1_000_000 })
  expect(steps).toEqual([['pause', 't/0']])
  for (let n = 0; n < 6; n++) {
    gates[n]?.resolve()
    await settle()
  }
  expect(steps).toEqual([
    ['pause', 't/0'],
    ['resume', 't/0'],
  ])
})

test('after a revocation or a stop nothing is handed over', async () => {
  const { reader, handed, gates, take } = reading()
  reader.assign({ t: [0] })
  reader.read('t', 0, 0)
  take(0, 1)
  take(1, 1)
  reader.revoke()
  gates[0]?.resolve()
  await settle()
  take(2, 1)
  expect(handed).toEqual([[0]])
  reader.assign({ t: [0] })
  reader.read('t', 0, 0)
  reader.close()
  expect(take(0, 1)).toEqual([])
  expect(handed).toEqual([[0]])
})

test('fetches without records move the position', async () => {
  const { reader } = reading()
  reader.assign({ t: [0] })
  reader.read('t', 0, 5)
  reader.pass('t', 0, 5, 8)
  reader.pass('t', 0, 2, 3)
  reader.pass('unknown', 0, 0, 3)
  await settle()
  expect(reader.position('t', 0)).toBe(8)
})
