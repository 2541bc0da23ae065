/** The Redis store on real servers: the contract, the rights it needs, and what it says when the server is full, gone or edited. */
import { inspect } from 'node:util'
import { HoldpointError } from '@holdpoint/contracts'
import { ownRedis, realRedis, realValkey, runDir, uniqueName } from '@holdpoint/testkit'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { storeContract } from './contract.ts'
import { openRedisStore, storeCommands } from './redis.ts'
import { redisRig } from './redis-rig.ts'

/** Nothing waits that long when it works. */
const waitMs = 20_000
const redis = realRedis()
const valkey = realValkey()
const { host, port, operator } = redis
const index = { dueAtMs: 5, revision: 1, ready: 'billing' }
const first = {
  from: undefined,
  to: 1,
  puts: [{ key: 'a:x', value: 'planted-value', index }],
  answers: [{ commandId: 'c', value: 'planted-answer' }],
}

storeContract('the store on Redis', () => redisRig(redis, uniqueName('store')))
// A machine without Valkey runs the rest; the line of testkit says why it is missing.
if (!('missing' in valkey)) {
  storeContract('the store on Valkey', () => redisRig(valkey, uniqueName('store')))
}

describe('settings', () => {
  test.each(['', 'a b', 'a{b}', 'a:b', 'x'.repeat(65)])(
    'namespace %j is refused by name',
    async (namespace) => {
      await expect(openRedisStore({ host, port, ...operator, namespace })).rejects.toMatchObject({
        code: 'HP_FIELD_INVALID',
        details: { field: 'namespace' },
      })
    },
  )

  test('a wrong password is told as what it is, without the password', async () => {
    const opening = openRedisStore({
      ...{ host, port, username: operator.username, password: 'planted-password' },
      ...{ namespace: 'ns', connectWithinMs: 300 },
    })
    const error = await opening.catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'HP_STORE', details: { rule: 'WRONGPASS' } })
    expect(inspect(error, { depth: 9 })).not.toContain('planted')
  })

  test('a server that is not there is told as what it is', async () => {
    const opening = openRedisStore({ host, port: 1, namespace: 'ns', connectWithinMs: 300 })
    await expect(opening).rejects.toMatchObject({
      code: 'HP_STORE',
      details: { rule: 'ECONNREFUSED' },
    })
  })

  test('the commands it names are enough, on its own keys and channel only', async () => {
    const namespace = uniqueName('store')
    const hand = new Redis({ host, port, ...operator })
    const user = { username: uniqueName('gate'), password: 'gate-password' }
    const rights = [
      `~${namespace}:*`,
      `&${namespace}:applied`,
      ...storeCommands.map((name) => `+${name}`),
    ]
    await hand.call(
      'ACL',
      'SETUSER',
      user.username,
      'on',
      `>${user.password}`,
      'resetkeys',
      ...rights,
    )
    const store = await openRedisStore({ host, port, ...user, namespace })
    const faults: HoldpointError[] = []
    const heard = vi.fn()
    store.onApplied(heard)
    await store.apply(1, first)
    expect(await store.load(1, 1, ['a:x'])).toEqual(['planted-value'])
    expect(await store.peek(1, ['a:x'])).toEqual(['planted-value'])
    expect(await store.due(1, 9, 9)).toEqual(['x'])
    expect(await store.nextDueMs(1)).toBe(5)
    expect(await store.open(1)).toEqual(new Map([['x', { revision: 1 }]]))
    expect(await store.ready(1, 'billing', 9)).toEqual(['x'])
    expect(await store.answer(1, 'c')).toBe('planted-answer')
    expect(await store.attempt(1, 'here', 'p', 'together')).toBe(1)
    let to = 1
    await vi.waitFor(async () => {
      await store.apply(1, {
        from: to,
        to: to + 1,
        puts: [{ key: 'a:x', value: null }],
        answers: [],
      })
      to += 1
      expect(heard).toHaveBeenCalledWith(1)
    }, waitMs)
    await store.wipe(1)
    await store.close()

    const onFault = (fault: HoldpointError) => faults.push(fault)
    const foreign = await openRedisStore({ host, port, ...user, namespace: 'other', onFault })
    await expect(foreign.position(1)).rejects.toMatchObject({ details: { rule: 'NOPERM' } })
    await expect(foreign.apply(1, first)).rejects.toMatchObject({ code: 'HP_STORE' })
    foreign.onApplied(heard)
    await vi.waitFor(
      () => expect(faults.map(({ details }) => details['rule'])).toContain('NOPERM'),
      waitMs,
    )
    await foreign.close()
    await hand.call('ACL', 'DELUSER', user.username)
    hand.disconnect()
  })
})

