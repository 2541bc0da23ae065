/** The gate's state on Redis or Valkey. Nothing here is the truth: the changelog on Kafka is, and a server that lost anything is filled again from there. */
import { HoldpointError } from '@holdpoint/contracts'
import type { Redis } from 'ioredis'
import {
  answerLifetimeMs,
  type Change,
  type Company,
  type DueFrom,
  fromTheFirst,
  type OpenEntry,
  type SlotStore,
} from './port.ts'
import {
  connection,
  type OnFault,
  type RedisAddress,
  ready,
  refused,
  run,
  storeError,
} from './redis-connection.ts'
import { applyScript, attemptScript, listsOf, loadScript, wipeScript } from './slot-script.ts'

/** How long opening waits for a server that is just starting. */
const connectWithinMs = 15_000
/** Plain, so that a namespace can't reach into another's keys or hash tags. */
const namespacePattern = /^[A-Za-z0-9._-]{1,64}$/

/** What its Redis user must be allowed, on keys `<namespace>:*` and channel `<namespace>:applied`. Scripts need the rights of what they call. */
export const storeCommands = [
  ...['eval', 'evalsha', 'publish', 'subscribe', 'get', 'set', 'del', 'unlink'],
  ...['hget', 'hset', 'hdel', 'hlen', 'hmget', 'hgetall'],
  ...['zadd', 'zrem', 'zrange', 'zrangebyscore', 'zrangebylex'],
] as const

export interface RedisStoreOptions extends RedisAddress {
  /** First part of every key and of the channel `<namespace>:applied`. */
  readonly namespace: string
  readonly onFault?: OnFault
  readonly connectWithinMs?: number
  /** Default `answerLifetimeMs` of the port. */
  readonly answerLifetimeMs?: number
}

/**
 * Connects and waits until the server answers; HP_STORE if that takes longer than `connectWithinMs`.
 *
 * A call whose connection is lost, or that gets no answer in time, rejects with HP_STORE; later calls work again once the connection is back. After such a
 * rejection of `apply` it is not known whether the server has applied the change, or will. Apply the same change again: it succeeds, or is refused with
 * HP_STORE_MOVED; then `position()` is `change.to` if the first attempt was applied, and anything else means that the slot is not ours.
 */
export async function openRedisStore(options: RedisStoreOptions): Promise<SlotStore> {
  if (!namespacePattern.test(options.namespace)) {
    throw new HoldpointError('HP_FIELD_INVALID', {
      field: 'namespace',
      rule: `must match ${namespacePattern.source}`,
    })
  }
  const onFault = options.onFault ?? (() => {})
  const redis = connection(addressOf(options), onFault)
  await ready(redis, options.connectWithinMs ?? connectWithinMs)
  return new RedisStore(redis, options, onFault)
}

type Values = readonly (string | undefined)[]

class RedisStore implements SlotStore {
  readonly #options: RedisStoreOptions
  readonly #onFault: OnFault
  readonly #redis: Redis
  readonly #channel: string
  // Subscribing takes a connection of its own, made when somebody first listens.
  #subscriber: Redis | undefined
  readonly #listeners = new Set<(slot: number) => void>()

  constructor(redis: Redis, options: RedisStoreOptions, onFault: OnFault) {
    this.#redis = redis
    this.#options = options
    this.#onFault = onFault
    this.#channel = `${options.namespace}:applied`
  }

