/** What every adapter of the copies' store promises, as tests. Runs on memory and on real servers. */
import type { ActionId } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import type { Rate } from '../channel/port.ts'
import type { Copy } from './copy.ts'
import type { CopyStore, Lease } from './port.ts'

const id = (n: number): ActionId =>
  `01890a5d-ac96-774b-bcce-${String(n).padStart(12, '0')}` as ActionId
const channel = 'slack'
const nowMs = 1_790_000_000_000

export function copyOf(n: number, change: Partial<Copy> = {}): Copy {
  return {
    ...{ id: `copy-${n}`, version: 0, channel, address: 'room', kind: 'single', state: 'waiting' },
    members: [{ id: id(n), slot: 0, edition: 1, isDecided: false }],
    ...{ shown: 0, nudged: 0, attempts: 0, reposts: 0, notBeforeMs: 0, like: 'bot a.b' },
    ...{ isMinor: false, sinceMs: nowMs + n, behindMs: nowMs + n, changedMs: nowMs + n },
    ...change,
  }
}

const decided = (n: number, change: Partial<Copy> = {}) =>
  copyOf(n, {
    ...{ members: [{ id: id(n), slot: 0, edition: 2, isDecided: true }], state: 'live', shown: 1 },
    handle: { ts: n },
    ...change,
  })
const leaseOf = (token: string, address = 'room'): Lease => ({ channel, address, token })
const asked = (change: object = {}) => ({
  ...{ nowMs, untilMs: nowMs + 1000, rates: [] as Rate[], isProbe: false },
  ...change,
})

