/** What a gate would write: chained facts, signed as the gate signs them, and its grants. For tests. */
import {
  type ActionId,
  commit,
  type DecisionEvent,
  type DecisionKind,
  type Digest,
  decisionId,
  decisionTypes,
  digestBytes,
  encodeEvent,
  type Fact,
  type FactDraft,
  factDigest,
  grantIssued,
  noDigest,
  topicName,
  type View,
} from '@holdpoint/contracts'
import type { OutRecord } from '@holdpoint/kafka'
import { generateKey, Signer, signFact, signGrant, signHead } from '@holdpoint/seal'

/** Whose gate it is, and the prefix of its topics. */
export interface Place {
  readonly deployment: string
  readonly prefix: string
  /** From when its grants count. */
  readonly notBeforeMs: number
}

export const startMs = 1_800_000_000_000
export const testPlace: Place = {
  deployment: 'urn:holdpoint:test',
  prefix: 't.',
  notBeforeMs: startMs,
}

export type Draft = FactDraft & { views?: Record<string, unknown> }

/** The gate's hand: chained facts, signed as the gate signs them. */
export class GateHand {
  readonly signer: Signer
  private readonly place: Place
  private readonly slots = new Map<number, { number: number; digest: Digest }>()

  constructor(signer = new Signer(generateKey().privateJwk), place = testPlace) {
    this.signer = signer
    this.place = place
  }

  /** One transaction of a slot: its last event carries the head. */
  transaction(slot: number, drafts: readonly Draft[]): DecisionEvent[] {
    const events = drafts.map((draft) => this.event(slot, draft))
    const { number, digest } = this.standing(slot)
    const last = events.at(-1)
    if (last) last.head = signHead(this.signer, { slot, number, digest })
    return events
  }

  standing(slot: number): { number: number; digest: Digest } {
    return this.slots.get(slot) ?? { number: 0, digest: noDigest }
  }

  private event(slot: number, { views: values = {}, ...draft }: Draft): DecisionEvent {
    const { number, digest: previous } = this.standing(slot)
    const views: Record<string, View> = {}
    const commitments: Record<string, Digest> = {}
    for (const [name, value] of Object.entries(values)) {
      const salt = digestBytes(`${slot}/${number}/${name}`).slice('sha256:'.length)
      views[name] = { salt, value }
      commitments[name] = commit(salt, value)
    }
    const policy = digestBytes('policy')
    const { deployment } = this.place
    const fact = {
      ...draft,
      deployment,
      slot,
      number: number + 1,
      previous,
      policy,
      commitments,
    } as Fact
    const digest = factDigest(fact)
    this.slots.set(slot, { number: number + 1, digest })
    const isDecision = fact.kind === 'approved' || fact.kind === 'denied'
    return { fact, views, ...(isDecision ? { signature: signFact(this.signer, digest) } : {}) }
  }

  /** The event as a record of `decisions`. */
  record(event: DecisionEvent): OutRecord {
    return toRecord(event, this.place)
  }

  /** The grant for an approved fact, as a record of `actions.approved`. */
  grant(event: DecisionEvent): OutRecord {
    const { fact } = event
    if (fact.kind !== 'approved' || !fact.actionId) throw new Error('no approved fact')
    const { deployment, prefix, notBeforeMs } = this.place
    const { audience, expiresMs } = fact.body.grant
    const [actionId, presented, intended] = [fact.actionId, digestBytes('p'), digestBytes('i')]
    const decision = { slot: fact.slot, number: fact.number }
    const terms = { notBeforeMs, expiresMs, jti: fact.body.grant.jti, audience }
    const grant = signGrant(this.signer, {
      ...{ deployment, actionId, intended, presented, decision, policy: fact.policy, ...terms },
    })
    const { headers, value } = encodeEvent({
      id: `${decisionId(fact.slot, fact.number)}:grant`,
      source: `${deployment}/gate`,
      type: grantIssued,
      subject: actionId,
      timeMs: startMs,
      data: {
        ...{ actionId, type: 'a.b', audience, grant, action: {}, presented, expiresMs },
        ...{ salt: 'AAECAwQFBgcICQoLDA0ODw', sealed: 'x' },
      },
    })
    const topic = topicName(prefix, 'approved')
    return { topic, partition: fact.slot, key: actionId, headers, value }
  }
}