describe('a server that changes under the store', () => {
  const dir = runDir('store-redis')
  let own: Awaited<ReturnType<typeof ownRedis>>
  let hand: Redis
  const openOwn = (onFault?: (fault: HoldpointError) => void) =>
    openRedisStore({
      ...{ host: own.address.host, port: own.address.port, namespace: 'ns' },
      ...own.address.operator,
      ...(onFault ? { onFault } : {}),
    })

  beforeAll(async () => {
    own = await ownRedis(dir)
    await own.server.start()
    hand = new Redis({ ...own.address, ...own.address.operator, maxRetriesPerRequest: null })
    hand.on('error', () => {})
  })
  afterAll(async () => {
    hand.disconnect()
    await own.server.stop()
  })

  test('scripts are sent again where the server has forgotten them', async () => {
    const store = await openOwn()
    await store.apply(1, first)
    await hand.script('FLUSH')
    await store.apply(1, { ...first, from: 1, to: 2 })
    expect(await store.position(1)).toBe(2)
    await store.close()
  })

  test('a full server refuses a change whole, deletions before the first write included', async () => {
    const store = await openOwn()
    await store.apply(2, first)
    await hand.config('SET', 'maxmemory', '1')
    const change = {
      ...{ from: 1, to: 2, answers: [] },
      puts: [
        { key: 'a:x', value: null },
        { key: 'a:y', value: 'planted-value' },
      ],
    }
    const error = await store.apply(2, change).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'HP_STORE', details: { rule: 'OOM' } })
    expect(inspect(error, { depth: 9 })).not.toContain('planted')
    expect(await store.load(2, 1, ['a:x', 'a:y'])).toEqual(['planted-value', undefined])
    expect(await store.open(2)).toEqual(new Map([['x', { revision: 1 }]]))
    await store.wipe(2)
    await hand.config('SET', 'maxmemory', '0')
    expect(await store.position(2)).toBeUndefined()
    await store.close()
  })

  test('a key of another type, put there by hand, stops the change and not the position; a wipe heals', async () => {
    const store = await openOwn()
    await store.apply(3, first)
    await hand.del('ns:{3}:open')
    await hand.set('ns:{3}:open', 'text')
    const change = { ...first, from: 1, to: 2 }
    const error = await store.apply(3, change).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'HP_STORE' })
    expect(inspect(error, { depth: 9 })).not.toContain('planted')
    expect(await store.position(3)).toBe(1)
    await store.wipe(3)
    await store.apply(3, first)
    expect(await store.open(3)).toEqual(new Map([['x', { revision: 1 }]]))
    await store.close()
  })

  test('FLUSHALL is noticed by the next load and the next change', async () => {
    const store = await openOwn()
    await store.apply(4, first)
    await hand.flushall()
    await expect(store.load(4, 1, ['a:x'])).rejects.toMatchObject({ code: 'HP_STORE_MOVED' })
    await expect(store.apply(4, { ...first, from: 1, to: 2 })).rejects.toMatchObject({
      code: 'HP_STORE_MOVED',
    })
    await store.close()
  })

  test('while the server is dead calls reject at once; when it is back they work, hints too', async () => {
    const faults: HoldpointError[] = []
    const store = await openOwn((fault) => faults.push(fault))
    const heard = vi.fn()
    store.onApplied(heard)
    await store.wipe(5)
    await store.apply(5, first)
    own.server.kill('SIGKILL')
    await own.server.exited()
    await vi.waitFor(
      () =>
        expect(store.position(5)).rejects.toMatchObject({ code: 'HP_STORE', kind: 'retryable' }),
      waitMs,
    )
    await expect(store.apply(5, { ...first, from: 1, to: 2 })).rejects.toBeInstanceOf(
      HoldpointError,
    )
    await own.server.start()
    const position = await vi.waitFor(() => store.position(5), waitMs)
    expect(faults.map(({ details }) => details['rule'])).toContain('connection lost')

    // A second of unsynced writes may be gone with the server; the position says which.
    let at = position
    heard.mockClear()
    await vi.waitFor(async () => {
      const to = (at ?? 0) + 1
      await store.apply(5, { from: at, to, puts: [], answers: [] })
      at = to
      expect(heard).toHaveBeenCalledWith(5)
    }, waitMs)
    await store.close()
  })
})
