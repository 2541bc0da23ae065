/**
 * The life of a process: settings, start, signals, a stop with a deadline. Crash-only: what the code does not understand ends the process, and the supervisor
 * starts it anew; every service comes back to where it was from Kafka.
 */
import { HoldpointError } from '@holdpoint/contracts'
import type { Static, TSchema } from 'typebox'
import { loadConfig } from './config.ts'
import type { LogLevel } from './config-shape.ts'
import { errorSentence } from './error-record.ts'
import { createLogger, type Logger } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { type SystemTime, systemTime } from './time.ts'

/** Below the 30 s that orchestrators commonly leave between SIGTERM and SIGKILL. */
const stopMsMax = 10_000

export interface Running {
  /** Rejects when the service can't go on. Never resolves. */
  readonly failed?: Promise<never>
  /** Finishes what is in hand and lets go of everything. */
  stop(): Promise<void>
}

export interface Context<C> {
  readonly config: C
  readonly log: Logger
  readonly metrics: Metrics
}

export interface Service<T extends TSchema> {
  /** Shape of the settings; has at least the `processSettings`. */
  readonly schema: T
  /** Resolves when the service runs; it may still be catching up (`/readyz`). */
  start(context: Context<Static<T>>): Promise<Running>
}

export type HostEvent = 'SIGTERM' | 'SIGINT' | 'uncaughtException' | 'unhandledRejection'

/** What a process can do to us and we to it. */
export interface Host {
  on(event: HostEvent, call: (reason: unknown) => void): unknown
  exit(code: number): void
}

export interface RunOptions {
  readonly host?: Host
  readonly time?: SystemTime
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Instead of the one made from the settings. */
  readonly log?: Logger
}

/**
 * Runs the service until SIGTERM or SIGINT (exit 0 after a clean stop) or until it fails (exit 1). A second signal, or a stop that takes longer than its deadline,
 * exits with 1 at once. Resolves when the service runs.
 */
export async function runService<T extends TSchema>(
  service: Service<T>,
  options: RunOptions = {},
): Promise<void> {
  const life = new Life(options.host ?? process, options.time ?? systemTime, options.log)
  life.watch()
  try {
    const config = await loadConfig(service.schema, options.environment)
    const { service: name, log: settings } = config as {
      service: string
      log?: { level: LogLevel }
    }
    const log = options.log ?? createLogger({ service: name, ...settings })
    life.log = log
    await life.began(await service.start({ config, log, metrics: createMetrics(name) }))
  } catch (error) {
    life.die(error)
  }
}

class Life {
  log: Logger
  private readonly host: Host
  private readonly time: SystemTime
  private running: Running | undefined
  private isStopping = false
  private isDead = false

  constructor(host: Host, time: SystemTime, log?: Logger) {
    this.host = host
    this.time = time
    this.log = log ?? createLogger({ service: 'holdpoint' })
  }

  watch(): void {
    this.host.on('SIGTERM', () => this.stop())
    this.host.on('SIGINT', () => this.stop())
    this.host.on('uncaughtException', (error) => this.die(error))
    this.host.on('unhandledRejection', (reason) => this.die(reason))
  }

  async began(running: Running): Promise<void> {
    this.running = running
    running.failed?.catch((error) => this.die(error))
    if (this.isStopping) return this.finish(running)
    this.log.info('running')
  }

  die(error: unknown): void {
    if (this.isDead) return
    this.isDead = true
    this.log.fatal({ err: error }, `ended: ${errorSentence(error)}`)
    this.host.exit(1)
  }

  private stop(): void {
    if (this.isStopping) {
      this.host.exit(1)
      return
    }
    this.isStopping = true
    // While it still starts, `began` goes on from here.
    if (this.running !== undefined) void this.finish(this.running)
  }

  private async finish(running: Running): Promise<void> {
    const deadline = this.time.sleep(stopMsMax).then(() => {
      throw new HoldpointError('HP_TIMEOUT', { waitedMs: stopMsMax })
    })
    try {
      await Promise.race([running.stop(), deadline])
    } catch (error) {
      return this.die(error)
    }
    if (this.isDead) return
    this.isDead = true
    this.log.info('stopped')
    this.host.exit(0)
  }
}
