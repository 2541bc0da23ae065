/** A stand-in for the gate: writes chained, signed facts, and answers votes by quorum alone. What the notifier does with them is the test's concern. */
import {
  type Action,
  type ActionId,
  check,
  commit,
  type DecisionEvent,
  type Demand,
  type Digest,
  decisionId,
  decisionTypes,
  decodeEvent,
  digestBytes,
  encodeEvent,
  type Fact,
  type FactDraft,
  type Finding,
  Freeze,
  factDigest,
  freezeCommand,
  freezeKey,
  noDigest,
  type Origin,
  Reconcile,
  Revoke,
  reconcileCommand,
  revokeCommand,
  slotOf,
  Thaw,
  thawCommand,
  topicName,
  Vote,
} from '@holdpoint/contracts'
import type { Bus, Consumption, InRecord, OutRecord } from '@holdpoint/kafka'
import {
  type KeyPair,
  Signer,
  signFact,
  signHead,
  type Trust,
  verifyCommand,
} from '@holdpoint/seal'

export const salt = Buffer.alloc(32, 5).toString('base64url')
const anyDigest = digestBytes('x')
export const demand: Demand = {
  quorum: 1,
  groups: [],
  assurance: 'sso',
  denials: 1,
  reasonRequired: false,
}

export interface Draft {
  readonly fact: FactDraft
  readonly views?: DecisionEvent['views']
}

interface GateOptions {
  readonly deployment: string
  readonly prefix: string
  readonly slotCount: number
  readonly key: KeyPair
  readonly clock: () => number
}

export class FakeGate {
  readonly options: GateOptions
  readonly #signer: Signer
  readonly #chains = new Map<number, { number: number; digest: Digest }>()
  readonly votes: Vote[] = []
  readonly stops: (Revoke | Reconcile)[] = []
  readonly orders: (Freeze | Thaw)[] = []
  /** Slots that follow what was spread; default all. */
  following: readonly number[] | undefined
  #spread = 0
  #lastOrder: { fact: FactDraft; reason: string; missing: number[] } | undefined
  /** Code with which every command is refused. */
  refusing: string | undefined
  readonly #held = new Map<
    ActionId,
    { demand: Demand; approvals: number; revision: number; closed?: string }
  >()

  constructor(options: GateOptions) {
    this.options = options
    this.#signer = new Signer(options.key.privateJwk)
  }

