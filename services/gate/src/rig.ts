/** A whole gate on the in-memory ports, with a clock that the test moves, and hands to write what redactor, notifier and executors would write. For tests. */
import { randomBytes } from 'node:crypto'
import type { Directory, Policy } from '@holdpoint/approval'
import {
  type Action,
  type ActionId,
  type ActionRedacted,
  actionRedacted,
  check,
  claimCommand,
  type DecisionEvent,
  DecisionEvent as DecisionEventSchema,
  decodeEvent,
  digestBytes,
  digestOf,
  encodeEvent,
  type Freeze,
  freezeCommand,
  freezeKey,
  macAttribute,
  noDigest,
  type Outcome,
  outcomeRedacted,
  proofAttribute,
  type Scope,
  slotOf,
  type Thaw,
  type TopicId,
  thawCommand,
  topicName,
  topics,
  type Verdict,
  voteCommand,
  withdrawCommand,
} from '@holdpoint/contracts'
import { type Faults, type InRecord, MemoryCluster } from '@holdpoint/kafka'
import {
  generateKey,
  parseTrust,
  recordMac,
  Secret,
  Signer,
  signCommand,
  signIntent,
  signOutcome,
  signRequest,
} from '@holdpoint/seal'
import { MemoryStoreServer, openMemoryStore } from '@holdpoint/store'
import type { RulesInForce } from './adoption.ts'
import { Authenticator } from './authenticate.ts'
import { Gate } from './gate.ts'
import { Quarantine } from './quarantine.ts'
import { RedactorKey } from './redacted.ts'
import type { OpenLimits } from './room.ts'
import { deployment, salt } from './testing.ts'

const prefix = 't.'
const secret = () => new Secret(randomBytes(32))
const signer = () => new Signer(generateKey().privateJwk)

export class Rig {
  nowMs = 1_800_000_000_000
  readonly slotCount: number
  readonly server = new MemoryStoreServer({ nowMs: () => this.nowMs })
  readonly keys = { signer: signer(), state: secret(), salt: secret() }
  readonly agent = signer()
  readonly otherAgent = signer()
  readonly notifier = signer()
  readonly executor = signer()
  readonly otherExecutor = signer()
  /** Ana's own. */
  readonly ana = signer()
  /** What the bus does wrong, and when. */
  faults: Faults = () => 'ok'
  readonly cluster = new MemoryCluster({
    clock: () => this.nowMs,
    faults: (point, info) => this.faults(point, info),
  })
  readonly warnings: string[] = []
  /** Dies when it sees this action id: stands for an input that kills whoever touches it. */
  poison: string | undefined
  rules: RulesInForce
  /** Of each slot. */
  openLimits: OpenLimits = { openPerAgentMax: 1000, openMax: 1000 }
  private readonly redactorKey = secret()
  private readonly ticks = new Set<() => void>()

  constructor(slotCount = 1) {
    this.slotCount = slotCount
    for (const id of Object.keys(topics) as TopicId[])
      this.cluster.createTopic(topicName(prefix, id), slotCount)
    for (const id of ['redacted', 'commands'] as const)
      this.cluster.createTopic(`${prefix}dlq.gate.${topics[id].name}`, 1)
    this.rules = {
      policy: policy(),
      directory,
      trust: parseTrust(JSON.stringify(this.trustFile())),
    }
  }

  /** Another process on the same cluster and store. */
  async gate(name: string): Promise<Gate & { crash(): void }> {
    const bus = this.cluster.bus(name)
    const authenticator = new Authenticator({
      ...{ deployment, slotCount: this.slotCount, stateSecret: this.keys.state },
      redactorKey: new RedactorKey(this.redactorKey),
    })
    const read = authenticator.read.bind(authenticator)
    authenticator.read = (record, source, rules) => {
      if (record.key === this.poison) throw new Error('poison')
      return read(record, source, rules)
    }
    const gate = new Gate({
      bus,
      store: openMemoryStore(this.server),
      prefix,
      deployment,
      slotCount: this.slotCount,
      group: 'gate',
      processId: name,
      quarantine: new Quarantine(),
      newNonce: () => randomBytes(8).toString('hex'),
      stateSecret: this.keys.state,
      keys: this.keys,
      authenticator,
      clock: () => this.nowMs,
      rules: () => this.rules,
      openLimits: this.openLimits,
      sleep: () => settle(),
      every: (_, call) => {
        this.ticks.add(call)
        return () => this.ticks.delete(call)
      },
      log: { warn: (_: object, text?: string) => this.warnings.push(text ?? '') } as never,
      observe: () => {},
    })
    await gate.start()
    return Object.assign(gate, { crash: () => bus.crash() })
  }

