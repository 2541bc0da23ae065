/**
 * Socket Mode: connections that we open, so that nobody has to reach us. Two at a time, since Slack renews each every few hours and a press goes to one of them. Opening
 * again is ours: the client waits ever longer after an outage (its delays have no upper bound), and throws where nobody listens when Slack turns it down.
 */

import type { Secret } from '@holdpoint/seal'
import { delayOf, type SystemTime } from '@holdpoint/service'
import { type App, type Receiver, SocketModeReceiver } from '@slack/bolt'
import { clientOptions, faultOf } from './api.ts'
import { silentLogger } from './silent-logger.ts'

/** Slack allows ten for an app: five replicas. */
const socketsPerReplica = 2
/** After an outage people wait for this; Slack allows few connections a minute. */
const backoff = { firstMs: 500, mostMs: 30_000 }
/** Quotes within other messages are escaped. */
const renewal = /"type"\s*:\s*"disconnect"/
/** A connection says hello within a second or two. */
const helloMsMax = 15_000

export interface SocketDeps {
  readonly appToken: Secret
  readonly apiUrl?: string | undefined
  readonly time: Pick<SystemTime, 'sleep'>
  readonly random: () => number
  /** Told once per change: a code, or nothing when it is open again. */
  readonly onState: (fault: string | undefined) => void
}

/** What tells of a connection's end. */
interface Connection {
  readonly client: { on(event: string, call: (data: unknown) => void): unknown }
}

export class SocketReceiver implements Receiver {
  readonly #deps: SocketDeps
  readonly #stopping = new AbortController()
  readonly #open = new Set<SocketModeReceiver>()
  #app: App | undefined

  constructor(deps: SocketDeps) {
    this.#deps = deps
  }

  init(app: App): void {
    this.#app = app
  }

  /** Does not wait for Slack: what is to be sent waits in the queue anyhow. */
  async start(): Promise<void> {
    for (let n = 0; n < socketsPerReplica; n++) void this.#keepOpen()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.all([...this.#open].map((receiver) => receiver.stop()))
  }

  async #keepOpen(): Promise<void> {
    const { time, random, onState } = this.#deps
    const { signal } = this.#stopping
    for (let attempt = 1; !signal.aborted; attempt++) {
      const fault = await this.#openOnce(() => {
        attempt = 0
        onState(undefined)
      })
      if (signal.aborted) return
      if (fault !== undefined) onState(fault)
      await time.sleep(delayOf(Math.max(1, attempt), backoff, random()), signal)
    }
  }

  /** Until the connection ends. A code: it never opened. */
  async #openOnce(onOpen: () => void): Promise<string | undefined> {
    const { appToken, apiUrl, time } = this.#deps
    const receiver = new SocketModeReceiver({
      appToken: appToken.reveal().toString(),
      autoReconnectEnabled: false,
      logger: silentLogger,
      installerOptions: { clientOptions: clientOptions(apiUrl) },
      // Not acknowledged: the person sees that it did not work.
      processEventErrorHandler: async () => false,
    })
    if (this.#app !== undefined) receiver.init(this.#app)
    const ended = endOf(receiver)
    this.#open.add(receiver)
    try {
      const opened = receiver.start().then(
        () => 'open' as const,
        (error: unknown) => ({ code: error === undefined ? 'closed' : faultOf(error).code }),
      )
      const late = time.sleep(helloMsMax, this.#stopping.signal).then(() => ({ code: 'no_hello' }))
      const result = await Promise.race([opened, late])
      if (result !== 'open') return result.code
      onOpen()
      await ended
      return undefined
    } finally {
      this.#open.delete(receiver)
      void receiver.stop()
    }
  }
}

/** Slack says beforehand when it renews a connection: the next one is opened at once, and not after this one has closed. */
export function endOf({ client }: Connection): Promise<void> {
  return new Promise((resolve) => {
    client.on('disconnected', () => resolve())
    client.on('ws_message', (data) => {
      if (typeof data === 'string' && renewal.test(data)) resolve()
    })
  })
}
