/** The shelf on Redis or Valkey: keys `<namespace>:notifier:shelf:…`, each with a lifetime. */
import { createHash } from 'node:crypto'
import {
  connection,
  type OnFault,
  type RedisAddress,
  ready,
  refused,
  run,
} from '@holdpoint/store/connection'
import type { Redis } from 'ioredis'
import type { Shelf } from './port.ts'

/** How long opening waits for a server that is just starting. */
const connectWithinMs = 15_000

/** A count whose lifetime were set by a second call could stay for ever. */
const countLua = `#!lua
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return count`
const countScript = { lua: countLua, sha1: createHash('sha1').update(countLua).digest('hex') }

export interface RedisShelfOptions extends RedisAddress {
  readonly namespace: string
  readonly onFault: OnFault
}

/** Connects and waits until the server answers; HP_STORE if that takes too long. */
export async function openRedisShelf(options: RedisShelfOptions): Promise<Shelf> {
  const { namespace, onFault, ...address } = options
  const redis = connection(address, onFault)
  await ready(redis, connectWithinMs)
  return new RedisShelf(redis, `${namespace}:notifier:shelf`)
}

class RedisShelf implements Shelf {
  readonly #redis: Redis
  readonly #root: string

  constructor(redis: Redis, root: string) {
    this.#redis = redis
    this.#root = root
  }

  async get(key: string): Promise<string | undefined> {
    return (await refused(this.#redis.get(this.#at(key)))) ?? undefined
  }

  async put(key: string, value: string, lifetimeMs: number): Promise<void> {
    await refused(this.#redis.set(this.#at(key), value, 'PX', Math.ceil(lifetimeMs)))
  }

  async putNew(key: string, value: string, lifetimeMs: number): Promise<boolean> {
    const ms = Math.ceil(lifetimeMs)
    return (await refused(this.#redis.set(this.#at(key), value, 'PX', ms, 'NX'))) === 'OK'
  }

  async take(key: string): Promise<string | undefined> {
    return (await refused(this.#redis.getdel(this.#at(key)))) ?? undefined
  }

  async remove(key: string): Promise<void> {
    await refused(this.#redis.del(this.#at(key)))
  }

  async count(key: string, lifetimeMs: number): Promise<number> {
    return Number(await run(this.#redis, countScript, [this.#at(key)], [Math.ceil(lifetimeMs)]))
  }

  async push(key: string, value: string, countMax: number, lifetimeMs: number): Promise<void> {
    const at = this.#at(key)
    const writing = this.#redis
      .multi()
      .lpush(at, value)
      .ltrim(at, 0, countMax - 1)
    await refused(writing.pexpire(at, Math.ceil(lifetimeMs)).exec())
  }

  async list(key: string): Promise<readonly string[]> {
    return refused(this.#redis.lrange(this.#at(key), 0, -1))
  }

  async close(): Promise<void> {
    this.#redis.disconnect()
  }

  #at(key: string): string {
    return `${this.#root}:${key}`
  }
}
