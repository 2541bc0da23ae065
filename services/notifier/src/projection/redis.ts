/** The projection on Redis or Valkey: keys `<namespace>:notifier:{<partition>}:…`, and one channel that wakes every replica. */
import type { ActionId, Digest } from '@holdpoint/contracts'
import {
  connection,
  type OnFault,
  type RedisAddress,
  ready,
  refused,
  run,
} from '@holdpoint/store/connection'
import type { Redis } from 'ioredis'
import { type Approval, type ListName, listNames, placeOf } from '../approval.ts'
import type { Denial, IndexedDenial } from '../denial.ts'
import {
  type ChangeNotice,
  type CommandResult,
  decidedKeepMs,
  type Listed,
  type News,
  type Progress,
  type Projection,
  type ProjectionChange,
  resultLifetimeMs,
  type SettledNews,
  type ShownViews,
} from './port.ts'
import { applyScript, denyScript, settleScript, wipeScript } from './script.ts'

/** How long opening waits for a server that is just starting. */
const connectWithinMs = 15_000

export interface RedisProjectionOptions extends RedisAddress {
  /** First part of every key and of the channel. */
  readonly namespace: string
  readonly partitionCount: number
  readonly onFault: OnFault
}

/** Connects and waits until the server answers; HP_STORE if that takes too long. */
export async function openRedisProjection(options: RedisProjectionOptions): Promise<Projection> {
  const { namespace, partitionCount, onFault, ...address } = options
  const redis = connection(address, onFault)
  // A connection that subscribes can do nothing else; it subscribes again by itself after a loss.
  const listening = connection(address, onFault, { autoResubscribe: true })
  await Promise.all([ready(redis, connectWithinMs), ready(listening, connectWithinMs)])
  const projection = new RedisProjection(redis, listening, namespace, partitionCount)
  await projection.listen()
  return projection
}

class RedisProjection implements Projection {
  readonly #redis: Redis
  readonly #listening: Redis
  readonly #root: string
  readonly #partitions: readonly number[]
  readonly #listeners = new Set<(notice: ChangeNotice) => void>()

  constructor(redis: Redis, listening: Redis, namespace: string, partitionCount: number) {
    this.#redis = redis
    this.#listening = listening
    this.#root = `${namespace}:notifier`
    this.#partitions = Array.from({ length: partitionCount }, (_, partition) => partition)
  }

  async listen(): Promise<void> {
    this.#listening.on('message', (_channel: string, text: string) => {
      const notice = JSON.parse(text) as ChangeNotice
      for (const listener of this.#listeners) listener(notice)
    })
    await refused(this.#listening.subscribe(this.#channel))
  }

  async progress(partition: number): Promise<Progress | undefined> {
    const [position, chain, freezes, silent] = await refused(
      this.#redis.hmget(this.#key(partition, 'at'), 'position', 'chain', 'freezes', 'silent'),
    )
    if (position == null) return undefined
    return {
      position: Number(position),
      ...(chain ? { chain: JSON.parse(chain) } : {}),
      ...(freezes ? { freezes: JSON.parse(freezes) } : {}),
      ...(silent ? { silentUntil: Number(silent) } : {}),
    }
  }

