/** Leads actions through their lives and tells what happens, in an order that makes sense. All that is told comes from the log, the edges, or the parties. */

import { type ActionId, type Fact, HoldpointError, type Verdict } from '@holdpoint/contracts'
import { until } from '../infra/wait.ts'
import { type ActName, acts } from './act.ts'
import type { Cast } from './cast.ts'
import type { Line } from './line.ts'
import type { ReportOf } from './message.ts'
import { Person, type Seen } from './person.ts'
import { logged } from './record.ts'
import { type Asked, decisionKinds, type Observed } from './step.ts'
import {
  decidedText,
  heldText,
  maskedText,
  ownerText,
  proposedText,
  ranText,
  shownBy,
  toldText,
  voteText,
} from './words.ts'

/** Of everything but people; seconds, on a machine that does other things too. */
const stepMsMax = 60_000
/** Of people: longer than any policy gives them. */
const personMsMax = 24 * 3600 * 1000
/** Looking at the log while a person thinks. */
const lookEveryMs = 250

export interface TourOptions {
  readonly url: string
  readonly cast: Cast
  readonly tell: (line: Line) => void
  /** Decides at once. Undefined: a person is waited for. */
  readonly decider: string | undefined
}

export class Tour {
  readonly #options: TourOptions
  /** Who sits at the keyboard. */
  readonly #you: Person
  /** Of the demo's agent. */
  readonly #owner: Person
  readonly #waiting = new Map<ActionId, { readonly number: number; readonly seen: Seen }>()
  #count = 0

  constructor(options: TourOptions) {
    this.#options = options
    this.#you = new Person('alice', options.url)
    this.#owner = new Person('carol', options.url)
  }

  /** Resolves when the agent knows how it ended; rejects with HP_SETUP when something takes too long. */
  async play(act: ActName): Promise<Observed> {
    const { cast, tell } = this.#options
    this.#count += 1
    const number = this.#count
    tell({ kind: 'title', number, text: acts[act].title })
    cast.propose({ number, act })
    const proposed = await this.#report('proposed', number)
    const { id } = proposed
    this.#say(number, 'agent', proposedText(acts[act]))
    const seen = await this.#seenOrDecided(id)
    const asked = seen && (await this.#ask(number, seen.seen, seen.seenMs))
    const decided = await this.#decision(id)
    this.#waiting.delete(id)
    const told = await this.#report('told', number)
    const { facts } = await logged(this.#options.url, id)
    for (const fact of facts) {
      if (isVote(fact)) this.#say(number, fact.body.person.replace(/^p-/, ''), voteText(fact))
    }
    this.#say(number, 'gate', decidedText(decided))
    const ended = this.observed({ act, proposed, told, asked, facts })
    this.#say(number, 'executor', ranText(ended.runs.length))
    this.#say(number, 'agent', toldText(told.settlement))
    const name = shownBy(act, decided.kind)
    if (name !== undefined) tell({ kind: 'promise', number, name })
    return ended
  }

  /** With all that the executor has told until now. */
  observed(base: Omit<Observed, 'runs' | 'claimedMs'>): Observed {
    const { reports } = this.#options.cast
    const isOwn = ({ id }: { readonly id: ActionId }) => id === base.proposed.id
    return {
      ...base,
      runs: reports.of('ran').filter(isOwn),
      claimedMs: reports.of('claimed').find(isOwn)?.atMs,
    }
  }

  /** By whoever sits at the keyboard, about the action that has waited longest. */
  async decide(verdict: Verdict): Promise<void> {
    const [waiting] = this.#waiting.values()
    const { tell } = this.#options
    if (waiting === undefined) return tell({ kind: 'note', text: 'Nothing waits for a person.' })
    this.#waiting.delete(waiting.seen.id)
    const { status, title } = await this.#you.decide(waiting.seen, verdict)
    if (status !== 200) {
      tell({ kind: 'wrong', number: waiting.number, text: title ?? `HTTP ${status}` })
    }
  }

  async #ask(number: number, seen: Seen, seenMs: number): Promise<Asked> {
    const { tell, decider, url } = this.#options
    this.#say(number, 'redactor', maskedText(seen))
    tell({ kind: 'promise', number, name: 'P2' })
    this.#say(number, 'gate', heldText(seen, Date.now()))
    const owner = await this.#owner.decide(seen, 'approve')
    this.#say(number, this.#owner.name, ownerText(owner))
    tell({ kind: 'promise', number, name: 'P3' })
    if (decider === undefined) {
      this.#waiting.set(seen.id, { number, seen })
      tell({ kind: 'ask', number, text: `decide at ${url}/a/${seen.id}` })
      return { seen, seenMs, owner }
    }
    const sentMs = Date.now()
    const answer = await new Person(decider, url).decide(seen, 'approve')
    return { seen, seenMs, owner, vote: { by: decider, answer, sentMs } }
  }

  /** Undefined: it was decided without people. */
  #seenOrDecided(id: ActionId): Promise<{ seen: Seen; seenMs: number } | undefined> {
    const look = async () => {
      const seen = await this.#you.seen(id)
      if (seen !== undefined) return { found: { seen, seenMs: Date.now() } }
      const { facts } = await logged(this.#options.url, id)
      return facts.some(isDecision) && { found: undefined }
    }
    const options = { deadlineMs: stepMsMax, what: `the gate to take up ${id}` }
    return until(look, options).then(({ found }) => found)
  }

  #decision(id: ActionId): Promise<Fact> {
    const look = async () => (await logged(this.#options.url, id)).facts.find(isDecision)
    const deadlineMs = this.#waiting.has(id) ? personMsMax : stepMsMax
    return until(look, { deadlineMs, everyMs: lookEveryMs, what: `a decision on ${id}` })
  }

  async #report<K extends 'proposed' | 'told'>(kind: K, number: number): Promise<ReportOf<K>> {
    const { reports } = this.#options.cast
    const isOwn = (report: { readonly number: number }) => report.number === number
    const options = { deadlineMs: stepMsMax, what: `the agent to say "${kind}"` }
    const failure = () => reports.of('failed').find(isOwn)
    await until(() => reports.of(kind).some(isOwn) || failure() !== undefined, options)
    const found = reports.of(kind).find(isOwn)
    if (found !== undefined) return found
    const what = `the demo’s agent could not go on: ${failure()?.reason}`
    throw new HoldpointError('HP_SETUP', { what })
  }

  #say(number: number, who: string, text: string): void {
    this.#options.tell({ kind: 'step', number, who, text })
  }
}

const isDecision = ({ kind }: Fact): boolean => decisionKinds.has(kind)
const isVote = (fact: Fact): fact is Fact<'voted'> => fact.kind === 'voted'
