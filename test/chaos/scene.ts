/** One deployment under faults, and those who act on it: each keeps trying through outages, and what they were told is remembered for the verdict. */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type ActionId,
  isHoldpointError,
  type Outcome,
  revokeCommand,
  type Verdict,
  voteCommand,
} from '@holdpoint/contracts'
import type { OutRecord } from '@holdpoint/kafka'
import { type Holdpoint, holdpoint, httpTransport } from '@holdpoint/sdk'
import { uniqueName, until } from '@holdpoint/testkit'
import { type Command, commandRecord } from '../support/commands.ts'
import { Hand } from '../support/hand.ts'
import type { Answer } from '../support/people.ts'
import { agentId, type Stage } from '../support/stage.ts'
import type { Arena, Platform } from './arena.ts'
import { Follower } from './follower.ts'
import { type Ran, startExecutor } from './performer.ts'
import { executorIds } from './rules.ts'

const againMs = 300
/** Of any single act: longer than every outage that a storm makes, and what it brings. */
const patienceMs = 180_000
/** Of the edges' answers: nothing that asking again would change. */
const isFinal = ({ status }: Answer) => status < 500 && status !== 429

/** What somebody was given when they claimed. */
export interface Receipt {
  readonly actionId: ActionId
  readonly executor: string
  readonly claimId: string
  readonly receipt: string
}

export class Scene {
  readonly arena: Arena
  readonly at: Stage
  readonly gates: Platform['gates']
  readonly follower: Follower
  /** Action → its type; the redactor has said that Kafka has it. */
  readonly accepted = new Map<ActionId, string>()
  /** Command → how often it was sent; Kafka has it at least once. */
  readonly written = new Map<string, number>()
  readonly receipts: Receipt[] = []
  readonly runs: Ran[] = []
  /** What the library said about each action, for whoever looks for a fault. */
  readonly told: { readonly actionId: ActionId; readonly what: string }[] = []
  /** What no one should have been told. */
  readonly surprises: string[] = []
  readonly #agents: readonly Holdpoint[]
  readonly #ending = new AbortController()
  readonly #running: Promise<void>[] = []
  #turn = 0

