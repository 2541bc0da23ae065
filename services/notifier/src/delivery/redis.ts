/** Copies on Redis or Valkey: keys `<namespace>:notifier:{to:<channel>}:…`. */
import type { ActionId } from '@holdpoint/contracts'
import {
  connection,
  type OnFault,
  type RedisAddress,
  ready,
  refused,
  run,
} from '@holdpoint/store/connection'
import type { Redis } from 'ioredis'
import type { Rate } from '../channel/port.ts'
import { type Copy, placeNames, placesOf } from './copy.ts'
import {
  type Asked,
  type Health,
  type Lease,
  type OpenedCopyStore,
  type Queue,
  queueMax,
  type Refusal,
  type Saving,
  type Tally,
} from './port.ts'
import { admitScript, forgetScript, leaseScript, releaseScript, saveScript } from './script.ts'

/** How long opening waits for a server that is just starting. */
const connectWithinMs = 15_000
/** Copies forgotten in one step. */
const forgottenMax = 100

export interface RedisCopyOptions extends RedisAddress {
  /** First part of every key. */
  readonly namespace: string
  readonly onFault: OnFault
}

/** Connects and waits until the server answers; HP_STORE if that takes too long. */
export async function openRedisCopies(options: RedisCopyOptions): Promise<OpenedCopyStore> {
  const { namespace, onFault, ...address } = options
  const redis = connection(address, onFault)
  await ready(redis, connectWithinMs)
  return new RedisCopyStore(redis, `${namespace}:notifier`)
}

class RedisCopyStore implements OpenedCopyStore {
  readonly #redis: Redis
  readonly #root: string

  constructor(redis: Redis, root: string) {
    this.#redis = redis
    this.#root = root
  }

  async close(): Promise<void> {
    this.#redis.disconnect()
  }