/** `open` gives two replicas' views of one fresh server. */
export function copyStoreContract(
  name: string,
  open: () => Promise<readonly [CopyStore, CopyStore]>,
): void {
  const ready = async (store: CopyStore) =>
    (await store.queue(channel, nowMs)).ready.map((each) => each.id)
  const save = (store: CopyStore, ...copies: Copy[]) => store.save(channel, { copies, nowMs })

  describe(`copies on ${name}`, () => {
    test('a change that starts from another version changes nothing, not even beside it', async () => {
      const [one, two] = await open()
      expect(await save(one, copyOf(1, { version: 3 }))).toBe(false)
      expect(await save(one, copyOf(1))).toBe(true)
      expect(await save(two, copyOf(2), copyOf(1, { state: 'dead' }))).toBe(false)
      expect(await two.load(channel, ['copy-1', 'copy-2'])).toEqual([
        { ...copyOf(1), version: 1 },
        undefined,
      ])
      expect(await save(two, copyOf(1, { version: 1, state: 'dead' }))).toBe(true)
    })

    test('of two writers that start from one version one gets through', async () => {
      const [one, two] = await open()
      const both = await Promise.all([save(one, copyOf(1)), save(two, copyOf(1))])
      expect(both.toSorted()).toEqual([false, true])
    })

    test('what somebody brings whose lease is gone is refused', async () => {
      const [one, two] = await open()
      const lease = leaseOf('a')
      expect(await one.save(channel, { copies: [copyOf(1)], nowMs, lease })).toBe(false)
      expect(await one.lease(lease, asked())).toBeUndefined()
      expect(await one.save(channel, { copies: [copyOf(1)], nowMs, lease })).toBe(true)
      expect(await two.lease(leaseOf('b'), asked({ nowMs: nowMs + 1000 }))).toBeUndefined()
      const late = { copies: [copyOf(1, { version: 1 })], nowMs, lease }
      expect(await one.save(channel, late)).toBe(false)
      await one.release(lease, 0)
      expect((await two.queue(channel, nowMs)).busy.get('room')).toBe(nowMs + 1000)
    })

    test('one address is one worker’s, until it is given back or its time is over', async () => {
      const [one, two] = await open()
      expect(await one.lease(leaseOf('a'), asked())).toBeUndefined()
      expect(await two.lease(leaseOf('b'), asked())).toEqual({
        ...{ per: 'address', untilMs: nowMs + 1000 },
      })
      expect(await two.lease(leaseOf('c', 'other room'), asked())).toBeUndefined()
      await one.release(leaseOf('a'), 0)
      expect(await two.lease(leaseOf('b'), asked())).toBeUndefined()
      await two.release(leaseOf('b'), nowMs + 500)
      expect(await one.lease(leaseOf('a'), asked())).toEqual({
        ...{ per: 'address', untilMs: nowMs + 500 },
      })
    })

    test('the most urgent comes first: decided, high risk latest first, changes, then by age', async () => {
      const [store] = await open()
      await save(
        store,
        ...[copyOf(1), copyOf(2), copyOf(3, { risk: 'high' }), copyOf(4, { risk: 'critical' })],
        ...[copyOf(5, { state: 'live', shown: 0, handle: { ts: 5 } }), decided(7), decided(6)],
      )
      const order = ['copy-6', 'copy-7', 'copy-4', 'copy-3', 'copy-5', 'copy-1', 'copy-2']
      expect(await ready(store)).toEqual(order)
    })

    test('what shows all there is does not wait, and what waits for its time comes then', async () => {
      const [store] = await open()
      await save(
        store,
        ...[copyOf(1, { state: 'live', shown: 1 }), copyOf(2, { notBeforeMs: nowMs + 50 })],
        copyOf(3, { state: 'gathered' }),
      )
      expect(await store.queue(channel, nowMs)).toMatchObject({ ready: [], nextMs: nowMs + 50 })
      expect(await store.due(channel, nowMs + 49)).toEqual([])
      expect(await store.due(channel, nowMs + 50)).toEqual(['copy-2'])
      const copies = await store.load(channel, ['copy-2'])
      await store.save(channel, { copies: copies as Copy[], nowMs: nowMs + 50 })
      expect(await ready(store)).toEqual(['copy-2'])
      expect(await store.due(channel, nowMs + 50)).toEqual([])
    })

    test('all copies of an action are found, digests too', async () => {
      const [one, two] = await open()
      const [first, second] = [copyOf(1), copyOf(2)]
      const members = [...first.members, ...second.members]
      await save(one, first, second, copyOf(3, { kind: 'digest', members, address: 'room 2' }))
      const found = async (n: number) => (await two.of(channel, id(n))).map((copy) => copy.id)
      expect((await found(1)).toSorted()).toEqual(['copy-1', 'copy-3'])
      expect((await found(2)).toSorted()).toEqual(['copy-2', 'copy-3'])
      expect(await found(9)).toEqual([])
      expect(await two.of('mail', id(1))).toEqual([])
    })

    test('no more is sent in a span than the rate allows, over all replicas', async () => {
      const [one, two] = await open()
      const rates: Rate[] = [
        { per: 'address', count: 2, spanMs: 1000 },
        { per: 'channel', count: 3, spanMs: 5000 },
      ]
      const send = async (store: CopyStore, token: string, atMs: number, address = 'room') => {
        const lease = leaseOf(token, address)
        const refusal = await store.lease(lease, asked({ nowMs: atMs, untilMs: atMs + 99, rates }))
        if (refusal === undefined) await store.release(lease, 0)
        return refusal
      }
      expect(await send(one, 'a', nowMs)).toBeUndefined()
      expect(await send(two, 'b', nowMs + 10)).toBeUndefined()
      expect(await send(one, 'c', nowMs + 20)).toEqual({ per: 'address', untilMs: nowMs + 1000 })
      expect((await two.queue(channel, nowMs + 20)).busy.get('room')).toBe(nowMs + 1000)
      expect(await send(one, 'd', nowMs + 30, 'hall')).toBeUndefined()
      expect(await send(two, 'e', nowMs + 1001, 'yard')).toEqual({
        ...{ per: 'channel', untilMs: nowMs + 5000 },
      })
      expect(await send(two, 'f', nowMs + 5000, 'yard')).toBeUndefined()
    })

    test('a probe holds everything else back until it is over', async () => {
      const [one, two] = await open()
      await one.health(channel, { failures: 7, pausedUntilMs: nowMs - 1 })
      expect(await one.lease(leaseOf('a'), asked({ isProbe: true }))).toBeUndefined()
      const refusal = { per: 'channel', untilMs: nowMs + 1000 }
      expect(await two.lease(leaseOf('b', 'hall'), asked({ isProbe: true }))).toEqual(refusal)
      expect((await two.queue(channel, nowMs)).health).toEqual({
        ...{ failures: 7, pausedUntilMs: nowMs + 1000 },
      })
      await one.health(channel, { failures: 0, pausedUntilMs: 0 })
      expect(await two.lease(leaseOf('b', 'hall'), asked())).toBeUndefined()
    })

    test('things of one name are counted per address and span', async () => {
      const [one, two] = await open()
      const rate: Rate = { per: 'address', count: 2, spanMs: 100 }
      const admit = (store: CopyStore, token: string, atMs: number, address = 'room') =>
        store.admit(leaseOf(token, address), 'alone', rate, atMs)
      expect(await admit(one, 'a', nowMs)).toBe(true)
      expect(await admit(two, 'b', nowMs)).toBe(true)
      expect(await admit(one, 'c', nowMs + 99)).toBe(false)
      expect(await admit(one, 'd', nowMs + 99, 'hall')).toBe(true)
      expect(await admit(two, 'e', nowMs + 100)).toBe(true)
    })

    test('dead ones are listed latest first, and all are counted', async () => {
      const [one, two] = await open()
      const dead = (n: number) => copyOf(n, { state: 'dead', code: 'x' })
      await save(one, dead(1), dead(3), dead(2), copyOf(4), copyOf(5, { notBeforeMs: nowMs + 1 }))
      await save(one, decided(6), decided(7, { behindMs: nowMs - 500 }))
      expect((await two.dead(channel, 2)).map((copy) => copy.id)).toEqual(['copy-3', 'copy-2'])
      expect(await two.tally(channel)).toEqual({
        ...{ ready: 3, later: 1, dead: 3, behindSinceMs: nowMs - 500 },
        health: { failures: 0, pausedUntilMs: 0 },
      })
      expect(await two.tally('mail')).toMatchObject({ ready: 0, behindSinceMs: undefined })
    })

    test('what ended is forgotten in time, and what is still to be shown never', async () => {
      const [store] = await open()
      const ended = (n: number) => decided(n, { shown: 2 })
      const members = [...ended(1).members, ...ended(2).members]
      await save(
        store,
        ...[ended(1), ended(2), decided(3), copyOf(4), copyOf(5, { state: 'dead' })],
        copyOf(6, { kind: 'digest', members, state: 'live', shown: 4 }),
      )
      await store.forget(channel, nowMs + 2)
      const left = async () =>
        (
          await store.load(
            channel,
            [1, 2, 3, 4, 5, 6].map((n) => `copy-${n}`),
          )
        ).flatMap((copy) => copy?.id ?? [])
      expect(await left()).toEqual(['copy-2', 'copy-3', 'copy-4', 'copy-5', 'copy-6'])
      expect((await store.of(channel, id(1))).map((copy) => copy.id)).toEqual(['copy-6'])
      await store.forget(channel, nowMs + 99)
      expect(await left()).toEqual(['copy-3', 'copy-4'])
      expect(await store.of(channel, id(1))).toEqual([])
    })

    test('hundreds go in and out in one step', async () => {
      const [store] = await open()
      const many = Array.from({ length: 400 }, (_, n) => copyOf(n))
      expect(await save(store, ...many)).toBe(true)
      expect(await ready(store)).toEqual(many.map((copy) => copy.id))
    })
  })
}
