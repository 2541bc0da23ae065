/** One local Apache Kafka node from its jars: format, start, ready, kill, start again. */

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { HoldpointError } from '@holdpoint/contracts'
import type { Artifacts } from './artifacts.ts'
import {
  type BrokerPorts,
  type BrokerSettings,
  type Credential,
  log4jProperties,
  serverProperties,
} from './broker-files.ts'
import { type Child, startChild } from './child.ts'
import { formatArguments } from './format-arguments.ts'
import type { Java } from './java.ts'
import { writePrivate } from './private-file.ts'
import { recordOwner, refuseSecond } from './sole-owner.ts'
import { until } from './wait.ts'
import { warmUp } from './warm-up.ts'

/** A cold start takes 4 s on two cores; recovery after kill -9 waits for the old session. */
const readyDeadlineMs = 60_000
const heapMb = 512
const readyLine = 'Kafka Server started'

export interface BrokerOptions {
  /** Folder of its own; what is found formatted there is used again. */
  readonly dir: string
  readonly ports: BrokerPorts
  readonly operator: Credential
  readonly internal: Credential
  readonly java: Java
  readonly artifacts: Artifacts
  /** For measuring: false starts without the archive of shared classes. */
  readonly shareClasses?: boolean
}

export class LocalBroker {
  readonly address: string
  readonly #options: BrokerOptions
  readonly #logFile: string
  #child: Child | undefined
  #dumping: { partial: string; archive: string } | undefined

  constructor(options: BrokerOptions) {
    this.#options = options
    this.address = `127.0.0.1:${options.ports.client}`
    this.#logFile = join(options.dir, 'kafka.log')
  }

  get ports(): BrokerPorts {
    return this.#options.ports
  }

  get credentials(): { readonly operator: Credential; readonly internal: Credential } {
    const { operator, internal } = this.#options
    return { operator, internal }
  }

  /** Undefined while it is down. */
  get pid(): number | undefined {
    return this.#child?.exit() === undefined ? this.#child?.pid : undefined
  }

  /** Resolves when topics, groups and transactions are served. */
  async start(): Promise<void> {
    refuseSecond(this.#options.dir)
    this.#prepare()
    const from = existsSync(this.#logFile) ? statSync(this.#logFile).size : 0
    const child = startChild({
      command: this.#options.java.command,
      args: [...this.#jvm(), 'kafka.Kafka', join(this.#options.dir, 'server.properties')],
      logFile: this.#logFile,
      cwd: this.#options.dir,
    })
    this.#child = child
    recordOwner(this.#options.dir, child.pid)
    await until(() => child.exit() !== undefined || this.#logSince(from).includes(readyLine), {
      deadlineMs: readyDeadlineMs,
      what: `Kafka to start (see ${this.#logFile})`,
    })
    if (child.exit() !== undefined) throw this.#refusal(this.#logSince(from))
    await warmUp({ brokers: [this.address] }, this.#options.operator)
  }

  kill(signal: NodeJS.Signals): void {
    this.#child?.kill(signal)
  }

  /** Resolves when the process is gone, by whatever hand. */
  async exited(): Promise<void> {
    await this.#child?.exited
  }

  async stop(): Promise<void> {
    await this.#child?.stop()
    this.#child = undefined
    if (this.#dumping !== undefined && existsSync(this.#dumping.partial)) {
      renameSync(this.#dumping.partial, this.#dumping.archive)
    }
    this.#dumping = undefined
  }

  #prepare(): void {
    const { dir, ports, operator, internal } = this.#options
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    const settings: BrokerSettings = { dir, bind: '127.0.0.1', ports, operator, internal }
    writePrivate(join(dir, 'server.properties'), serverProperties(settings))
    writePrivate(join(dir, 'log4j2.properties'), log4jProperties)
    if (!existsSync(join(dir, 'data', 'meta.properties'))) this.#format()
  }

  /** Its standard output has SCRAM salts and keys, and its arguments a password: the one is dropped, the others go through a file. */
  #format(): void {
    const { dir, operator, java } = this.#options
    const argumentFile = join(dir, 'format.args')
    writePrivate(argumentFile, formatArguments(dir, operator))
    const run = spawnSync(
      java.command,
      [...this.#jvm(), 'kafka.tools.StorageTool', `@${argumentFile}`],
      { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'], cwd: dir },
    )
    rmSync(argumentFile)
    if (run.status === 0) return
    rmSync(join(dir, 'data'), { recursive: true, force: true })
    const what = `Kafka could not format ${dir}: ${run.stderr?.trim().split('\n').at(-1)}`
    throw new HoldpointError('HP_SETUP', { what })
  }

  #jvm(): string[] {
    const { dir, artifacts } = this.#options
    return [
      ...['-Xms128m', `-Xmx${heapMb}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
      ...['-XX:-UsePerfData', '-Djava.awt.headless=true', ...this.#sharedClasses()],
      `-Dlog4j2.configurationFile=${join(dir, 'log4j2.properties')}`,
      ...['-cp', artifacts.classPath.join(':')],
    ]
  }

  /** An archive made at the exit of a first run halves every later start. It fits one class path and one JVM; another costs only time. */
  #sharedClasses(): string[] {
    const { artifacts, java, shareClasses } = this.#options
    if (shareClasses === false) return []
    const key = createHash('sha256').update(java.version).update(artifacts.classPath.join(':'))
    const archive = join(artifacts.dir, `kafka-${key.digest('hex').slice(0, 12)}.jsa`)
    if (existsSync(archive)) return [`-XX:SharedArchiveFile=${archive}`, '-Xlog:cds=off']
    const partial = `${archive}.${process.pid}`
    this.#dumping = { partial, archive }
    return [`-XX:ArchiveClassesAtExit=${partial}`, '-Xlog:cds=off', '-Xlog:cds+dynamic=off']
  }

  #logSince(from: number): string {
    return existsSync(this.#logFile) ? readFileSync(this.#logFile).toString('utf8', from) : ''
  }

  #refusal(log: string): HoldpointError {
    const ports = Object.values(this.#options.ports).join(', ')
    const reason = log.includes('Address already in use')
      ? `one of the ports ${ports} is in use`
      : `see ${this.#logFile}`
    return new HoldpointError('HP_SETUP', { what: `Kafka did not start: ${reason}` })
  }
}
