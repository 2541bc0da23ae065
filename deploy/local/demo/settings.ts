/** Settings of the demo's agent and executor: what an operator would give to each, and no more. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PrivateJwk } from '@holdpoint/sdk'
import type { Deployment } from '../deployment/deployment.ts'
import type { Credential } from '../infra/broker-files.ts'
import { writePrivate } from '../infra/private-file.ts'

/** As the sample policy and directory name them. */
export const agentId = 'refunds'
export const executorId = 'billing'
export const audiences = ['billing']
/** Free for whoever tries an executor of their own. */
export const spareExecutor = { id: 'mail', audiences: ['mail'] }

export interface PartySettings {
  readonly deployment: string
  /** Where everything is reached over HTTP. */
  readonly url: string
  readonly kafka: { readonly brokers: readonly string[]; readonly prefix: string } & Credential
  /** File with its own private key. */
  readonly key: string
  readonly trust: string
}

export function partySettings(
  deployment: Deployment,
  role: 'agent' | 'executor',
  url: string,
): PartySettings {
  const { urn, prefix, kafka, files, keyFile, user } = deployment
  const id = role === 'agent' ? agentId : executorId
  return {
    ...{ deployment: urn, url, key: keyFile(`${role}-${id}.jwk`), trust: files.trust },
    kafka: { brokers: kafka.brokers, prefix, ...user(role, id) },
  }
}

/** Returns the file's path, for HOLDPOINT_CONFIG. */
export function writePartySettings(dir: string, role: string, settings: PartySettings): string {
  const file = join(dir, 'config', `${role}.json`)
  writePrivate(file, JSON.stringify(settings))
  return file
}

export function readPartySettings(): PartySettings {
  return JSON.parse(readFileSync(process.env['HOLDPOINT_CONFIG'] ?? '', 'utf8'))
}

export function readKey({ key }: PartySettings): PrivateJwk {
  return JSON.parse(readFileSync(key, 'utf8'))
}