export function toRecord(event: DecisionEvent, { deployment, prefix } = testPlace): OutRecord {
  const { fact } = event
  const key = fact.actionId ?? `~${fact.slot}`
  const { headers, value } = encodeEvent({
    id: decisionId(fact.slot, fact.number),
    source: `${deployment}/gate`,
    type: decisionTypes[fact.kind],
    subject: key,
    timeMs: fact.atMs,
    data: event,
  })
  return { topic: topicName(prefix, 'decisions'), partition: fact.slot, key, headers, value }
}

export const actionId = (n: number): ActionId =>
  `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as ActionId

const origins = (n: number) => ({
  type: 'payments.refund',
  agent: 'support-bot',
  intended: digestBytes(`intended ${n}`),
  presented: digestBytes(`presented ${n}`),
  identity: { kind: 'signed' as const, keyId: 'k', proof: 'p' },
  source: { topic: 't.actions.intended', partition: 0, offset: n },
  receivedAtMs: startMs,
  labels: [],
  redactor: { version: '1', config: digestBytes('c') },
})

/** Drafts of the life of action `n`, one by one. */
export const life = {
  held: (n: number): Draft => ({
    kind: 'held',
    atMs: startMs,
    actionId: actionId(n),
    revision: 1,
    body: {
      origin: origins(n),
      rule: 'refunds',
      demand: { quorum: 1, groups: [], assurance: 'sso', denials: 1, reasonRequired: false },
      decideByMs: startMs + 900_000,
    },
    views: { action: { id: actionId(n), note: `masked ${n}` }, findings: [] },
  }),
  voted: (n: number, verdict: 'approve' | 'deny' = 'approve'): Draft => ({
    kind: 'voted',
    atMs: startMs + 1,
    actionId: actionId(n),
    revision: 2,
    body: {
      ...{ person: 'p-1', verdict, assurance: 'sso', channel: 'console', commandId: `c-${n}` },
      tally: { approvals: 1, denials: 0, quorum: 1 },
    },
    views: { reason: `reason ${n}` },
  }),
  approved: (n: number): Draft => ({
    kind: 'approved',
    atMs: startMs + 1,
    actionId: actionId(n),
    revision: 3,
    body: {
      ...{ by: 'people', rule: 'refunds', votes: [{ person: 'p-1', revision: 2 }] },
      grant: { jti: `j-${n}`, audience: 'pay', notBeforeMs: startMs, expiresMs: startMs + 600_000 },
    },
  }),
  denied: (n: number): Draft => ({
    kind: 'denied',
    atMs: startMs + 1,
    actionId: actionId(n),
    revision: 1,
    body: { by: 'policy', rule: 'never', origin: origins(n), votes: [] },
  }),
  claimed: (n: number): Draft => ({
    kind: 'claimed',
    atMs: startMs + 2,
    actionId: actionId(n),
    revision: 4,
    body: {
      ...{ executor: 'exec-1', claimId: `cl-${n}`, keyThumbprint: 'tp', request: 'r' },
      deadlineMs: startMs + 300_000,
    },
  }),
  ended: (n: number, kind: 'succeeded' | 'unknown' = 'succeeded'): Draft => ({
    kind,
    atMs: startMs + 3,
    actionId: actionId(n),
    revision: 5,
    body: {
      ...{ claimId: `cl-${n}`, executor: 'exec-1', cause: 'reported', proof: 'op' },
      reported: digestBytes(`reported ${n}`),
    },
    views: { result: { ok: true } },
  }),
  refused: (n: number): Draft => ({
    kind: 'refused',
    atMs: startMs + 4,
    actionId: actionId(n),
    body: { command: 'vote', commandId: `late-${n}`, code: 'HP_ACTION_CLOSED' },
  }),
} as const satisfies Partial<Record<DecisionKind | 'ended', (n: number) => Draft>>
