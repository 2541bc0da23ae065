/** A whole deployment on given Kafka and Redis: topics, users, ACLs, keys, files and settings, in one folder. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HoldpointError, type Role } from '@holdpoint/contracts'
import type { Credential } from '../infra/broker-files.ts'
import { writePrivate } from '../infra/private-file.ts'
import {
  type ConfigInput,
  type Limits,
  type ProcessName,
  processNames,
  serviceSettings,
  writeSettings,
} from './configs.ts'
import { putKeys, trustText } from './keys.ts'
import { newPassword, putPasswords } from './passwords.ts'
import { type DeploymentPlan, planDeployment, userName } from './plan.ts'
import { type OperatorAccess, provision, unprovision } from './provision.ts'
import { dropNamespace, putNamespace, type RedisAccess } from './redis-namespace.ts'
import { type RedisUser, redisRoles } from './redis-users.ts'
import { type SampleExecutor, sampleDirectory, samplePolicy, samplePolicyTable } from './samples.ts'

export interface DeploymentOptions {
  /** Letters, digits and dashes: names its topics, users and keys in Redis. */
  readonly name: string
  readonly dir: string
  readonly kafka: OperatorAccess
  readonly redis: RedisAccess
  readonly ports: Readonly<Record<ProcessName, number>>
  readonly slots?: number
  readonly agents: readonly string[]
  readonly executors: readonly SampleExecutor[]
  readonly ingress?: readonly string[]
  /** Address at which people get tokens; default: one that nobody can reach. */
  readonly issuer?: string
  /** Addresses it had before: the log has tokens that name them. */
  readonly formerIssuers?: readonly string[]
  /** Text of files; without it those for trying out. Files that are there are kept. */
  readonly policy?: string
  readonly directory?: string
  readonly limits?: Limits
}

export interface Deployment {
  readonly name: string
  /** Issuer and audience of every signature. */
  readonly urn: string
  readonly prefix: string
  readonly dir: string
  readonly plan: DeploymentPlan
  readonly kafka: OperatorAccess
  readonly redis: RedisAccess & { readonly namespace: string }
  /** Of people's tokens. */
  readonly issuer: string
  readonly files: ConfigInput['files']
  readonly settings: ConfigInput
  /** Settings file of each process. */
  readonly configs: Readonly<Record<ProcessName, string>>
  readonly urls: Readonly<Record<ProcessName, string>>
  /** Path of a key, e.g. `agent-refunds.jwk`. */
  keyFile(name: string): string
  /** Kafka user of an agent, executor or service, e.g. `user('agent', 'refunds')`. */
  user(role: PrincipalRole, id?: string): Credential
}

/** The unsealing role has no Kafka access, and the operator none of a deployment's users. */
export type PrincipalRole = Exclude<Role, 'operator'>

/** Resolves when all of it is in force. May be run again on the same folder and servers. */
export async function deploy(options: DeploymentOptions): Promise<Deployment> {
  const { name, dir, kafka, redis } = options
  const prepared = prepare(options)
  const [redisUsers] = await Promise.all([
    putNamespace(redis, name, join(dir, 'keys', 'redis-users.json')),
    provision(kafka, prepared.plan, prepared.credentials),
  ])
  return assemble(options, prepared, redisUsers)
}

/** The same without servers, for services that run on ports in memory: keys, files and settings whose addresses lead nowhere. */
export function deployInMemory(options: Omit<DeploymentOptions, 'kafka' | 'redis'>): Deployment {
  const nobody = { username: 'nobody', password: newPassword() }
  const whole: DeploymentOptions = {
    ...options,
    kafka: { brokers: ['memory:0'], operator: nobody },
    redis: { host: 'memory', port: 0, operator: nobody },
  }
  const redisUsers = redisRoles.map((role) => ({ role, ...nobody }))
  return assemble(whole, prepare(whole), redisUsers)
}

interface Prepared {
  readonly plan: DeploymentPlan
  readonly credentials: readonly Credential[]
}

function prepare(options: DeploymentOptions): Prepared {
  const plan = planOf(options, `${options.name}.`)
  const names = plan.users.map((user) => user.name)
  const file = join(options.dir, 'keys', 'kafka-users.json')
  return { plan, credentials: putPasswords(file, names) }
}