  async wipe(partition: number): Promise<void> {
    await run(this.#redis, wipeScript, this.#keys(partition), [])
  }

  async load(
    partition: number,
    ids: readonly ActionId[],
  ): Promise<readonly (Approval | undefined)[]> {
    if (ids.length === 0) return []
    const texts = await refused(
      this.#redis.hmget(this.#key(partition, 'approvals'), ...ids.map(String)),
    )
    return texts.map(parse<Approval>)
  }

  async apply(partition: number, change: ProjectionChange): Promise<boolean> {
    const { from, to, freezes, approvals, views, dropped, denials, results, hints } = change
    const { news = [], silentUntil = '', tellsPending = false } = change
    await this.#remember(denials, change.forgetBeforeMs)
    const answered = results.map(({ commandId }) => commandId)
    const notice = JSON.stringify({ partition, hints, answered } satisfies ChangeNotice)
    const isTold = hints.length + results.length > 0
    const keys = results.map(({ commandId }) => this.#key(partition, `result:${commandId}`))
    const reply = await run(
      this.#redis,
      applyScript,
      [...this.#keys(partition), ...keys],
      [
        ...[from ?? '', to.position, to.chain === undefined ? '' : JSON.stringify(to.chain)],
        ...[this.#channel, isTold ? notice : '', resultLifetimeMs, change.forgetBeforeMs],
        ...[freezes === undefined ? '' : JSON.stringify(freezes), silentUntil],
        ...[tellsPending ? 'all' : '', approvals.length],
        ...approvals.flatMap((approval) => [
          approval.id,
          JSON.stringify(approval),
          ...placeOf(approval),
        ]),
        views.length,
        ...views.flatMap(({ id, name, view }) => [`${id}:${name}`, JSON.stringify(view)]),
        dropped.length,
        ...dropped,
        ...[news.length, ...news],
        ...results.map(({ result }) => JSON.stringify(result)),
      ],
    )
    return reply === 1
  }

  async news(partition: number, nowMs: number, countMax: number): Promise<readonly News[]> {
    const [news, moments] = this.#newsKeys(partition)
    const [changed, due] = await refused(
      Promise.all([
        this.#redis.zrange(news, '0', String(countMax - 1), 'WITHSCORES'),
        this.#redis.zrangebyscore(moments, '-inf', nowMs, 'LIMIT', 0, countMax),
      ]),
    )
    const found = new Map<string, number>()
    for (let at = 0; at < changed.length; at += 2) {
      found.set(changed[at] ?? '', Number(changed[at + 1]))
    }
    for (const id of due) if (!found.has(id)) found.set(id, 0)
    return [...found].slice(0, countMax).map(([id, stamp]) => ({ id: id as ActionId, stamp }))
  }

  async settle(partition: number, settled: readonly SettledNews[]): Promise<void> {
    if (settled.length === 0) return
    const args = settled.flatMap(({ id, stamp, nextMs = '' }) => [id, stamp, nextMs])
    await run(this.#redis, settleScript, this.#newsKeys(partition), args)
  }

  async find(partition: number, id: ActionId): Promise<Approval | undefined> {
    return (await this.load(partition, [id]))[0]
  }

  async views(partition: number, id: ActionId): Promise<ShownViews> {
    const fields = [`${id}:action`, `${id}:result`]
    const [action, result] = (
      await refused(this.#redis.hmget(this.#key(partition, 'views'), ...fields))
    ).map(parse<NonNullable<ShownViews['action']>>)
    return { ...(action && { action }), ...(result && { result }) }
  }

  async list(name: ListName, countMax: number): Promise<Listed> {
    const found = await Promise.all(
      this.#partitions.map((partition) => this.#listOne(partition, name, countMax)),
    )
    const sign = isOldestFirst(name) ? 1 : -1
    const approvals = found
      .flatMap((listed) => listed.approvals)
      .toSorted((left, right) => sign * (placeOf(left)[1] - placeOf(right)[1]))
    const total = found.reduce((sum, listed) => sum + listed.total, 0)
    return { approvals: approvals.slice(0, countMax), total }
  }

  async denials(agent: string, shape: Digest): Promise<readonly Denial[]> {
    const [, told = ''] = this.#denialKeys(agent)
    return parse<Denial[]>(await refused(this.#redis.hget(told, shape))) ?? []
  }

  async result(partition: number, commandId: string): Promise<CommandResult | undefined> {
    const text = await refused(this.#redis.get(this.#key(partition, `result:${commandId}`)))
    return parse<CommandResult>(text)
  }

  onChange(listener: (notice: ChangeNotice) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    this.#listeners.clear()
    this.#redis.disconnect()
    this.#listening.disconnect()
  }

  async #listOne(partition: number, name: ListName, countMax: number): Promise<Listed> {
    const key = this.#key(partition, name)
    const last = String(countMax - 1)
    const order = isOldestFirst(name)
      ? this.#redis.zrange(key, 0, last)
      : this.#redis.zrange(key, 0, last, 'REV')
    const [ids, total] = await refused(Promise.all([order, this.#redis.zcard(key)]))
    const approvals = await this.load(partition, ids as ActionId[])
    return { approvals: approvals.filter((approval) => approval !== undefined), total }
  }

  /** Each agent's by themselves: their keys lie in another hash slot than the partition's. */
  async #remember(denials: readonly IndexedDenial[], forgetBeforeMs: number): Promise<void> {
    const byAgent = Map.groupBy(denials, ({ agent }) => agent)
    for (const [agent, own] of byAgent) {
      const pairs = own.flatMap(({ agent: _, shape, ...denial }) => [shape, JSON.stringify(denial)])
      await run(this.#redis, denyScript, this.#denialKeys(agent), [
        ...[forgetBeforeMs, decidedKeepMs],
        ...pairs,
      ])
    }
  }

  /** When each shape was denied last, and what is told of it. */
  #denialKeys(agent: string): string[] {
    return ['at', 'told'].map((name) => `${this.#root}:{denied:${agent}}:${name}`)
  }

  get #channel(): string {
    return `${this.#root}:changes`
  }

  #key(partition: number, name: string): string {
    return `${this.#root}:{${partition}}:${name}`
  }

  #newsKeys(partition: number): [string, string] {
    return [this.#key(partition, 'news'), this.#key(partition, 'moments')]
  }

  #keys(partition: number): string[] {
    const own = ['at', 'approvals', 'views', ...listNames].map((name) => this.#key(partition, name))
    return [...own, ...this.#newsKeys(partition)]
  }
}

const isOldestFirst = (name: ListName): boolean => name === 'pending' || name === 'unknown'

function parse<T>(text: string | null | undefined): T | undefined {
  return text == null ? undefined : (JSON.parse(text) as T)
}
