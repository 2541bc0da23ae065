/** What a gate would write, and an auditor on the in-memory bus that reads it: for tests. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
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
  type View,
} from '@holdpoint/contracts'
import { MemoryCluster, type OutRecord } from '@holdpoint/kafka'
import { generateKey, keysOf, Signer, signFact, signGrant, signHead } from '@holdpoint/seal'
import type { SystemTime } from '@holdpoint/service'
import { checkTree, openCheckpoint } from '@holdpoint/tlog'
import { PosixLog } from '@holdpoint/tlog/store'
import { Auditor } from './auditor.ts'
import { encodeLeaf, type FindingLeaf, type Leaf, parseLeaf } from './leaf.ts'
import { LeafIndex } from './leaf-index.ts'
import { logSigner, logVerifier } from './log-key.ts'

export const deployment = 'urn:holdpoint:test'
export const prefix = 't.'
export const origin = 'log.example/test'
export const topic = {
  decisions: 't.decisions',
  approved: 't.actions.approved',
  checkpoints: 't.audit.checkpoints',
}
export const startMs = 1_800_000_000_000

export type Draft = FactDraft & { views?: Record<string, unknown> }

/** The gate's hand: chained facts, signed as the gate signs them. */
export class GateHand {
  readonly signer: Signer
  private readonly slots = new Map<number, { number: number; digest: Digest }>()

  constructor(signer = new Signer(generateKey().privateJwk)) {
    this.signer = signer
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

  /** The grant for an approved fact, as a record of `actions.approved`. */
  grant(event: DecisionEvent): OutRecord {
    const { fact } = event
    if (fact.kind !== 'approved' || !fact.actionId) throw new Error('no approved fact')
    const { audience, expiresMs } = fact.body.grant
    const [actionId, presented, intended] = [fact.actionId, digestBytes('p'), digestBytes('i')]
    const decision = { slot: fact.slot, number: fact.number }
    const terms = { notBeforeMs: startMs, expiresMs, jti: fact.body.grant.jti, audience }
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
    return { topic: topic.approved, partition: fact.slot, key: actionId, headers, value }
  }
}

export function toRecord(event: DecisionEvent): OutRecord {
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
  return { topic: topic.decisions, partition: fact.slot, key, headers, value }
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

export class AuditRig {
  nowMs = startMs
  readonly dir = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'hp-audit-'))
  readonly signer = new Signer(generateKey().privateJwk)
  readonly gate = new GateHand()
  readonly cluster = new MemoryCluster({ clock: () => this.nowMs })
  readonly writer = this.cluster.bus('gate')
  readonly findings: FindingLeaf[] = []
  repeats = 0
  private auditorCount = 0
  readonly time: SystemTime = {
    clock: () => this.nowMs,
    // One turn of the event loop: the disk and the bus get on meanwhile.
    sleep: async () => void (await setImmediate()),
    every: () => () => undefined,
  }

  constructor(slotCount = 1) {
    this.cluster.createTopic(topic.decisions, slotCount)
    this.cluster.createTopic(topic.approved, slotCount)
    this.cluster.createTopic(topic.checkpoints, 1)
  }

  get verifier() {
    return logVerifier(origin, this.signer.publicJwk)
  }

  async start(dir = this.dir) {
    this.auditorCount += 1
    const bus = this.cluster.bus(`auditor-${this.auditorCount}`)
    const verifiers = [this.verifier]
    const signers = [logSigner(origin, this.signer)]
    const log = await PosixLog.open({ dir, origin, signers, verifiers })
    const index = LeafIndex.open(join(dir, '.state/index.sqlite'), log.size)
    const auditor = await Auditor.start({
      ...{ bus, log, index, dir, deployment, prefix, origin, verifiers, time: this.time },
      gateKeys: keysOf(this.gate.signer.publicJwk),
      watcher: {
        taken: () => undefined,
        repeated: () => {
          this.repeats += 1
        },
        found: (finding) => this.findings.push(finding),
      },
    })
    return { bus, log, index, auditor }
  }

  /** Writes one transaction of a slot to the decision stream, with its grants. */
  async write(slot: number, ...drafts: Draft[]): Promise<DecisionEvent[]> {
    const events = this.gate.transaction(slot, drafts)
    const grants = events
      .filter(({ fact }) => fact.kind === 'approved')
      .map((e) => this.gate.grant(e))
    await this.writer.send([...events.map(toRecord), ...grants])
    return events
  }

  /** Waits until everything written has been read and a checkpoint covers it. */
  async settled({ log, auditor }: { log: PosixLog; auditor: Auditor }): Promise<void> {
    const ends = await this.writer.endOffsets(topic.decisions)
    const isDone = () =>
      [...ends].every(
        ([partition, end]) => (log.position(topic.decisions, partition) ?? 0) >= end,
      ) && log.published.size === log.size
    for (let turns = 0; !isDone(); turns += 1) {
      if (turns > 20_000) throw new Error('the auditor does not get on')
      await Promise.race([setImmediate(), auditor.failed])
    }
  }

  /** The log as a stranger reads it: signature and tree verified, leaves parsed. */
  async read(dir = this.dir): Promise<Leaf[]> {
    const read = async (path: string) => {
      try {
        return readFileSync(join(dir, path))
      } catch {
        return undefined
      }
    }
    const note = await read('checkpoint')
    const { size, root } = await openCheckpoint(note ?? new Uint8Array(), [this.verifier])
    const leaves: Leaf[] = []
    await checkTree({ read, size, root, onEntry: (bytes) => void leaves.push(parseLeaf(bytes)) })
    return leaves
  }

  /** Text of every file under the log, private ones too. */
  allText(dir = this.dir): string {
    return readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
      .join('\n')
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true })
  }
}

export const leafText = (leaf: Leaf): string => encodeLeaf(leaf).toString()
