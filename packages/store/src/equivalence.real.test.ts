/** The memory store is the model of the Redis store: any sequence of calls, with any result, is the same on both. */
import { isHoldpointError } from '@holdpoint/contracts'
import { realRedis, uniqueName } from '@holdpoint/testkit'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMemoryStore } from './memory.ts'
import { MemoryStoreServer } from './memory-server.ts'
import type { Change, Put, SlotStore } from './port.ts'
import { openRedisStore } from './redis.ts'

/** 10,000 sequences; those of one run go side by side, each in a slot of its own. */
const sequencesPerRun = 50
const runs = 200
const sequenceStepsMax = 10

type Step = (store: SlotStore, slot: number) => Promise<unknown>

const ids = ['x', 'y', 'y1', '~']
const audiences = ['a', 'ab', 'b']
const keys = [...ids.flatMap((id) => [`a:${id}`, `o:${id}`]), '~slot']
const id = fc.constantFrom(...ids)
const small = fc.nat(4)
const indexOf = fc.record(
  {
    ...{ dueAtMs: small, revision: small, ready: fc.constantFrom(...audiences) },
    owner: fc.constantFrom('bot', '7', 'a b', ''),
  },
  { requiredKeys: [] },
)
const put: fc.Arbitrary<Put> = fc.oneof(
  fc.record({ key: id.map((name) => `a:${name}`), value: fc.string(), index: indexOf }),
  fc.record({ key: fc.constantFrom(...keys), value: fc.option(fc.string()) }),
)
/** Positions from a small range, so that some fit and some don't. */
const company = fc.constantFrom('together' as const, 'alone: x' as const, 'alone: y' as const)
const place = fc.option(fc.nat(3), { nil: undefined, freq: 3 })
const change: fc.Arbitrary<Change> = fc.record({
  from: place,
  to: fc.nat(3),
  puts: fc.array(put, { maxLength: 4 }),
  answers: fc.array(fc.record({ commandId: fc.constantFrom('c1', 'c2'), value: fc.string() }), {
    maxLength: 2,
  }),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: change.map(
      (what): Step =>
        (store, slot) =>
          store.apply(slot, what),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(place, fc.subarray(keys)).map(
      ([at, wanted]): Step =>
        (store, slot) =>
          store.load(slot, at, wanted),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Step>((store, slot) => store.wipe(slot)) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('p', 'q'), fc.constantFrom('1', '2'), company).map(
      ([where, by, how]): Step =>
        (store, slot) =>
          store.attempt(slot, where, by, how),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(small, small, small, fc.constantFrom('', ...ids)).map(
      ([nowMs, countMax, skip, afterId]): Step =>
        async (store, slot) => [
          await store.due(slot, nowMs, countMax),
          await store.due(slot, nowMs, countMax, { afterMs: skip - 1, skip }),
          await store.nextDueMs(slot, skip),
          await store.ready(slot, 'a', countMax, afterId),
        ],
    ),
  },
)

let redis: SlotStore
let memory: SlotStore
let slot = 0
beforeAll(async () => {
  const { host, port, operator } = realRedis()
  redis = await openRedisStore({ host, port, ...operator, namespace: uniqueName('store') })
  memory = openMemoryStore(new MemoryStoreServer({ nowMs: () => 0 }))
})
afterAll(() => redis.close())

test(`${sequencesPerRun * runs} random sequences of calls give the same on Redis as in memory`, () =>
  compare(redis, memory, { numRuns: runs }))

/** Either side may be the one with the mistake: the comparison doesn't know which. */
const mistakes: Readonly<Record<string, (server: MemoryStoreServer) => Partial<SlotStore>>> = {
  'apply does not look at the position': (server) => ({
    apply: (slot, change) => {
      server.slot(slot).position = change.from
      return openMemoryStore(server).apply(slot, change)
    },
  }),
  'load does not look at the position': (server) => ({
    load: (slot, _at, keys) => openMemoryStore(server).peek(slot, keys),
  }),
  'a wipe leaves the position': (server) => ({
    wipe: async (slot) => {
      const { position } = server.slot(slot)
      server.wipe(slot)
      server.slot(slot).position = position
    },
  }),
  'a wipe leaves the timers': (server) => ({
    wipe: async (slot) => {
      const due = [...server.slot(slot).due]
      server.wipe(slot)
      for (const [id, atMs] of due) server.slot(slot).due.set(id, atMs)
    },
  }),
  'attempts are not counted': () => ({ attempt: async () => 1 }),
}

test.each(Object.entries(mistakes))('a store in which %s is found out', async (_, make) => {
  const server = new MemoryStoreServer({ nowMs: () => 0 })
  const wrong = Object.assign(openMemoryStore(server), make(server))
  await expect(compare(redis, wrong, { numRuns: runs, endOnFailure: true })).rejects.toThrow()
})

async function compare(
  one: SlotStore,
  other: SlotStore,
  how: { readonly numRuns: number; readonly endOnFailure?: boolean },
): Promise<void> {
  const sequence = fc.array(step, { maxLength: sequenceStepsMax, minLength: 1 })
  const sequences = fc.array(sequence, { minLength: sequencesPerRun, maxLength: sequencesPerRun })
  await fc.assert(
    fc.asyncProperty(sequences, async (all) => {
      await Promise.all(
        all.map(async (steps) => {
          const mine = ++slot
          const [real, model] = await Promise.all([
            play(one, mine, steps),
            play(other, mine, steps),
          ])
          expect(real).toEqual(model)
        }),
      )
    }),
    how,
  )
}

/** What each step gave, and all that can be read at the end. */
async function play(store: SlotStore, slot: number, steps: readonly Step[]): Promise<unknown> {
  const results: unknown[] = []
  for (const step of steps) results.push(await outcome(step(store, slot)))
  const read = Promise.all([
    ...[store.position(slot), store.peek(slot, keys), store.open(slot)],
    ...[store.due(slot, 9, 9), store.nextDueMs(slot), store.answer(slot, 'c1')],
    ...audiences.map((audience) => store.ready(slot, audience, 9)),
  ])
  return { results, read: await read }
}

async function outcome(reply: Promise<unknown>): Promise<unknown> {
  try {
    return await reply
  } catch (error) {
    if (isHoldpointError(error) && error.code === 'HP_STORE_MOVED') return error.code
    throw error
  }
}
