/** One connection to Redis that never queues blindly: a call is sent now or refused with HP_STORE, and a lost connection refuses what it had not answered. */
import type { ConnectionOptions } from 'node:tls'
import { HoldpointError } from '@holdpoint/contracts'
import type { RedisOptions } from 'ioredis'
import { Redis } from './ioredis.ts'
import type { SlotScript } from './slot-script.ts'

/** A slot's queue stands still while one call waits; longer than a fork or an fsync under load, shorter than Kafka's transaction timeout. */
const commandTimeoutMs = 5_000
/** First wait before a new attempt to connect, doubled up to the second. */
const reconnectFirstMs = 50
const reconnectMaxMs = 1_000

export interface RedisAddress {
  readonly host: string
  readonly port: number
  readonly username?: string
  readonly password?: string
  readonly tls?: ConnectionOptions
}

/** Without the option that changes the types of replies. */
type Options = Omit<RedisOptions, 'replyMapping'>

/** Called when a connection fails or is lost, for the log. Calls reject on their own. */
export type OnFault = (fault: HoldpointError) => void

export function connection(address: RedisAddress, onFault: OnFault, extra: Options = {}) {
  const options: Options = {
    ...address,
    // Replies of the same shape from every server; nothing here needs RESP3.
    protocol: 2,
    lazyConnect: true,
    enableOfflineQueue: false,
    // Together these two refuse every unanswered call the moment its connection is lost, instead of sending it again.
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // It would need the right to call INFO; a server that still loads answers LOADING, which is HP_STORE like the rest.
    enableReadyCheck: false,
    disableClientInfo: true,
    commandTimeout: commandTimeoutMs,
    // A connection that swallows everything is given up, not only the call that waited.
    socketTimeout: 2 * commandTimeoutMs,
    retryStrategy: (attempt) => Math.min(reconnectMaxMs, reconnectFirstMs * 2 ** (attempt - 1)),
    // A replica that was promoted, or a primary that no longer is one: look up the address again.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
    ...extra,
  }
  const redis = new Redis(options)
  redis.on('error', (error: unknown) => onFault(storeError(error)))
  // A server that goes in an orderly way closes its connections without an error.
  let isUp = false
  redis.on('ready', () => {
    isUp = true
  })
  redis.on('reconnecting', () => {
    if (isUp) onFault(failure('connection lost'))
    isUp = false
  })
  return redis
}

/** Resolves when the connection can be used; rejects with HP_STORE when that takes longer. It goes on trying only until then. */
export async function ready(redis: Redis, withinMs: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let latest: unknown
  const noteError = (error: unknown) => {
    latest = error
  }
  redis.on('error', noteError)
  redis.once('ready', resolve)
  const timer = setTimeout(() => {
    redis.disconnect()
    reject(
      latest === undefined
        ? new HoldpointError('HP_STORE', { rule: 'no connection in time' })
        : storeError(latest),
    )
  }, withinMs)
  // A first attempt may fail while the server starts; the retries go on behind this promise.
  redis.connect().catch(noteError)
  await promise.finally(() => {
    clearTimeout(timer)
    redis.off('error', noteError)
    redis.off('ready', resolve)
  })
}

/** EVALSHA, and EVAL where the server does not know the script (first use, restart, failover). */
export async function run(
  redis: Redis,
  { lua, sha1 }: SlotScript,
  keys: readonly string[],
  args: readonly (string | number | Buffer)[],
): Promise<unknown> {
  try {
    return await redis.evalsha(sha1, keys.length, ...keys, ...args)
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw storeError(error)
    return await refused(redis.eval(lua, keys.length, ...keys, ...args))
  }
}

export async function refused<T>(reply: Promise<T>): Promise<T> {
  try {
    return await reply
  } catch (error) {
    throw storeError(error)
  }
}

/**
 * The client's errors carry the arguments of the command, and the server's may echo them: states must not get into logs that way. Only the server's error
 * word or the socket's code is kept, and no cause.
 */
export function storeError(error: unknown): HoldpointError {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'string' && /^[A-Z_]{3,32}$/.test(code)) return failure(code)
  const word = /^(?:-?)([A-Z]{3,32})\b/.exec(String(message))?.[1]
  if (word !== undefined) return failure(word)
  if (message === 'Command timed out') return failure('no answer in time')
  return failure('connection lost or not open')
}

function failure(rule: string): HoldpointError {
  return new HoldpointError('HP_STORE', { rule })
}