  /** One transaction of a slot: chained facts, the last with a signed head. */
  transaction(slot: number, drafts: readonly Draft[]): OutRecord[] {
    const { deployment, prefix } = this.options
    let point = this.#chains.get(slot) ?? { number: 0, digest: noDigest }
    const records = drafts.map(({ fact: draft, views = {} }, at) => {
      const commitments = Object.fromEntries(
        Object.entries(views).map(([name, view]) => [name, commit(view.salt, view.value)]),
      )
      const number = point.number + 1
      const fact = {
        ...draft,
        ...{ deployment, slot, number, previous: point.digest, policy: anyDigest, commitments },
      } as Fact
      point = { number, digest: factDigest(fact) }
      const head =
        at === drafts.length - 1 ? { head: signHead(this.#signer, { slot, ...point }) } : {}
      const isDecision = fact.kind === 'approved' || fact.kind === 'denied'
      const signature = isDecision ? { signature: signFact(this.#signer, point.digest) } : {}
      const key = fact.actionId ?? `~${slot}`
      const { headers, value } = encodeEvent({
        id: decisionId(slot, number),
        source: `${deployment}/gate`,
        type: decisionTypes[fact.kind],
        subject: key,
        timeMs: fact.atMs,
        data: { fact, views, ...signature, ...head } satisfies DecisionEvent,
      })
      return { topic: topicName(prefix, 'decisions'), partition: slot, key, value, headers }
    })
    this.#chains.set(slot, point)
    return records
  }

  hold(action: Action, given: HoldOptions = {}): OutRecord[] {
    const wanted = { ...demand, ...given.demand }
    this.#held.set(action.id, { demand: wanted, approvals: 0, revision: 1 })
    return this.transaction(this.slot(action.id), [heldDraft(action, this.options.clock(), given)])
  }

  /** Policy lets it go without asking anybody. */
  allow(action: Action): OutRecord[] {
    this.#held.set(action.id, { demand, approvals: 0, revision: 1, closed: 'approved' })
    return this.transaction(this.slot(action.id), [allowedDraft(action, this.options.clock())])
  }

  fact(
    id: ActionId,
    kind: FactDraft['kind'],
    body: unknown,
    views: DecisionEvent['views'] = {},
  ): OutRecord[] {
    return this.transaction(this.slot(id), [this.draft(id, kind, body, views)])
  }

  draft(
    id: ActionId,
    kind: FactDraft['kind'],
    body: unknown,
    views: DecisionEvent['views'] = {},
  ): Draft {
    const held = this.#held.get(id)
    if (held && kind !== 'refused') held.revision += 1
    const revision = kind === 'refused' || !held ? {} : { revision: held.revision }
    const fact = { kind, atMs: this.options.clock(), actionId: id, ...revision, body } as FactDraft
    return { fact, views }
  }

  slot(id: ActionId): number {
    return slotOf(id, this.options.slotCount)
  }

  /** Reads commands and answers them on `decisions`. */
  answer(bus: Bus, trust: Trust): Promise<Consumption> {
    return bus.consume({
      group: `${this.options.prefix}gate`,
      topics: [topicName(this.options.prefix, 'commands')],
      positions: 'group',
      onRecords: async (records) => {
        for (const record of records) {
          const written = this.#judge(record, trust)
          await bus.send(written)
        }
      },
    })
  }

  #judge(record: InRecord, trust: Trust): OutRecord[] {
    const { deployment } = this.options
    const { attributes, data, extensions } = decodeEvent(record)
    const { id: commandId, type } = attributes
    verifyCommand(extensions['hpproof'] ?? '', {
      ...{
        deployment,
        commandId,
        type,
        command: data as object as Readonly<Record<string, unknown>>,
      },
      ...{ atMs: record.timestampMs, keyOf: trust.service('notifier') },
    })
    if (type === freezeCommand) return this.order(check(Freeze, data), commandId)
    if (type === thawCommand) return this.order(check(Thaw, data), commandId)
    if (type === revokeCommand) return this.#stop(check(Revoke, data), commandId, 'revoke')
    if (type === reconcileCommand) return this.#stop(check(Reconcile, data), commandId, 'reconcile')
    return this.#count(check(Vote, data), commandId)
  }

  /** Freezes or thaws as it is asked, unless it is told to refuse. */
  order(asked: Freeze | Thaw, commandId: string): OutRecord[] {
    const { person, channel, reason, token } = asked
    const { slotCount } = this.options
    const atMs = this.options.clock()
    const deciding = slotOf(freezeKey, slotCount)
    this.orders.push(asked)
    const code = this.refusing
    if (code !== undefined) {
      const command = 'scope' in asked ? ('freeze' as const) : ('thaw' as const)
      const body = { command, commandId, code, person }
      return this.transaction(deciding, [{ fact: { kind: 'refused', atMs, body } as FactDraft }])
    }
    this.#spread += 1
    const by = { person, assurance: token ? 'sso' : 'chat', channel, commandId } as const
    const body = { spread: this.#spread, ...by }
    const fact = (
      'scope' in asked
        ? { kind: 'frozen', atMs, body: { freeze: commandId, scope: asked.scope, ...body } }
        : { kind: 'thawed', atMs, body: { freeze: asked.freeze, ...body } }
    ) as FactDraft
    const all = Array.from({ length: slotCount }, (_, slot) => slot)
    this.#lastOrder = { fact, reason, missing: all }
    return this.spread()
  }

  /** The last freeze or thaw, in the slots that follow and have not said so yet. */
  spread(): OutRecord[] {
    const { fact, reason, missing } = this.#lastOrder ?? { missing: [] }
    if (!this.#lastOrder || !fact) return []
    const now = missing.filter((slot) => this.following?.includes(slot) ?? true)
    this.#lastOrder.missing = missing.filter((slot) => !now.includes(slot))
    const deciding = slotOf(freezeKey, this.options.slotCount)
    return now.flatMap((slot) => {
      const views = slot === deciding ? { reason: { salt, value: reason } } : {}
      return this.transaction(slot, [{ fact, views }])
    })
  }

  /** Does what is asked, unless it is told to refuse. */
  #stop(
    asked: Revoke | Reconcile,
    commandId: string,
    command: 'revoke' | 'reconcile',
  ): OutRecord[] {
    const { actionId, person, channel, reason, token } = asked
    this.stops.push(asked)
    const code = this.refusing
    if (code !== undefined) {
      return this.fact(actionId, 'refused', { command, commandId, code, person })
    }
    const assurance = token === undefined ? 'chat' : 'sso'
    const body = { person, assurance, channel, commandId }
    const views = { reason: { salt, value: reason } }
    return 'found' in asked
      ? this.fact(actionId, 'reconciled', { ...body, found: asked.found }, views)
      : this.fact(actionId, 'revoked', body, views)
  }

  #count(vote: Vote, commandId: string): OutRecord[] {
    const { actionId, person, verdict, channel, token } = vote
    this.votes.push(vote)
    const held = this.#held.get(actionId)
    const refuse = (code: string) =>
      this.fact(actionId, 'refused', { command: 'vote', commandId, code, person })
    if (this.refusing !== undefined) return refuse(this.refusing)
    if (!held) return refuse('HP_ACTION_UNKNOWN')
    if (held.closed) return refuse('HP_ACTION_CLOSED')
    const assurance = token === undefined ? 'chat' : 'sso'
    if (assurance === 'chat' && held.demand.assurance !== 'chat') return refuse('HP_ASSURANCE_LOW')
    held.approvals += verdict === 'approve' ? 1 : 0
    const denials = verdict === 'deny' ? 1 : 0
    const tally = { approvals: held.approvals, denials, quorum: held.demand.quorum }
    const reason = vote.reason === undefined ? {} : { reason: { salt, value: vote.reason } }
    const voted = this.draft(
      actionId,
      'voted',
      { person, verdict, assurance, channel, commandId, tally },
      reason,
    )
    const ending =
      denials > 0 ? 'denied' : held.approvals >= held.demand.quorum ? 'approved' : undefined
    if (ending === undefined) return this.transaction(this.slot(actionId), [voted])
    held.closed = ending
    const body = { by: 'people', rule: 'refunds', votes: [{ person, revision: held.revision }] }
    const expiresMs = this.options.clock() + 600_000
    const grant = { jti: 'g-1', audience: 'payments', notBeforeMs: this.options.clock(), expiresMs }
    const end = this.draft(actionId, ending, ending === 'approved' ? { ...body, grant } : body)
    return this.transaction(this.slot(actionId), [voted, end])
  }
}

export interface HoldOptions {
  readonly demand?: Partial<Demand>
  readonly findings?: readonly Finding[]
  readonly excluded?: readonly string[]
  readonly decideByMs?: number
}

export function heldDraft(action: Action, atMs: number, given: HoldOptions = {}): Draft {
  const body = {
    origin: originOf(action, atMs),
    rule: 'refunds',
    demand: { ...demand, ...given.demand },
    decideByMs: given.decideByMs ?? atMs + 900_000,
    ...(given.excluded === undefined ? {} : { excluded: [...given.excluded] }),
  }
  return {
    fact: { kind: 'held', atMs, actionId: action.id, revision: 1, body },
    views: viewsOf(action, given),
  }
}

export function allowedDraft(action: Action, atMs: number): Draft {
  const grant = { jti: 'g-0', audience: 'payments', notBeforeMs: atMs, expiresMs: atMs + 600_000 }
  const origin = originOf(action, atMs)
  return {
    fact: {
      ...{ kind: 'approved', atMs, actionId: action.id, revision: 1 },
      body: { by: 'policy', rule: 'small', origin, votes: [], grant },
    },
    views: viewsOf(action, {}),
  }
}

/** Policy says no without asking anybody. */
export function deniedDraft(action: Action, atMs: number): Draft {
  const origin = originOf(action, atMs)
  return {
    fact: {
      ...{ kind: 'denied', atMs, actionId: action.id, revision: 1 },
      body: { by: 'policy', rule: 'never', origin, votes: [] },
    },
    views: viewsOf(action, {}),
  }
}

function originOf(action: Action, atMs: number): Origin {
  return {
    type: action.type,
    agent: action.agent.id,
    ...(action.agent.run === undefined ? {} : { run: action.agent.run }),
    ...(action.onBehalfOf === undefined ? {} : { onBehalfOf: action.onBehalfOf }),
    intended: anyDigest,
    presented: commit(salt, action),
    identity: { kind: 'ingress', topic: 'platform.actions' },
    source: { topic: 'actions.intended', partition: 0, offset: 0 },
    receivedAtMs: atMs,
    labels: ['pii'],
    redactor: { version: '1', config: anyDigest },
  }
}

function viewsOf(action: Action, given: HoldOptions) {
  return {
    action: { salt, value: action },
    findings: { salt, value: [...(given.findings ?? [])] },
  }
}
