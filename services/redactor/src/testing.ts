/** A redactor on the in-memory bus with keys of its own, and the agents and executors that talk to it. For tests. */
import {
  type Action,
  actionIntended,
  type DecodedEvent,
  deadLetterTopic,
  decodeEvent,
  encodeEvent,
  type Outcome,
  outcomeReported,
  slotOf,
  topicName,
} from '@holdpoint/contracts'
import { type InRecord, MemoryCluster, type OutRecord } from '@holdpoint/kafka'
import { createRedactor } from '@holdpoint/redaction'
import {
  generateKey,
  generateUnsealingKey,
  parseTrust,
  Sealer,
  Secret,
  Signer,
  signIntent,
  signOutcome,
  wrapTo,
} from '@holdpoint/seal'
import { Unsealer } from '@holdpoint/seal/unseal'
import type { Handling } from './batch.ts'
import type { Told } from './handle.ts'
import { PlainNames } from './plain-name.ts'
import { parsePrincipals } from './principals.ts'
import type { Materials } from './workbench.ts'

export const deployment = 'urn:holdpoint:test'
export const ingressTopic = 'platform.actions'
export const nowMs = Date.UTC(2026, 10, 21, 12)
export const actionId = '0192f0aa-1234-7abc-8def-0123456789ab'
export const salt = Buffer.alloc(16, 7).toString('base64url')
const slotCount = 4

const agentKey = generateKey()
const executorKey = generateKey()
const gateKey = generateKey()
export const strangerKey = generateKey()
const unsealing = generateUnsealingKey()
export const agentSigner = new Signer(agentKey.privateJwk)
export const executorSigner = new Signer(executorKey.privateJwk)
export const gateSigner = new Signer(gateKey.privateJwk)
export const strangerSigner = new Signer(strangerKey.privateJwk)
export const unsealingJwk = unsealing.privateJwk
export const unsealer = new Unsealer([unsealing.privateJwk])
export const macKey = new Secret(Buffer.alloc(32, 1))
const saltKey = new Secret(Buffer.alloc(32, 2))
const tagKey = new Secret(Buffer.alloc(32, 3))

export const trust = parseTrust(
  JSON.stringify({
    deployment,
    services: { gate: [gateKey.publicJwk], notifier: [], auditor: [], redactor: [] },
    unsealing: [unsealing.publicJwk],
    agents: { 'refund-bot': { keys: [agentKey.publicJwk] } },
    executors: { payer: { audiences: ['payments'], keys: [executorKey.publicJwk] } },
    issuers: [],
    ingress: [ingressTopic],
  }),
)
const directory =
  'people:\n  - {id: jane, email: Jane.Doe@acme.example, groups: [], subjects: []}\n'

/** What the bench is made of, for other threads. */
export const materials: Materials = {
  ...{ deployment, prefix: '', slotCount, engine: {} },
  trust: { file: 'trust.yaml', text: trust.text },
  directory: { file: 'directory.yaml', text: directory },
  keys: { mac: macKey, tags: tagKey, salts: saltKey },
}

export interface Seen {
  readonly codes: string[]
  readonly stumbles: unknown[]
}

export interface Bench {
  readonly cluster: MemoryCluster
  readonly handling: Omit<Handling, 'kind'>
  readonly seen: Seen
}

export function bench(overrides: Partial<Handling['workshop']> = {}): Bench {
  const cluster = new MemoryCluster({ clock: () => nowMs })
  for (const id of ['intended', 'redacted', 'outcomes'] as const)
    cluster.createTopic(topicName('', id), slotCount)
  cluster.createTopic(ingressTopic, slotCount)
  cluster.createTopic(deadLetterTopic('', 'redactor', 'intended'), 1)
  cluster.createTopic(deadLetterTopic('', 'redactor', 'outcomes'), 1)
  const redactor = createRedactor({ tagKey: tagKey.reveal() })
  const seen: Seen = { codes: [], stumbles: [] }
  const handling = {
    rules: {
      trust,
      names: new PlainNames(redactor),
      principals: parsePrincipals(directory, 'directory.yaml'),
      saltKey,
    },
    workshop: {
      redactor,
      sealer: new Sealer({ deployment, wrapper: wrapTo(unsealing.publicJwk) }),
      saltKey,
      writer: { deployment, prefix: '', slotCount, macKey },
      stopwatch: () => 0,
      ...overrides,
    },
    watcher: {
      told: (_: unknown, told: Told) => {
        if (told.end !== 'refused') return
        seen.codes.push(told.refusal.code)
        if (told.stumble !== undefined) seen.stumbles.push(told.stumble)
      },
    },
    breathe: async () => {},
  }
  return { cluster, handling, seen }
}

