/** One settings file for each process of a deployment. */

import { join } from 'node:path'
import { stringify } from 'yaml'
import type { Credential } from '../infra/broker-files.ts'
import { writePrivate } from '../infra/private-file.ts'

export const processNames = ['redactor', 'unsealer', 'gate', 'notifier', 'auditor'] as const
export type ProcessName = (typeof processNames)[number]

/** Entry file from the root of the repository. */
export const entryFiles = {
  redactor: 'services/redactor/src/main.ts',
  unsealer: 'services/redactor/src/unseal.ts',
  gate: 'services/gate/src/main.ts',
  notifier: 'services/notifier/src/main.ts',
  auditor: 'services/auditor/src/main.ts',
} as const satisfies Record<ProcessName, string>

interface Needs {
  /** Files of the operator that it reads. */
  readonly files: readonly ('trust' | 'directory' | 'policy')[]
  /** Private keys and secrets: name in its settings → file. Nobody gets another's. */
  readonly keys: Readonly<Record<string, string>>
}

const needs = {
  redactor: {
    files: ['trust', 'directory'],
    keys: { mac: 'redactor-gate.key', tags: 'redactor-tags.key', salts: 'redactor-salt.key' },
  },
  unsealer: { files: ['trust'], keys: { unseal: 'unseal.jwk' } },
  gate: {
    files: ['trust', 'directory', 'policy'],
    keys: {
      ...{ signing: 'gate.jwk', redactor: 'redactor-gate.key' },
      ...{ state: 'gate-state.key', salt: 'gate-salt.key' },
    },
  },
  notifier: { files: ['trust', 'directory', 'policy'], keys: { notifier: 'notifier.jwk' } },
  auditor: { files: ['trust'], keys: { auditor: 'auditor.jwk' } },
} as const satisfies Record<ProcessName, Needs>

/** What is taken in; without them the services' own defaults hold. */
export interface Limits {
  /** Open actions of the whole deployment. */
  readonly open?: { readonly openPerAgentMax?: number; readonly openMax?: number }
  /** Requests that each process answers. */
  readonly http?: { readonly callerPerSecond?: number; readonly addressPerSecond?: number }
}

export interface ConfigInput {
  readonly dir: string
  readonly keysDir: string
  readonly deployment: string
  readonly prefix: string
  readonly brokers: readonly string[]
  /** Kafka user of each process; the unsealing role has none. */
  readonly kafkaUsers: Readonly<Partial<Record<ProcessName, Credential>>>
  readonly redis: { readonly host: string; readonly port: number; readonly namespace: string }
  readonly redisUsers: Readonly<Partial<Record<ProcessName, Credential>>>
  readonly ports: Readonly<Record<ProcessName, number>>
  readonly files: { readonly trust: string; readonly directory: string; readonly policy: string }
  /** Of people's tokens; the notifier's page sends people there. */
  readonly issuer: string
  readonly limits?: Limits
  readonly logLevel?: string
}

/** Settings as they are written; tests merge their own into them. */
export interface ServiceSettings {
  readonly service: ProcessName
  readonly deployment: string
  readonly kafka?: { readonly brokers: readonly string[]; readonly prefix: string } & Credential
  readonly redis?: Credential & ConfigInput['redis']
  readonly http: {
    readonly host: string
    readonly port: number
    readonly limits?: NonNullable<Limits['http']>
  }
  readonly limits?: NonNullable<Limits['open']>
  readonly files: Readonly<Record<string, string>>
  readonly keys: Readonly<Record<string, string>>
  readonly console?: { readonly issuer: string; readonly demo: boolean }
  /** Name of the log: the auditor's own. */
  readonly origin?: string
  readonly log: { readonly level: string }
}

export function serviceSettings(input: ConfigInput, name: ProcessName): ServiceSettings {
  const {
    dir,
    keysDir,
    deployment,
    prefix,
    brokers,
    ports,
    issuer,
    limits,
    logLevel = 'info',
  } = input
  const { files, keys } = needs[name]
  const kafkaUser = input.kafkaUsers[name]
  const redisUser = input.redisUsers[name]
  return {
    service: name,
    deployment,
    ...(kafkaUser === undefined ? {} : { kafka: { brokers, prefix, ...kafkaUser } }),
    ...(redisUser === undefined ? {} : { redis: { ...input.redis, ...redisUser } }),
    http: { host: '127.0.0.1', port: ports[name], ...limitsOf(limits?.http) },
    files: {
      ...Object.fromEntries(files.map((file) => [file, input.files[file]])),
      ...(name === 'auditor' ? { log: join(dir, 'log') } : {}),
    },
    keys: Object.fromEntries(Object.entries(keys).map(([key, file]) => [key, join(keysDir, file)])),
    ...(name === 'gate' && limits?.open !== undefined ? { limits: limits.open } : {}),
    ...(name === 'notifier' ? { console: { issuer, demo: true } } : {}),
    ...(name === 'auditor' ? { origin: originOf(deployment) } : {}),
    log: { level: logLevel },
  }
}

const limitsOf = (limits: Limits['http']) => (limits === undefined ? {} : { limits })

/** Returns the file's path, for HOLDPOINT_CONFIG. */
export function writeSettings(dir: string, name: string, settings: ServiceSettings): string {
  const file = join(dir, 'config', `${name}.yaml`)
  writePrivate(file, stringify(settings, { aliasDuplicateObjects: false }))
  return file
}

/** As if it stood on the web; nobody looks there. */
function originOf(deployment: string): string {
  return `log.holdpoint.test/${deployment.split(':').at(-1)}`
}
