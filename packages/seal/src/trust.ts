/** The trust file: whose signatures count for what, and from when until when. Read once, indexed, and announced with its digest and full text. */
import { type Digest, digestBytes, namePattern } from '@holdpoint/contracts'
import { parse } from 'yaml'
import { isInForce, type KeyOf, type VerifyKey } from './key.ts'
import type { Party, PartyOf } from './request.ts'
import { Field } from './trust-field.ts'
import {
  type IssuerKey,
  readIssuerKey,
  readSigningKey,
  readUnsealingKey,
  type UnsealingKey,
} from './trust-key.ts'

/** A few thousand agents with two keys each; more belongs into several deployments. */
export const trustCharsMax = 4 * 1024 * 1024
const urnPattern = '^urn:[a-z0-9][a-z0-9-]{0,31}:[A-Za-z0-9._:-]{1,200}$'

export const serviceNames = ['gate', 'notifier', 'auditor', 'redactor'] as const
export type ServiceName = (typeof serviceNames)[number]

/** An issuer of tokens about people. */
export interface Issuer {
  readonly issuer: string
  readonly audience: string
  readonly keys: readonly IssuerKey[]
}

export interface Trust {
  /** sha256 of the text. */
  readonly digest: Digest
  readonly text: string
  /** URN: issuer and audience of every signature. */
  readonly deployment: string
  service(name: ServiceName): KeyOf
  /** All of a service's keys, for signatures that name their key in another way. */
  serviceKeys(name: ServiceName): readonly VerifyKey[]
  agent(id: string): KeyOf
  executor(id: string): KeyOf
  /** Keys of a person's own, by directory id: for what they say through systems of their house. */
  person(id: string): KeyOf
  /** Which agent or executor holds this key. One key belongs to one owner. */
  readonly partyOf: PartyOf
  issuer(url: string): Issuer | undefined
  readonly unsealing: readonly UnsealingKey[]
  /** The key to seal to: of those in force, the one that came in force last. */
  unsealingAt(atMs: number): UnsealingKey | undefined
  /** Topics whose records are believed without a signature. */
  isIngress(topic: string): boolean
  readonly ingress: readonly string[]
}

interface Owned {
  readonly owner: string
  readonly key: VerifyKey
  readonly party?: Party
}

/** YAML or JSON. Throws HP_CONFIG naming `file` and the field (JSON Pointer). */
export function parseTrust(text: string, file = 'trust file'): Trust {
  const root = readRoot(text, file)
  const owned = new Map<string, Owned>()
  for (const name of serviceNames) {
    own(owned, `service/${name}`, root.at('services').optional(name)?.list() ?? [])
  }
  for (const [id, entry] of root.optional('agents')?.entries(namePattern) ?? []) {
    entry.allow(['keys'])
    own(owned, `agent/${id}`, entry.at('keys').list(), { kind: 'agent', id, audiences: [] })
  }
  for (const [id, entry] of root.optional('executors')?.entries(namePattern) ?? []) {
    entry.allow(['audiences', 'keys'])
    const audiences = entry
      .at('audiences')
      .list()
      .map((field) => field.string(namePattern))
    own(owned, `executor/${id}`, entry.at('keys').list(), { kind: 'executor', id, audiences })
  }
  for (const [id, entry] of root.optional('people')?.entries(namePattern) ?? []) {
    entry.allow(['keys'])
    own(owned, `person/${id}`, entry.at('keys').list())
  }
  const issuers = readIssuers(root)
  const unsealing = (root.optional('unsealing')?.list() ?? []).map(readUnsealingKey)
  const ingress = (root.optional('ingress')?.list() ?? []).map((field) => field.string())
  const keysOfOwner =
    (owner: string): KeyOf =>
    (kid) => {
      const found = owned.get(kid)
      return found?.owner === owner ? found.key : undefined
    }
  return {
    digest: digestBytes(Buffer.from(text)),
    text,
    deployment: root.at('deployment').string(urnPattern),
    service: (name) => keysOfOwner(`service/${name}`),
    serviceKeys: (name) => keysOf(owned, `service/${name}`),
    agent: (id) => keysOfOwner(`agent/${id}`),
    executor: (id) => keysOfOwner(`executor/${id}`),
    person: (id) => keysOfOwner(`person/${id}`),
    partyOf: (kid) => owned.get(kid)?.party,
    issuer: (url) => issuers.get(url),
    unsealing,
    unsealingAt: (atMs) => newestInForce(unsealing, atMs),
    isIngress: (topic) => ingress.includes(topic),
    ingress,
  }
}

function readRoot(text: string, file: string): Field {
  const top = new Field(undefined, '', file)
  if (text.length > trustCharsMax) throw top.refuse(`is longer than ${trustCharsMax} characters`)
  let value: unknown
  try {
    // Aliases could blow a small file up; nothing here repeats.
    value = parse(text, { maxAliasCount: 0 })
  } catch (error) {
    const line = (error as { linePos?: { line: number }[] }).linePos?.[0]?.line
    throw top.refuse(`is not YAML or JSON${line === undefined ? '' : ` (line ${line})`}`)
  }
  const root = new Field(value, '', file)
  root.allow([
    ...['deployment', 'services', 'unsealing', 'agents', 'executors', 'people', 'issuers'],
    'ingress',
  ])
  root.at('services').allow(serviceNames)
  return root
}

function own(
  owned: Map<string, Owned>,
  owner: string,
  fields: readonly Field[],
  party?: Omit<Party, 'key'>,
): void {
  for (const field of fields) {
    const key = readSigningKey(field)
    const taken = owned.get(key.kid)
    if (taken !== undefined) throw field.refuse(`is already the key of ${taken.owner}`)
    owned.set(key.kid, { owner, key, ...(party === undefined ? {} : { party: { ...party, key } }) })
  }
}

function readIssuers(root: Field): ReadonlyMap<string, Issuer> {
  const issuers = new Map<string, Issuer>()
  for (const field of root.optional('issuers')?.list() ?? []) {
    field.allow(['issuer', 'audience', 'keys'])
    const issuer = field.at('issuer').string()
    if (issuers.has(issuer)) throw field.refuse('names an issuer for the second time')
    const keys = field.at('keys').list().map(readIssuerKey)
    issuers.set(issuer, { issuer, audience: field.at('audience').string(), keys })
  }
  return issuers
}

function keysOf(owned: ReadonlyMap<string, Owned>, owner: string): VerifyKey[] {
  return [...owned.values()].flatMap((each) => (each.owner === owner ? [each.key] : []))
}

function newestInForce(keys: readonly UnsealingKey[], atMs: number): UnsealingKey | undefined {
  return keys
    .filter((key) => isInForce(key, atMs))
    .reduce<UnsealingKey | undefined>(
      (best, key) => (best !== undefined && best.notBeforeMs > key.notBeforeMs ? best : key),
      undefined,
    )
}
