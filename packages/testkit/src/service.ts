/** The real services as processes of their own, under a test's control. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Deployment,
  entryFiles,
  freePorts,
  type ProcessName,
  type ServiceSettings,
  Supervised,
  serviceSettings,
  writeSettings,
} from '@holdpoint/local'
import { repositoryRoot } from './infrastructure.ts'
import { uniqueName } from './real.ts'

const readyDeadlineMs = 30_000

export interface StartOptions {
  /** Merged over its settings, object by object; lists and texts are replaced. */
  readonly overrides?: Overrides
  /** Default `never`: a test sees what an exit leaves, and starts it again itself. */
  readonly restart?: 'always' | 'never'
  /** A further process of the same service: gets a port and a log of its own. */
  readonly instance?: string
  /** More environment, for faults that a service can be told to have. */
  readonly env?: Readonly<Record<string, string>>
  /** Default true: resolves only when `GET /readyz` answers 200. */
  readonly waitUntilReady?: boolean
  /** Another main file, for tests of the kit itself. */
  readonly file?: string
}

export interface Overrides {
  readonly [name: string]: Overrides | unknown
}

export interface RunningService {
  readonly name: ProcessName
  readonly url: string
  /** Undefined while it is down. */
  readonly pid: number | undefined
  readonly restartCount: number
  /** All that it has written to its log, over all starts. */
  log(): string
  start(): void
  /** SIGKILL is a crash; SIGSTOP and SIGCONT make it stall and wake. */
  kill(signal: NodeJS.Signals): void
  exited(): Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  ready(deadlineMs?: number): Promise<void>
  /** Takes SIGTERM well, or is killed after 15 s; resolves when it is gone for good. */
  stop(): Promise<void>
}

export async function startService(
  name: ProcessName,
  deployment: Deployment,
  options: StartOptions = {},
): Promise<RunningService> {
  const { restart = 'never', instance, env = {}, file = entryFiles[name] } = options
  const label = instance === undefined ? name : `${name}-${instance}`
  const settings = await settingsOf(name, deployment, options)
  const config = writeSettings(deployment.dir, `${label}-${uniqueName('run')}`, settings)
  const url = `http://127.0.0.1:${settings.http.port}`
  const logFile = join(deployment.dir, 'logs', `${label}.log`)
  const process_ = new Supervised({
    ...{ name: label, file: join(repositoryRoot, file), logFile, restart, url },
    env: { HOLDPOINT_CONFIG: config, ...env },
  })
  process_.start()
  const service = running(name, url, process_)
  if (options.waitUntilReady === false) return service
  try {
    await service.ready()
    return service
  } catch (error) {
    await service.stop()
    throw error
  }
}

function running(name: ProcessName, url: string, process_: Supervised): RunningService {
  return {
    name,
    url,
    get pid() {
      return process_.pid
    },
    get restartCount() {
      return process_.restartCount
    },
    log: () => readFileSync(process_.spec.logFile, 'utf8'),
    start: () => process_.start(),
    kill: (signal) => process_.kill(signal),
    exited: () => process_.exited(),
    ready: (deadlineMs = readyDeadlineMs) => process_.ready(deadlineMs),
    stop: () => process_.stop(),
  }
}

async function settingsOf(
  name: ProcessName,
  { settings }: Deployment,
  { overrides = {}, instance }: StartOptions,
): Promise<ServiceSettings> {
  const own = serviceSettings(settings, name)
  if (instance === undefined) return merge(own, overrides) as ServiceSettings
  const [port = 0] = await freePorts(1)
  return merge(merge(own, { http: { port } }), overrides) as ServiceSettings
}

function merge(base: unknown, over: unknown): unknown {
  if (!isObject(base) || !isObject(over)) return over
  const merged: Record<string, unknown> = { ...base }
  for (const [name, value] of Object.entries(over)) merged[name] = merge(merged[name], value)
  return merged
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