  /** Moves the clock, ticks all gates, and lets everything come to rest. */
  async pass(ms = 0): Promise<void> {
    this.nowMs += ms
    for (const tick of this.ticks) tick()
    await settle()
  }

  async intend(
    id: ActionId,
    changes: Partial<Action> = {},
    more: Partial<ActionRedacted> = {},
  ): Promise<ActionRedacted> {
    const action: Action = {
      id,
      type: 'ask.refund',
      agent: { id: 'bot' },
      params: { amount: 12 },
      ...changes,
    }
    const signer = action.agent.id === 'other-bot' ? this.otherAgent : this.agent
    const { proof, intended } = signIntent({
      signer,
      deployment,
      action,
      salt,
      nowMs: this.nowMs,
    })
    const redacted: ActionRedacted = {
      actionId: id,
      action,
      findings: [],
      labels: [],
      unscanned: false,
      intended,
      presented: digestOf(salt, action),
      salt,
      identity: { kind: 'signed', keyId: signer.kid, proof },
      source: { topic: 'actions.intended', partition: 0, offset: 0 },
      receivedAtMs: this.nowMs,
      sealed: 'a.b.c.d.e',
      redactor: { version: '1', config: noDigest },
      ...more,
    }
    await this.write('redacted', id, actionRedacted, redacted, { mac: true })
    return redacted
  }

  vote(
    redacted: ActionRedacted,
    person: string,
    verdict: Verdict = 'approve',
    commandId = `vote-${person}-${verdict}`,
  ): Promise<void> {
    const { actionId, presented } = redacted
    const command = { actionId, person, verdict, presented, complete: true, channel: 'console' }
    return this.command(voteCommand, command, commandId)
  }

  freeze(scope: Scope, commandId = 'freeze-1', person = 'ana'): Promise<void> {
    const command: Freeze = { scope, person, reason: 'runs wild', channel: 'console' }
    return this.command(freezeCommand, command, commandId)
  }

  thaw(freeze = 'freeze-1', commandId = 'thaw-1', person = 'ana'): Promise<void> {
    const command: Thaw = { freeze, person, reason: 'mended', channel: 'console' }
    return this.command(thawCommand, command, commandId)
  }

  async command(
    type: string,
    command: Readonly<Record<string, unknown>>,
    commandId: string,
  ): Promise<void> {
    const proof = signCommand(this.notifier, {
      deployment,
      commandId,
      type,
      command,
      nowMs: this.nowMs,
    })
    const { actionId = freezeKey } = command
    await this.write('commands', String(actionId), type, command, {
      id: commandId,
      extensions: { [proofAttribute]: proof },
    })
  }

  async claim(actionId: ActionId, commandId = 'claim-1', executor = this.executor): Promise<void> {
    const grant = `${actionId}/${this.facts('approved').find((fact) => fact.actionId === actionId)?.revision ?? 0}`
    const request = signRequest(executor, {
      deployment,
      subject: actionId,
      act: 'claim',
      jti: commandId,
      nowMs: this.nowMs,
      grant,
    })
    await this.write('commands', actionId, claimCommand, { actionId, request }, { id: commandId })
  }

  async withdraw(actionId: ActionId): Promise<void> {
    const request = signRequest(this.agent, {
      deployment,
      subject: actionId,
      act: 'withdraw',
      nowMs: this.nowMs,
    })
    await this.write(
      'commands',
      actionId,
      withdrawCommand,
      { actionId, request },
      { id: 'withdraw-1' },
    )
  }

  async report(
    actionId: ActionId,
    status: Outcome['status'] = 'succeeded',
    executor = this.executor,
  ): Promise<void> {
    const claimId = this.facts('claimed').find((fact) => fact.actionId === actionId)?.body as
      | { claimId: string }
      | undefined
    const outcome: Outcome = {
      actionId,
      claimId: claimId?.claimId ?? 'none',
      status,
      result: { ok: true },
    }
    const { proof, reported } = signOutcome({
      signer: executor,
      deployment,
      outcome,
      salt,
      nowMs: this.nowMs,
    })
    const { result, ...rest } = outcome
    const data = {
      ...rest,
      result,
      findings: [],
      presented: digestOf(salt, result),
      salt,
      reported,
      proof,
      sealed: 'a.b.c.d.e',
      source: { topic: 'actions.outcomes', partition: 0, offset: 0 },
      receivedAtMs: this.nowMs,
    }
    await this.write('redacted', actionId, outcomeRedacted, data, { mac: true })
  }