  constructor(arena: Arena, { at, gates }: Platform) {
    this.arena = arena
    this.at = at
    this.gates = gates
    this.follower = new Follower(at)
    const { redactor, unsealer } = at.hp.urls
    const key = at.key(`agent-${agentId}.jwk`)
    this.#agents = gates.map(({ url }) => {
      const transport = httpTransport({ gate: url, redactor, unseal: unsealer })
      return holdpoint({ agent: { id: agentId, key }, deployment: at.hp.urn, transport })
    })
  }

  get isOver(): boolean {
    return this.#ending.signal.aborted
  }

  /** Resolves when Kafka has it. The same name is the same action. */
  async propose(type: string, name: string = uniqueName(type)): Promise<ActionId> {
    const intent = { type, params: { name }, dedupeKey: name }
    const { id } = await this.#persist(`propose ${name}`, () => this.agent.propose(intent))
    this.accepted.set(id, type)
    return id
  }

  async held(): Promise<ActionId> {
    const id = await this.propose('chaos.held')
    await this.follower.fact('held', id)
    return id
  }

  /** Of a type that waits to be claimed by hand. */
  async approved(type = 'chaos.waiting'): Promise<ActionId> {
    const id = await this.propose(type)
    await this.follower.fact('approved', id)
    return id
  }

  /** Resolves with the command's id when Kafka has it. */
  async vote(actionId: ActionId, person: string, verdict: Verdict): Promise<string> {
    const { body } = await this.follower.fact('held', actionId)
    const { presented } = body.origin
    const seen = { presented, complete: true, channel: 'chaos' }
    return this.#command(voteCommand, { actionId, person, verdict, ...seen })
  }

  revoke(actionId: ActionId, person: string): Promise<string> {
    const reason = 'not after all'
    return this.#command(revokeCommand, { actionId, person, reason, channel: 'chaos' })
  }

  withdraw(id: ActionId): Promise<boolean> {
    return this.#persist(`withdraw ${id}`, () => this.agent.withdraw(id))
  }

  /** Asks this gate, or by turns both, until yes or no; with the same request, as a client would that lost the answer. */
  async claim(id: ActionId, executor: string, gate?: 0 | 1): Promise<Answer> {
    const { body } = await this.follower.fact('approved', id)
    const request = this.hand(executor).request(id, 'claim', { grant: body.grant.jti })
    let asked = 0
    const answer = await this.#persist(`claim ${id}`, async () => {
      asked += 1
      const given = await this.hand(executor, gate ?? (asked % 2 === 0 ? 0 : 1)).claimWith(
        id,
        request,
      )
      return isFinal(given) ? given : undefined
    })
    const { claim, receipt } = answer.body ?? {}
    if (answer.status === 200) {
      this.receipts.push({ actionId: id, executor, claimId: claim.id, receipt })
    }
    return answer
  }

  async report(outcome: Outcome, executor: string): Promise<void> {
    await this.#persist(`report ${outcome.actionId}`, async () => {
      const given = await this.hand(executor).report(outcome)
      return isFinal(given)
    })
  }

  /** Ends it now, whatever it is: withdrawn if it is still held, run by whoever has the claim or gets it otherwise. */
  async finish(id: ActionId): Promise<void> {
    const has = (kind: string) =>
      this.follower.facts.some((fact) => fact.kind === kind && fact.actionId === id)
    await until(() => has('held') || has('approved') || this.follower.hasEnded(id), {
      deadlineMs: patienceMs,
      what: `${id} to be decided or held`,
    })
    if (!has('approved') && (this.follower.hasEnded(id) || (await this.withdraw(id)))) return
    const known = this.receipts.find(({ actionId }) => actionId === id)
    const [first] = executorIds
    const executor = known?.executor ?? first
    const claimId = known?.claimId ?? (await this.claim(id, executor)).body?.claim?.id
    if (claimId === undefined) return
    this.runs.push({ actionId: id, claimId, executor })
    await this.report({ actionId: id, claimId, status: 'succeeded' }, executor)
    const what = `the end of ${id}`
    await until(() => this.follower.hasEnded(id), { deadlineMs: patienceMs, what })
  }

  hand(executor: string, gate: 0 | 1 = 0): Hand {
    return new Hand(this.at, executor, this.gates[gate].url)
  }

  /** Runs until the scene is closed, and comes back when it can't go on. */
  execute(executor: string, gate: 0 | 1): void {
    this.#running.push(startExecutor(this, executor, this.gates[gate].url, this.#ending.signal))
  }

  /** Where the gate has it, both gates are ready, and all that was accepted has ended. */
  async settled(deadlineMs = patienceMs): Promise<void> {
    const left = () => [...this.accepted.keys()].filter((id) => !this.follower.hasEnded(id))
    try {
      await until(() => left().length === 0, { deadlineMs, what: 'everything to end' })
    } catch {
      const told = left().map((id) => `${id} (${this.accepted.get(id)}: ${this.#story(id)})`)
      this.surprises.push(...told.map((what) => `has not ended: ${what}`))
    }
    await Promise.all(this.gates.map((gate) => gate.ready()))
  }

  /** Nobody acts any more; services go on. */
  async quiet(): Promise<void> {
    this.#ending.abort()
    await Promise.allSettled(this.#running)
  }

  async close(): Promise<void> {
    await this.quiet()
    await this.follower.close()
    await this.at.close()
  }

  /** Its facts, and what executors were told. */
  #story(id: ActionId): string {
    const isIts = ({ actionId }: { actionId?: ActionId }) => actionId === id
    const facts = this.follower.facts.filter(isIts).map(({ kind, body }) => {
      return 'code' in body ? `${kind} ${body.code}` : kind
    })
    return [...facts, ...this.told.filter(isIts).map(({ what }) => what)].join(', ')
  }

  /** By turns through either gate. */
  get agent(): Holdpoint {
    this.#turn += 1
    const agent = this.#agents[this.#turn % this.#agents.length]
    if (agent === undefined) throw new Error('no agent')
    return agent
  }

  async #command(type: string, command: Command): Promise<string> {
    const id = uniqueName('command')
    return this.send(id, commandRecord(this.at, type, command, { id }))
  }

  /** Again with the same bytes until Kafka says that it has them. */
  async send(id: string, record: OutRecord): Promise<string> {
    let copies = 0
    await this.#persist(`send ${id}`, () => {
      copies += 1
      return this.at.operator().send([record])
    })
    this.written.set(id, copies)
    return id
  }

  /** Until it comes to something; what no repetition helps is thrown. */
  async #persist<T>(what: string, act: () => Promise<T>): Promise<Exclude<T, undefined>> {
    const endMs = Date.now() + patienceMs
    for (;;) {
      try {
        const given = await act()
        if (given !== undefined) return given as Exclude<T, undefined>
      } catch (error) {
        if (isHoldpointError(error) && error.kind === 'terminal') throw error
      }
      if (this.isOver || Date.now() > endMs) throw new Error(`gave up trying to ${what}`)
      await sleep(againMs)
    }
  }
}
