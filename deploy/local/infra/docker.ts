/** Kafka and Valkey in containers, where an engine answers: the official images with the same settings as the local servers. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { HoldpointError } from '@holdpoint/contracts'
import { type BrokerSettings, log4jProperties, serverProperties } from './broker-files.ts'
import { type Child, startChild } from './child.ts'
import { formatArguments } from './format-arguments.ts'
import { writePrivate } from './private-file.ts'
import { redisConfigFile, writeRedisFiles } from './redis-files.ts'

export const kafkaImage = 'apache/kafka:4.3.1'
export const valkeyImage = 'valkey/valkey:9.1.2'
/** An engine that takes longer to say who it is will not be a help. */
const engineDeadlineMs = 5000
/** Two images of some hundred megabytes together. */
const pullDeadlineMs = 10 * 60 * 1000
/** Where a container sees its folder. */
const mount = '/holdpoint'

export function hasDockerEngine(): boolean {
  const options = { stdio: 'ignore', timeout: engineDeadlineMs } as const
  return spawnSync('docker', ['info'], options).status === 0
}

export interface ContainerOptions {
  readonly name: string
  readonly dir: string
  readonly image: string
  readonly port: number
  readonly entrypoint: string
  readonly args: readonly string[]
}

/** A container that runs as we do, so that it can read our private files, and is reached over loopback only. */
export function runArguments(options: ContainerOptions): string[] {
  const { name, dir, image, port, entrypoint, args } = options
  const user = `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`
  return [
    ...['run', '--rm', '--init', '--name', name, '--user', user],
    ...['--publish', `127.0.0.1:${port}:${port}`, '--volume', `${dir}:${mount}`],
    ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
    // Kafka's start script wants to write a log beside its programs, which are not ours.
    ...['--env', 'LOG_DIR=/tmp/kafka-logs', '--entrypoint', entrypoint, image, ...args],
  ]
}

/** Kafka in a container; passwords go through files, so that none stands in a list of processes. */
export function kafkaContainer(
  name: string,
  dir: string,
  settings: Omit<BrokerSettings, 'dir' | 'bind'>,
): Container {
  const inside: BrokerSettings = { ...settings, dir: mount, bind: '0.0.0.0' }
  writePrivate(join(dir, 'server.properties'), serverProperties(inside))
  writePrivate(join(dir, 'log4j2.properties'), log4jProperties)
  writePrivate(join(dir, 'format.args'), formatArguments(mount, settings.operator))
  const bin = '/opt/kafka/bin'
  const steps = [
    // Its output has salts and keys of the operator.
    `{ test -e ${mount}/data/meta.properties || ${bin}/kafka-storage.sh @${mount}/format.args >/dev/null; }`,
    `export KAFKA_LOG4J_OPTS=-Dlog4j2.configurationFile=${mount}/log4j2.properties`,
    `exec ${bin}/kafka-server-start.sh ${mount}/server.properties`,
  ]
  const port = settings.ports.client
  const args = ['-c', steps.join(' && ')]
  return new Container({ name, dir, image: kafkaImage, port, entrypoint: '/bin/sh', args })
}

export function valkeyContainer(
  name: string,
  dir: string,
  settings: { readonly port: number; readonly operator: BrokerSettings['operator'] },
): Container {
  writeRedisFiles(dir, { ...settings, dir: mount, bind: '0.0.0.0' })
  const args = [`${mount}/${redisConfigFile}`]
  const { port } = settings
  return new Container({ name, dir, image: valkeyImage, port, entrypoint: 'valkey-server', args })
}

export class Container {
  readonly options: ContainerOptions
  #child: Child | undefined
  #guard: ChildProcess | undefined

  constructor(options: ContainerOptions) {
    this.options = options
  }

  /** Fetches the image where it is missing. The server inside may take longer than this to answer. */
  start(): void {
    const { name, dir, image } = this.options
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    if (docker(['image', 'inspect', image]) !== 0 && docker(['pull', '-q', image]) !== 0) {
      throw new HoldpointError('HP_SETUP', { what: `Docker could not fetch ${image}` })
    }
    docker(['rm', '--force', name])
    const logFile = join(dir, 'container.log')
    this.#child = startChild({ command: 'docker', args: runArguments(this.options), logFile })
    // The container belongs to the engine and would outlive us: a shell waits for our end and removes it.
    this.#guard = spawn('sh', ['-c', `cat >/dev/null; docker rm --force ${name} >/dev/null 2>&1`], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    })
    this.#guard.unref()
  }

  /** False when it has ended; its log is in the folder. */
  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exit() === undefined
  }

  async stop(): Promise<void> {
    docker(['stop', this.options.name])
    await this.#child?.stop()
    this.#guard?.kill('SIGKILL')
  }
}

function docker(args: readonly string[]): number | null {
  return spawnSync('docker', args, { stdio: 'ignore', timeout: pullDeadlineMs }).status
}
