/** People, keys, actions and a whole notifier on in-memory ports, for the tests of this service. */
import type { Directory, Person } from '@holdpoint/approval'
import { type Action, type ActionId, digestBytes, topicPlan } from '@holdpoint/contracts'
import { type MemoryBus, MemoryCluster } from '@holdpoint/kafka'
import { decisionNonce, generateKey, parseTrust, Signer } from '@holdpoint/seal'
import { createLogger, createMetrics, type SystemTime } from '@holdpoint/service'
import { importJWK, SignJWT } from 'jose'
import { type NotifierParts, startNotifier } from '../src/notifier.ts'
import { MemoryProjectionServer } from '../src/projection/memory.ts'
import { FakeGate } from './gate.ts'

export const deployment = 'urn:holdpoint:test'
export const issuer = 'http://127.0.0.1:9/issuer'
export const slotCount = 3
export const keys = { gate: generateKey(), notifier: generateKey(), issuer: generateKey() }
export const trust = parseTrust(
  JSON.stringify({
    deployment,
    services: { gate: [keys.gate.publicJwk], notifier: [keys.notifier.publicJwk] },
    issuers: [{ issuer, audience: 'holdpoint', keys: [keys.issuer.publicJwk] }],
  }),
)

export const people: readonly Person[] = [
  { id: 'ana', groups: ['finance'] },
  { id: 'bea', groups: ['ops'] },
  { id: 'olga', groups: ['finance'] },
]
export const directory: Directory = {
  digest: digestBytes('directory'),
  text: '',
  everybody: people,
  person: (id) => people.find((person) => person.id === id),
  personByEmail: () => undefined,
  personBySubject: (from, subject) =>
    from === issuer ? people.find((person) => `u-${person.id}` === subject) : undefined,
  agentSide: (agent) => (agent === 'billing-bot' ? ['olga'] : []),
  lastDeployer: () => undefined,
  agentMay: () => true,
}

/** `n`-th action id. */
export const idOf = (n: number): ActionId =>
  `01890a5d-ac96-774b-bcce-${String(n).padStart(12, '0')}` as ActionId

export function actionOf(n: number, change: Partial<Action> = {}): Action {
  return {
    id: idOf(n),
    type: 'payments.refund',
    agent: { id: 'billing-bot', run: 'run-1' },
    target: { system: 'stripe', resource: 'charge ch_1', environment: 'production' },
    params: { amount: 1250, currency: 'EUR', to: '⟦EMAIL·K7QX2M9A⟧' },
    justification: 'The customer was charged twice.',
    ...change,
  }
}

export async function tokenOf(person: string, nowMs: number, claims: object = {}): Promise<string> {
  const seconds = Math.floor(nowMs / 1000)
  return new SignJWT({
    iss: issuer,
    aud: 'holdpoint',
    sub: `u-${person}`,
    iat: seconds,
    exp: seconds + 3600,
    ...claims,
  })
    .setProtectedHeader({ alg: 'EdDSA', kid: keys.issuer.kid })
    .sign(
      await importJWK({ ...keys.issuer.privateJwk } as Parameters<typeof importJWK>[0], 'EdDSA'),
    )
}

export const signedToken = (
  person: string,
  nowMs: number,
  vote: Parameters<typeof decisionNonce>[0],
): Promise<string> => tokenOf(person, nowMs, { nonce: decisionNonce(vote) })

/** A clock that tests move; sleeping is letting everything else run. */
export class TestTime implements SystemTime {
  nowMs = Date.UTC(2026, 5, 1, 12)
  readonly clock = (): number => this.nowMs
  readonly sleep = async (ms: number): Promise<void> => {
    await settle()
    this.nowMs += ms
  }
  readonly every = (): (() => void) => () => undefined
}

/** Lets promises and callbacks that are due run. */
export async function settle(turns = 20): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate)
}

export interface World<T extends SystemTime = TestTime> {
  readonly time: T
  readonly cluster: MemoryCluster
  readonly gate: FakeGate
  readonly gateBus: MemoryBus
  readonly server: MemoryProjectionServer
  readonly alarms: string[]
  readonly parts: (client?: string) => NotifierParts
}

/** A cluster with all topics, a stand-in for the gate, and parts to start replicas from. */
export const newWorld = (): World => worldAt(new TestTime())

export function worldAt<T extends SystemTime>(time: T): World<T> {
  const cluster = new MemoryCluster({ clock: time.clock })
  for (const { name, partitions } of topicPlan('', slotCount)) cluster.createTopic(name, partitions)
  const server = new MemoryProjectionServer()
  const gate = new FakeGate({
    deployment,
    prefix: '',
    slotCount,
    key: keys.gate,
    clock: time.clock,
  })
  const alarms: string[] = []
  let counter = 0
  const parts = (client?: string): NotifierParts => ({
    ...{ deployment, prefix: '', slotCount, time },
    bus: cluster.bus(client),
    projection: server.open(),
    people: () => ({ trust, directory }),
    signer: new Signer(keys.notifier.privateJwk),
    maskText: (text) => text.replaceAll(/\S+@\S+/g, '⟦EMAIL·K7QX2M9A⟧'),
    isPlain: (text) => !/\S+@\S+/.test(text),
    newKey: () => `key-${++counter}`,
    page: { deployment, issuer, isDemo: true },
    http: { host: '127.0.0.1', port: 0 },
    log: createLogger({
      service: 'notifier',
      to: { write: (line: string) => void alarms.push(line) },
    }),
    metrics: createMetrics('notifier'),
  })
  return { time, cluster, gate, gateBus: cluster.bus('gate'), server, alarms, parts }
}

export { startNotifier }
