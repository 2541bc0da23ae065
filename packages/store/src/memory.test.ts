/** The memory store: the contract, and what it offers beyond it to simulations. */
import { describe, expect, test } from 'vitest'
import { storeContract } from './contract.ts'
import { openMemoryStore } from './memory.ts'
import { MemoryStoreServer } from './memory-server.ts'

storeContract('the memory store', async () => {
  const server = new MemoryStoreServer({ nowMs: () => Date.now() })
  return {
    open: async ({ answerLifetimeMs } = {}) => openMemoryStore(server, answerLifetimeMs),
    setValue: async (slot, key, value) => server.tamper(slot, key, value),
    setRevision: async (slot, id, revision) => {
      server.slot(slot).open.set(id, { revision })
    },
    stop: async () => {},
  }
})

describe('ordered faults', () => {
  const one = {
    from: undefined,
    to: 1,
    puts: [{ key: 'a:x', value: 'v', index: { revision: 1 } }],
    answers: [],
  }

  test('failed: nothing happened', async () => {
    const server = new MemoryStoreServer({ nowMs: () => 0 })
    const store = openMemoryStore(server)
    server.fault = (verb) => (verb === 'apply' ? 'failed' : 'none')
    await expect(store.apply(1, one)).rejects.toMatchObject({ code: 'HP_STORE', kind: 'retryable' })
    expect(await store.position(1)).toBeUndefined()
    expect(await store.peek(1, ['a:x'])).toEqual([undefined])
  })

  test('failed but persisted: only the reply is lost', async () => {
    const server = new MemoryStoreServer({ nowMs: () => 0 })
    const store = openMemoryStore(server)
    server.fault = (verb, slot) =>
      verb === 'apply' && slot === 1 ? 'failed but persisted' : 'none'
    await expect(store.apply(1, one)).rejects.toMatchObject({ code: 'HP_STORE' })
    expect(await store.position(1)).toBe(1)
    await store.apply(2, one)
    expect(await store.load(1, 1, ['a:x'])).toEqual(['v'])
  })

  test('a refusal stays a refusal when its reply is lost', async () => {
    const server = new MemoryStoreServer({ nowMs: () => 0 })
    const store = openMemoryStore(server)
    server.fault = () => 'failed but persisted'
    await expect(store.apply(1, { ...one, from: 9 })).rejects.toMatchObject({
      code: 'HP_STORE_MOVED',
    })
  })
})

describe('forgetting', () => {
  test('wiping the server leaves nothing in any slot', async () => {
    const server = new MemoryStoreServer({ nowMs: () => 0 })
    const store = openMemoryStore(server)
    const answers = [{ commandId: 'c', value: 'yes' }]
    await store.apply(1, { from: undefined, to: 1, puts: [], answers })
    await store.attempt(1, 'at 1', 'p1', 'together')
    server.wipeAll()
    expect(await store.position(1)).toBeUndefined()
    expect(await store.answer(1, 'c')).toBeUndefined()
    expect(await store.attempt(1, 'at 1', 'p2', 'together')).toBe(1)
  })

  test('restoring an older copy brings back its position, values and indices, as often as wanted', async () => {
    const server = new MemoryStoreServer({ nowMs: () => 0 })
    const store = openMemoryStore(server)
    const put = (value: string, revision: number) => ({
      ...{ key: 'a:x', value, index: { revision, dueAtMs: revision, ready: `aud${revision}` } },
    })
    await store.apply(1, { from: undefined, to: 1, puts: [put('old', 1)], answers: [] })
    const copy = server.snapshot()
    for (let times = 0; times < 2; times++) {
      await store.apply(1, { from: 1, to: 2, puts: [put('new', 2)], answers: [] })
      server.restore(copy)
      expect(await store.load(1, 1, ['a:x'])).toEqual(['old'])
      expect(await store.open(1)).toEqual(new Map([['x', { revision: 1 }]]))
      expect(await store.nextDueMs(1)).toBe(1)
      expect(await store.ready(1, 'aud1', 9)).toEqual(['x'])
    }
  })

  test('answers that are over do not stay in memory', async () => {
    let nowMs = 0
    const server = new MemoryStoreServer({ nowMs: () => nowMs })
    const store = openMemoryStore(server, 10)
    for (let n = 0; n < 100; n++) {
      nowMs = n * 5
      const answers = [{ commandId: `c${n}`, value: 'yes' }]
      await store.apply(1, { from: n === 0 ? undefined : n, to: n + 1, puts: [], answers })
    }
    expect(server.answers.size).toBe(2)
  })
})