  async load(channel: string, ids: readonly string[]): Promise<readonly (Copy | undefined)[]> {
    if (ids.length === 0) return []
    const texts = await refused(this.#redis.hmget(this.#key(channel, 'copies'), ...ids))
    return texts.map(parse)
  }

  async of(channel: string, id: ActionId): Promise<readonly Copy[]> {
    const ids = await refused(this.#redis.hget(this.#key(channel, 'of'), id))
    const copies = await this.load(channel, (ids ?? '').split(' ').filter(Boolean))
    return copies.filter((copy) => copy !== undefined)
  }

  async save(channel: string, { copies, nowMs, lease }: Saving): Promise<boolean> {
    const keys = ['copies', 'of', 'lanes', ...placeNames].map((name) => this.#key(channel, name))
    const reply = await run(this.#redis, saveScript, keys, [
      ...[lease?.address ?? '', lease?.token ?? '', copies.length],
      ...copies.flatMap((copy) => {
        const places = placesOf(copy, nowMs)
        return [
          ...[copy.id, copy.version, JSON.stringify({ ...copy, version: copy.version + 1 })],
          ...[copy.address, ...placeNames.map((name) => places[name] ?? '')],
          ...[copy.members.length, ...copy.members.map(({ id }) => id)],
        ]
      }),
    ])
    return reply === 1
  }

  async queue(channel: string, nowMs: number): Promise<Queue> {
    const [members, lanes, health, next] = await refused(
      Promise.all([
        this.#redis.zrange(this.#key(channel, 'ready'), '0', String(queueMax - 1)),
        this.#redis.hgetall(this.#key(channel, 'lanes')),
        this.#health(channel),
        this.#redis.zrange(this.#key(channel, 'later'), '0', '0', 'WITHSCORES'),
      ]),
    )
    const busy = Object.entries(lanes).map(
      ([address, lane]) => [address, Number.parseInt(lane, 10)] as const,
    )
    return {
      ready: members.map((member) => {
        const end = member.indexOf(' ')
        return { id: member.slice(0, end), address: member.slice(end + 1) }
      }),
      busy: new Map(busy.filter(([, untilMs]) => untilMs > nowMs)),
      health,
      nextMs: next[1] === undefined ? undefined : Number(next[1]),
    }
  }

  async due(channel: string, nowMs: number): Promise<readonly string[]> {
    const key = this.#key(channel, 'later')
    return refused(this.#redis.zrangebyscore(key, '-inf', nowMs, 'LIMIT', 0, queueMax))
  }

  async lease(lease: Lease, asked: Asked): Promise<Refusal | undefined> {
    const { channel, address, token } = lease
    const { nowMs, untilMs, rates, isProbe } = asked
    const names = ['lanes', 'state', 'sent', `sent:${address}`]
    const spanMs = Math.max(0, ...rates.map((rate) => rate.spanMs))
    const [per, at] = (await run(
      this.#redis,
      leaseScript,
      names.map((name) => this.#key(channel, name)),
      [
        ...[address, token, nowMs, untilMs, isProbe ? 'probe' : '', spanMs, rates.length],
        ...rates.flatMap((rate) => [rate.per, rate.count, rate.spanMs]),
      ],
    )) as [Rate['per']?, string?]
    return per === undefined ? undefined : { per, untilMs: Number(at) }
  }

  async release({ channel, address, token }: Lease, freeAtMs: number): Promise<void> {
    const keys = [this.#key(channel, 'lanes')]
    await run(this.#redis, releaseScript, keys, [address, token, Math.ceil(freeAtMs)])
  }

  async admit(lease: Lease, name: string, rate: Rate, nowMs: number): Promise<boolean> {
    const { channel, address, token } = lease
    const keys = [this.#key(channel, `${name}:${address}`)]
    const args = [token, nowMs, rate.count, rate.spanMs]
    return (await run(this.#redis, admitScript, keys, args)) === 1
  }

  async health(channel: string, { failures, pausedUntilMs }: Health): Promise<void> {
    const fields = ['failures', failures, 'paused', Math.ceil(pausedUntilMs)]
    await refused(this.#redis.hset(this.#key(channel, 'state'), ...fields))
  }

  async dead(channel: string, countMax: number): Promise<readonly Copy[]> {
    const key = this.#key(channel, 'dead')
    const ids = await refused(this.#redis.zrange(key, '0', String(countMax - 1), 'REV'))
    const copies = await this.load(channel, ids)
    return copies.filter((copy) => copy !== undefined)
  }

  async tally(channel: string): Promise<Tally> {
    const count = (name: string) => this.#redis.zcard(this.#key(channel, name))
    const [waiting, later, dead, behind, health] = await refused(
      Promise.all([
        count('ready'),
        count('later'),
        count('dead'),
        this.#redis.zrange(this.#key(channel, 'behind'), '0', '0', 'WITHSCORES'),
        this.#health(channel),
      ]),
    )
    const since = behind[1]
    return {
      ...{ ready: waiting, later, dead, health },
      behindSinceMs: since === undefined ? undefined : Number(since),
    }
  }

  async forget(channel: string, beforeMs: number): Promise<void> {
    const old = await refused(
      Promise.all(
        ['ended', 'dead'].map((name) =>
          this.#redis.zrangebyscore(
            this.#key(channel, name),
            ...(['-inf', `(${beforeMs}`, 'LIMIT', 0, forgottenMax] as const),
          ),
        ),
      ),
    )
    const copies = (await this.load(channel, old.flat())).filter((copy) => copy !== undefined)
    if (copies.length === 0) return
    const keys = ['copies', 'of', 'ended', 'dead'].map((name) => this.#key(channel, name))
    const args = copies.flatMap(({ id, members }) => [
      ...[id, members.length],
      ...members.map((member) => member.id),
    ])
    await run(this.#redis, forgetScript, keys, args)
  }

  async #health(channel: string): Promise<Health> {
    const [failures, paused] = await this.#redis.hmget(
      this.#key(channel, 'state'),
      ...(['failures', 'paused'] as const),
    )
    return { failures: Number(failures ?? 0), pausedUntilMs: Number(paused ?? 0) }
  }

  #key(channel: string, name: string): string {
    return `${this.#root}:{to:${channel}}:${name}`
  }
}

function parse(text: string | null): Copy | undefined {
  return text === null ? undefined : JSON.parse(text.slice(text.indexOf('|') + 1))
}