  async position(slot: number): Promise<number | undefined> {
    const text = await refused(this.#redis.get(this.#keys(slot).position))
    return text === null ? undefined : Number(text)
  }

  async wipe(slot: number): Promise<void> {
    await run(this.#redis, wipeScript, Object.values(this.#keys(slot)), [])
  }

  async load(slot: number, at: number | undefined, keys: readonly string[]): Promise<Values> {
    const { position, state } = this.#keys(slot)
    const reply = await run(this.#redis, loadScript, [position, state], [at ?? '', ...keys])
    if (!Array.isArray(reply)) throw new HoldpointError('HP_STORE_MOVED', { slot })
    return reply.map(present)
  }

  async apply(slot: number, { from, to, puts, answers }: Change): Promise<void> {
    const answerKeys = answers.map(({ commandId }) => this.#key(slot, `answer:${commandId}`))
    const keys = [...Object.values(this.#keys(slot)), ...answerKeys]
    const applied = await run(this.#redis, applyScript, keys, [
      from ?? '',
      to,
      this.#channel,
      slot,
      this.#options.answerLifetimeMs ?? answerLifetimeMs,
      ...listsOf(puts),
      ...answers.map(({ value }) => value),
    ])
    if (applied !== 1) throw new HoldpointError('HP_STORE_MOVED', { slot })
  }

  async attempt(slot: number, place: string, by: string, company: Company): Promise<number> {
    const keys = [this.#key(slot, 'attempts')]
    return Number(await run(this.#redis, attemptScript, keys, [place, by, company]))
  }

  async due(
    slot: number,
    nowMs: number,
    countMax: number,
    { afterMs, skip }: DueFrom = fromTheFirst,
  ): Promise<readonly string[]> {
    const { due } = this.#keys(slot)
    const from = `(${afterMs}`
    return await refused(this.#redis.zrangebyscore(due, from, nowMs, 'LIMIT', skip, countMax))
  }

  async nextDueMs(
    slot: number,
    afterMs: number = fromTheFirst.afterMs,
  ): Promise<number | undefined> {
    const { due } = this.#keys(slot)
    const [from, first] = [`(${afterMs}`, ['LIMIT', 0, 1] as const]
    const found = this.#redis.zrangebyscore(due, from, '+inf', 'WITHSCORES', ...first)
    const [, score] = await refused(found)
    return score === undefined ? undefined : Number(score)
  }

  async open(slot: number): Promise<ReadonlyMap<string, OpenEntry>> {
    const entries = await refused(this.#redis.hgetall(this.#keys(slot).open))
    return new Map(Object.entries(entries).map(([id, text]) => [id, openEntryOf(text)]))
  }

  async peek(slot: number, keys: readonly string[]): Promise<Values> {
    if (keys.length === 0) return []
    const values = await refused(this.#redis.hmget(this.#keys(slot).state, ...keys))
    return values.map(present)
  }

  async ready(
    slot: number,
    audience: string,
    countMax: number,
    afterId: string = '',
  ): Promise<readonly string[]> {
    const { ready } = this.#keys(slot)
    const from = `(${audience}\0${afterId}`
    const to = `(${audience}\x01`
    const members = await refused(this.#redis.zrangebylex(ready, from, to, 'LIMIT', 0, countMax))
    return members.map((member) => member.slice(audience.length + 1))
  }

  async answer(slot: number, commandId: string): Promise<string | undefined> {
    return present(await refused(this.#redis.get(this.#key(slot, `answer:${commandId}`))))
  }

  onApplied(listener: (slot: number) => void): () => void {
    this.#listeners.add(listener)
    this.#subscriber ??= this.#subscribe()
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    this.#listeners.clear()
    this.#subscriber?.disconnect()
    this.#redis.disconnect()
  }

  #subscribe(): Redis {
    const redis = connection(addressOf(this.#options), this.#onFault, {
      autoResubscribe: false,
      // Nothing comes for hours, and nothing is asked.
      socketTimeout: undefined,
    })
    redis.on('message', (_channel: string, slot: string) => {
      for (const listener of this.#listeners) listener(Number(slot))
    })
    // Anew on every connection: what was on its way when the last one broke is gone.
    redis.on('ready', () => {
      redis.subscribe(this.#channel).catch((error: unknown) => this.#onFault(storeError(error)))
    })
    // Failed attempts are told as faults, and repeated.
    redis.connect().catch(() => {})
    return redis
  }

  /** What a wipe deletes, in the order that the scripts expect. Answers and attempts stay. */
  #keys(slot: number) {
    return {
      position: this.#key(slot, 'position'),
      state: this.#key(slot, 'state'),
      due: this.#key(slot, 'due'),
      ready: this.#key(slot, 'ready'),
      granted: this.#key(slot, 'granted'),
      open: this.#key(slot, 'open'),
    }
  }

  #key(slot: number, name: string): string {
    return `${this.#options.namespace}:{${slot}}:${name}`
  }
}

/** `<revision>`, or `<revision> <owner>`. */
function openEntryOf(text: string): OpenEntry {
  const at = text.indexOf(' ')
  if (at < 0) return { revision: Number(text) }
  return { revision: Number(text.slice(0, at)), owner: text.slice(at + 1) }
}

function addressOf({ host, port, username, password, tls }: RedisStoreOptions): RedisAddress {
  return {
    host,
    port,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : { tls }),
  }
}

function present(value: string | null): string | undefined {
  return value ?? undefined
}
