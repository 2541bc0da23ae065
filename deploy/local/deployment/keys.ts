/** All keys of a deployment: private ones in files that only their owner may read, public ones in the trust file. */

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateKey, generateUnsealingKey, type PrivateJwk, type PublicJwk } from '@holdpoint/seal'
import { stringify } from 'yaml'
import { writePrivate } from '../infra/private-file.ts'

/** As long as the digest that HMAC-SHA-256 makes of it. */
const secretBytes = 32
const secretFiles = [
  'redactor-gate.key',
  'gate-state.key',
  'redactor-tags.key',
  'redactor-salt.key',
  'gate-salt.key',
] as const

export interface KeyOptions {
  /** Folder for the private keys; what is there is kept, so that a later run can read what an earlier one wrote. */
  readonly dir: string
  readonly deployment: string
  readonly agents: readonly string[]
  readonly executors: readonly { readonly id: string; readonly audiences: readonly string[] }[]
  /** Names of the one issuer: the present one first. */
  readonly issuers: readonly string[]
  /** Full names of topics trusted without signatures. */
  readonly ingress?: readonly string[]
}

/** Writes what is missing and returns the trust file's content. */
export function putKeys(options: KeyOptions): TrustContent {
  const { dir, deployment, agents, executors, issuers, ingress = [] } = options
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  for (const name of secretFiles) {
    const file = join(dir, name)
    if (!existsSync(file)) writePrivate(file, `${randomBytes(secretBytes).toString('base64url')}\n`)
  }
  const signing = (name: string) => [putKey(join(dir, `${name}.jwk`), generateKey)]
  const agentKeys = agents.map((id) => [id, { keys: signing(`agent-${id}`) }] as const)
  const executorKeys = executors.map(({ id, audiences }) => {
    return [id, { audiences, keys: signing(`executor-${id}`) }] as const
  })
  return {
    deployment,
    services: {
      gate: signing('gate'),
      notifier: signing('notifier'),
      auditor: signing('auditor'),
      redactor: [],
    },
    unsealing: [putKey(join(dir, 'unseal.jwk'), generateUnsealingKey)],
    agents: Object.fromEntries(agentKeys),
    executors: Object.fromEntries(executorKeys),
    issuers: issuers.map((issuer) => {
      return { issuer, audience: deployment, keys: signing('issuer') }
    }),
    ingress,
  }
}

export interface TrustContent {
  readonly deployment: string
  readonly services: Readonly<Record<string, readonly PublicJwk[]>>
  readonly unsealing: readonly PublicJwk[]
  readonly agents: Readonly<Record<string, { readonly keys: readonly PublicJwk[] }>>
  readonly executors: Readonly<
    Record<string, { readonly audiences: readonly string[]; readonly keys: readonly PublicJwk[] }>
  >
  readonly issuers: readonly {
    readonly issuer: string
    readonly audience: string
    readonly keys: readonly PublicJwk[]
  }[]
  readonly ingress: readonly string[]
}

/** YAML without aliases, which the trust file's reader refuses. */
export function trustText(content: TrustContent): string {
  return stringify(content, { aliasDuplicateObjects: false })
}

function putKey(file: string, generate: typeof generateKey): PublicJwk {
  if (!existsSync(file)) writePrivate(file, `${JSON.stringify(generate().privateJwk)}\n`)
  const { d: _, ...publicJwk } = JSON.parse(readFileSync(file, 'utf8')) as PrivateJwk
  return publicJwk
}