  /** Writes a record as its author would and lets the gates work. */
  async write(
    topic: TopicId,
    key: string,
    type: string,
    data: unknown,
    {
      id = randomBytes(8).toString('hex'),
      extensions = {},
      mac = false,
    }: { id?: string; extensions?: Record<string, string>; mac?: boolean } = {},
  ): Promise<void> {
    const event = { id, source: 'test', type, subject: key, timeMs: this.nowMs, data }
    const { value } = encodeEvent(event)
    const signed = mac
      ? { [macAttribute]: recordMac(this.redactorKey, { type, subject: key, data: value }) }
      : {}
    const { headers } = encodeEvent({ ...event, extensions: { ...extensions, ...signed } })
    const partition = slotOf(key, this.slotCount)
    await this.cluster
      .bus('writer')
      .send([{ topic: topicName(prefix, topic), partition, key, value, headers }])
    await settle()
  }

  records(topic: TopicId): InRecord[] {
    return this.partitions().flatMap((slot) => [
      ...this.cluster.records(topicName(prefix, topic), slot),
    ])
  }

  parked(topic: 'redacted' | 'commands'): InRecord[] {
    return [...this.cluster.records(`${prefix}dlq.gate.${topics[topic].name}`, 0)]
  }

  events(): DecisionEvent[] {
    return this.records('decisions').map((record) =>
      check(DecisionEventSchema, decodeEvent(record).data),
    )
  }

  facts(kind?: string): DecisionEvent['fact'][] {
    return this.events()
      .map(({ fact }) => fact)
      .filter((fact) => kind === undefined || fact.kind === kind)
  }

  /** What happened to an action, in order. */
  story(actionId: ActionId): string[] {
    return this.facts()
      .filter((fact) => fact.actionId === actionId)
      .map(({ kind }) => kind)
  }

  answer(actionId: ActionId, commandId: string): Promise<Record<string, unknown> | undefined> {
    const store = openMemoryStore(this.server)
    return store
      .answer(slotOf(actionId, this.slotCount), commandId)
      .then((text) => (text === undefined ? undefined : JSON.parse(text)))
  }

  private partitions(): number[] {
    return Array.from({ length: this.slotCount }, (_, slot) => slot)
  }

  private trustFile() {
    return {
      deployment,
      services: {
        gate: [this.keys.signer.publicJwk],
        notifier: [this.notifier.publicJwk],
        auditor: [],
        redactor: [],
      },
      agents: {
        bot: { keys: [this.agent.publicJwk] },
        'other-bot': { keys: [this.otherAgent.publicJwk] },
      },
      executors: {
        'exec-1': { audiences: ['billing'], keys: [this.executor.publicJwk] },
        'exec-2': { audiences: ['billing'], keys: [this.otherExecutor.publicJwk] },
      },
      people: { ana: { keys: [this.ana.publicJwk] } },
      issuers: [],
      ingress: [],
    }
  }
}

const terms = { audience: 'billing', useWithinMs: 600_000, runWithinMs: 60_000 }
const demand = {
  quorum: 1,
  groups: [],
  assurance: 'chat' as const,
  denials: 1,
  reasonRequired: false,
}

/** How long what is called `….done` can be reversed. */
export const reversibleWithinMs = 3_600_000

/** `allow.*` goes on, `clear.*` too with its result cleared for the agent, `deny.*` ends, everything else asks one person within 15 minutes. */
export function policy(text = 'first'): Policy {
  return {
    digest: digestBytes(text),
    text,
    rule: ({ action }) => {
      const { type } = action as Action
      const isReversible = type.endsWith('.done')
      const given = isReversible ? { ...terms, reversibleWithinMs } : terms
      if (type.startsWith('clear.')) {
        return { verdict: 'allow', rule: 'cleared', terms: { ...given, clearResult: true } }
      }
      if (type.startsWith('allow.')) return { verdict: 'allow', rule: 'allowed', terms: given }
      if (type.startsWith('deny.')) return { verdict: 'deny', rule: 'forbidden' }
      return { verdict: 'require', rule: 'ask', demand, decideWithinMs: 900_000, terms: given }
    },
    offices: { freeze: { groups: [], assurance: 'chat' }, thaw: { groups: [], assurance: 'chat' } },
  }
}

const people = ['ana', 'ben', 'olga'].map((id) => ({ id, groups: [] }))
const directory: Directory = {
  digest: digestBytes('people'),
  text: 'people',
  everybody: people,
  person: (id) => people.find((person) => person.id === id),
  personByEmail: () => undefined,
  personBySubject: () => undefined,
  agentSide: () => ['olga'],
  lastDeployer: () => undefined,
  agentMay: () => true,
}

/** Everything in memory happens in microtasks and immediates: when a few hundred turns have passed, it rests. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