function assemble(
  options: DeploymentOptions,
  { plan, credentials }: Prepared,
  redisUsers: readonly RedisUser[],
): Deployment {
  const { name, dir, kafka, ports } = options
  const prefix = `${name}.`
  const urn = `urn:holdpoint:${name}`
  const issuer = options.issuer ?? `https://issuer.${name}.test`
  const keysDir = join(dir, 'keys')
  const files = putFiles(options, { urn, issuer, keysDir })
  const user = (role: PrincipalRole, id?: string) => {
    return findUser(credentials, userName(prefix, role, id))
  }
  const redis = { ...options.redis, namespace: name }
  const settings: ConfigInput = {
    ...{ dir, keysDir, deployment: urn, prefix, brokers: kafka.brokers, ports, files, issuer },
    kafkaUsers: Object.fromEntries(
      (['redactor', 'gate', 'notifier', 'auditor'] as const).map((role) => [role, user(role)]),
    ),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    redis: { host: redis.host, port: redis.port, namespace: name },
    redisUsers: Object.fromEntries(
      redisUsers.map(({ role, username, password }) => [role, { username, password }]),
    ),
  }
  return {
    ...{ name, urn, prefix, dir, plan, kafka, redis, issuer, files, settings, user },
    configs: byProcess((process_) => {
      return writeSettings(dir, process_, serviceSettings(settings, process_))
    }),
    urls: byProcess((process_) => `http://127.0.0.1:${ports[process_]}`),
    keyFile: (file) => join(keysDir, file),
  }
}

/** Takes topics, users and ACLs away again, and the keys in Redis. The folder stays. */
export async function undeploy({ plan, kafka, redis }: Deployment): Promise<void> {
  await Promise.all([unprovision(kafka, plan), dropNamespace(redis, redis.namespace)])
}

function planOf(options: DeploymentOptions, prefix: string): DeploymentPlan {
  const { slots, agents, executors, ingress = [] } = options
  return planDeployment({
    ...{ prefix, agents, ingress, executors: executors.map(({ id }) => id) },
    ...(slots === undefined ? {} : { slots }),
  })
}

/** Trust is made anew from the keys each time; directory and policy belong to whoever edits them. */
function putFiles(
  options: DeploymentOptions,
  { urn, issuer, keysDir }: { urn: string; issuer: string; keysDir: string },
): ConfigInput['files'] {
  const { dir, agents, executors, ingress = [], formerIssuers = [] } = options
  const issuers = [issuer, ...formerIssuers]
  const files = {
    trust: join(dir, 'trust.yaml'),
    directory: join(dir, 'directory.yaml'),
    policy: join(dir, 'policy.yaml'),
  }
  const trust = putKeys({ dir: keysDir, deployment: urn, agents, executors, issuers, ingress })
  writePrivate(files.trust, trustText(trust))
  const audience = executors[0]?.audiences[0] ?? 'none'
  putOnce(files.directory, options.directory, () => sampleDirectory(issuer, agents))
  renameIssuer(files.directory, formerIssuers, issuer)
  const isSample = options.policy === undefined && !existsSync(files.policy)
  putOnce(files.policy, options.policy, () => samplePolicy(audience))
  if (isSample) writePrivate(join(dir, 'policy.test.yaml'), samplePolicyTable())
  return files
}

function putOnce(file: string, given: string | undefined, sample: () => string): void {
  if (given !== undefined) writePrivate(file, given)
  else if (!existsSync(file)) writePrivate(file, sample())
}

/** People keep their subjects when the issuer gets another address. */
function renameIssuer(file: string, former: readonly string[], issuer: string): void {
  const text = readFileSync(file, 'utf8')
  const renamed = former.reduce((found, name) => found.replaceAll(name, issuer), text)
  if (renamed !== text) writePrivate(file, renamed)
}

function findUser(credentials: readonly Credential[], name: string): Credential {
  const found = credentials.find(({ username }) => username === name)
  if (found === undefined) throw new HoldpointError('HP_SETUP', { what: `no Kafka user ${name}` })
  return found
}

function byProcess<T>(make: (name: ProcessName) => T): Record<ProcessName, T> {
  const entries = processNames.map((name) => [name, make(name)])
  return Object.fromEntries(entries) as Record<ProcessName, T>
}
