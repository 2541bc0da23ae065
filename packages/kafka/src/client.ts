/**
 * One kafkajs client per producer, transactor and consumer, so that each can be thrown away whole. A client that was destroyed can't come back: kafkajs would
 * go on retrying in the background and write what we have long reported as failed.
 */

import { connect as connectTcp, isIP, Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import type { ISocketFactory, KafkaConfig, Kafka as KafkaType, RetryOptions } from 'kafkajs'
import { type BrokerHooks, hookBrokers, repairBrokers } from './broker-hooks.ts'
import { Kafka, logLevel } from './kafkajs-module.ts'
import { type BusLogger, createLogCreator } from './log.ts'
import { quickenProducing } from './produce-request.ts'
import { quietRequestQueues } from './request-queue.ts'

const connectionTimeoutMs = 3000
const requestTimeoutMs = 30_000
const keepAliveMs = 60_000
/**
 * kafkajs' defaults depend on NODE_ENV: every client gets its own. About 20 s in all, in which a broker restarts: a consumer that gives up sooner comes back as
 * a new member, and the group then waits for the session of the old one to end.
 */
const connectionRetry = {
  initialRetryTime: 50,
  factor: 0.2,
  multiplier: 2,
  maxRetryTime: 1000,
  retries: 24,
} as const satisfies RetryOptions

export interface KafkaOptions {
  /** `host:port` of some brokers. */
  readonly brokers: readonly string[]
  /** With a name and password: SASL/SCRAM-SHA-512. */
  readonly username?: string
  readonly password?: string
  /** True: TLS against the system's authorities; or Node's TLS options. */
  readonly tls?: boolean | ConnectionOptions
  /** Shown in the broker's logs and metrics. */
  readonly clientId?: string
  readonly logger?: BusLogger
}

export interface Client {
  readonly kafka: KafkaType
  readonly hooks: BrokerHooks
  /** Cuts all connections, and refuses new ones. */
  destroy(): void
}

quietRequestQueues()
quickenProducing()
repairBrokers()

export function createClient(options: KafkaOptions, retry: RetryOptions = connectionRetry): Client {
  const sockets = new Sockets()
  const kafka = new Kafka({
    ...address(options),
    clientId: options.clientId ?? 'holdpoint',
    connectionTimeout: connectionTimeoutMs,
    authenticationTimeout: requestTimeoutMs,
    requestTimeout: requestTimeoutMs,
    retry: { ...retry },
    socketFactory: sockets.open,
    logLevel: logLevel.WARN,
    logCreator: createLogCreator(options.logger, Date.now),
  })
  const hooks: BrokerHooks = {}
  hookBrokers(kafka.logger(), hooks)
  return { kafka, hooks, destroy: () => sockets.destroy() }
}

function address({ brokers, username, password, tls }: KafkaOptions): KafkaConfig {
  const config: KafkaConfig = { brokers: [...brokers] }
  if (tls !== undefined) config.ssl = tls
  if (username !== undefined && password !== undefined) {
    config.sasl = { mechanism: 'scram-sha-512', username, password }
  }
  return config
}

class Sockets {
  readonly #open = new Set<Socket>()
  #isDestroyed = false

  readonly open: ISocketFactory = ({ host, port, ssl, onConnect }) => {
    const socket = this.#isDestroyed ? refused() : connect(host, port, ssl, onConnect)
    this.#open.add(socket)
    socket.once('close', () => this.#open.delete(socket))
    return socket
  }

  destroy(): void {
    this.#isDestroyed = true
    for (const socket of this.#open) socket.destroy(new Error('closed'))
  }
}

function connect(
  host: string,
  port: number,
  // kafkajs passes `true`, the options, or nothing; its type says options.
  ssl: ConnectionOptions | boolean | undefined,
  onConnect: () => void,
): Socket {
  if (ssl === undefined || ssl === false || ssl === null) {
    const socket = connectTcp({ host, port, noDelay: true }, onConnect)
    return socket.setKeepAlive(true, keepAliveMs)
  }
  const name = isIP(host) === 0 ? { servername: host } : {}
  const options = { host, port, ...name, ...(ssl === true ? {} : ssl) }
  return connectTls(options, onConnect).setNoDelay(true).setKeepAlive(true, keepAliveMs)
}

function refused(): Socket {
  const socket = new Socket()
  process.nextTick(() => socket.destroy(new Error('closed')))
  return socket
}