export function action(over: Partial<Action> = {}): Action {
  return {
    id: actionId as Action['id'],
    type: 'payments.refund',
    agent: { id: 'refund-bot', run: 'run-7' },
    params: { amount: 120, to: 'bob@customer.example', note: 'card 4111 1111 1111 1111' },
    ...over,
  }
}

export function outcome(over: Partial<Outcome> = {}): Outcome {
  return {
    actionId: actionId as Outcome['actionId'],
    claimId: 'claim-1',
    status: 'succeeded',
    result: { receipt: 'sent to bob@customer.example' },
    ...over,
  }
}

/** Extensions that prove an intent. */
export function proofOf(data: Action, signer = agentSigner, atMs = nowMs): Record<string, string> {
  const { proof } = signIntent({ signer, deployment, action: data, salt, nowMs: atMs })
  return { hpproof: proof, hpsalt: salt }
}

export function outcomeProofOf(
  data: Outcome,
  signer = executorSigner,
  atMs = nowMs,
): Record<string, string> {
  const { proof } = signOutcome({ signer, deployment, outcome: data, salt, nowMs: atMs })
  return { hpproof: proof, hpsalt: salt }
}

export function intentRecord(
  data: Action,
  extensions: Record<string, string> = proofOf(data),
  over: Partial<OutRecord> = {},
): OutRecord {
  const { headers, value } = encodeEvent({
    id: 'e-1',
    source: 'urn:test:agent',
    type: actionIntended,
    subject: data.id,
    timeMs: nowMs,
    extensions,
    data,
  })
  return rawRecord('intended', data.id, value, headers, over)
}

export function outcomeRecord(
  data: Outcome,
  extensions: Record<string, string> = outcomeProofOf(data),
  over: Partial<OutRecord> = {},
): OutRecord {
  const { headers, value } = encodeEvent({
    id: 'o-1',
    source: 'urn:test:executor',
    type: outcomeReported,
    subject: data.actionId,
    timeMs: nowMs,
    extensions,
    data,
  })
  return rawRecord('outcomes', data.actionId, value, headers, over)
}

export function rawRecord(
  topic: 'intended' | 'outcomes',
  key: string,
  value: Buffer,
  headers: Readonly<Record<string, string>> = {},
  over: Partial<OutRecord> = {},
): OutRecord {
  const partition = slotOf(key, slotCount)
  return { topic: topicName('', topic), partition, key, value, headers, ...over }
}

/** As it comes from the topic. */
export function arrived(record: OutRecord, offset = 5): InRecord {
  return { ...record, offset, timestampMs: nowMs }
}

/** All that stands on a topic, decoded. */
export function eventsOn(cluster: MemoryCluster, topic: string): DecodedEvent[] {
  const partitions = topic.startsWith('dlq.') ? 1 : slotCount
  return Array.from({ length: partitions }, (_, partition) => cluster.records(topic, partition))
    .flat()
    .map((record) => decodeEvent(record))
}

/** Everything that stands on every topic but the raw ones, as text. */
export function shownText(cluster: MemoryCluster): string {
  const topics = [
    topicName('', 'redacted'),
    deadLetterTopic('', 'redactor', 'intended'),
    deadLetterTopic('', 'redactor', 'outcomes'),
  ]
  return topics
    .flatMap((topic) => eventsOn(cluster, topic))
    .map((event) => JSON.stringify([event.attributes, event.extensions, event.data]))
    .join('\n')
}
