/** The book on Redis or Valkey: one hash `<namespace>:notifier:{people}:book`. */
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
import type { Book } from './book.ts'

/** How long opening waits for a server that is just starting. */
const connectWithinMs = 15_000
const positionField = 'position'

/** Position last, and only from where the writer believes it to be: two that both follow do no harm. */
const applyLua = `#!lua
if (redis.call('HGET', KEYS[1], '${positionField}') or '') ~= ARGV[1] then return 0 end
for at = 3, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1]) end
redis.call('HSET', KEYS[1], '${positionField}', ARGV[2])
return 1`
const applyScript = { lua: applyLua, sha1: createHash('sha1').update(applyLua).digest('hex') }

export interface RedisBookOptions extends RedisAddress {
  readonly namespace: string
  readonly onFault: OnFault
}

/** Connects and waits until the server answers; HP_STORE if that takes too long. */
export async function openRedisBook(options: RedisBookOptions): Promise<Book> {
  const { namespace, onFault, ...address } = options
  const redis = connection(address, onFault)
  await ready(redis, connectWithinMs)
  return new RedisBook(redis, `${namespace}:notifier:{people}:book`)
}

class RedisBook implements Book {
  readonly #redis: Redis
  readonly #key: string

  constructor(redis: Redis, key: string) {
    this.#redis = redis
    this.#key = key
  }

  async position(): Promise<number | undefined> {
    const position = await refused(this.#redis.hget(this.#key, positionField))
    return position == null ? undefined : Number(position)
  }

  async get(fields: readonly string[]): Promise<ReadonlyMap<string, string | undefined>> {
    if (fields.length === 0) return new Map()
    const values = await refused(this.#redis.hmget(this.#key, ...fields))
    return new Map(fields.map((field, at) => [field, values[at] ?? undefined]))
  }

  async apply(
    from: number | undefined,
    to: number,
    fields: ReadonlyMap<string, string>,
  ): Promise<boolean> {
    const args = [from ?? '', to, ...[...fields].flat()]
    return (await run(this.#redis, applyScript, [this.#key], args)) === 1
  }

  async wipe(): Promise<void> {
    await refused(this.#redis.del(this.#key))
  }

  async close(): Promise<void> {
    this.#redis.disconnect()
  }
}
