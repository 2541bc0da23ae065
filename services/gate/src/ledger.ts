/**
 * One batch's output: takes the steps of the rules in order and turns them into facts, grants, endings, answers and changelog entries. Nothing here leaves the
 * process; the slot owner commits what `close` returns, all of it or nothing.
 */
import type {
  ActionState,
  Clearance,
  CommandAnswer,
  Draft,
  FreezeStep,
  Step,
} from '@holdpoint/approval'
import {
  type ActionId,
  type ActionSettled,
  actionSettled,
  type Cleared,
  type Digest,
  decisionId,
  grantIssued,
  grantRevoked,
  HoldpointError,
  type TopicId,
} from '@holdpoint/contracts'
import type { OutRecord } from '@holdpoint/kafka'
import {
  type Receipt,
  type Secret,
  type Sign,
  type Signer,
  signGrantBy,
  signInTurn,
  signReceipt,
  signResultReceipt,
} from '@holdpoint/seal'
import type { Answer, Put } from '@holdpoint/store'
import { Chain } from './chain.ts'
import { Changelog } from './changelog.ts'
import type { Case } from './entry.ts'
import { issuedGrant, reversedIn } from './issued-grant.ts'
import { eventRecord, type Letter } from './outbox.ts'
import type { SlotRecord } from './slot-record.ts'
import { spreadRecords } from './spread.ts'

export interface LedgerKeys {
  readonly signer: Signer
  /** How grants and decisions are signed. Default: in turn. */
  readonly sign?: Sign
  /** Authenticates changelog entries. */
  readonly state: Secret
  /** Makes the salts of views that come without one. */
  readonly salt: Secret
}

export interface LedgerOptions {
  readonly deployment: string
  readonly prefix: string
  readonly slot: number
  readonly slotCount: number
  readonly policy: Digest
  readonly keys: LedgerKeys
}

export interface ClosedLedger {
  /** In the order in which they must be written; the `~slot` record is the last of the changelog. */
  readonly records: readonly OutRecord[]
  readonly puts: readonly Put[]
  readonly answers: readonly Answer[]
  readonly slotRecord: SlotRecord
}

export class Ledger {
  private readonly options: LedgerOptions
  private readonly chain: Chain
  private readonly changelog: Changelog
  /** What holds a grant waits until that is signed. */
  private readonly outputs: (OutRecord | Promise<OutRecord>)[] = []
  private readonly answers: Answer[] = []

  constructor(from: SlotRecord, options: LedgerOptions) {
    this.options = options
    this.chain = new Chain(from, { sign: signInTurn, ...options, ...options.keys })
    this.changelog = new Changelog(options, options.keys.state)
  }

  /** `known` is the case as it stands after the step. */
  add(step: Step, known: Case): void {
    const { state, isNew, grant, revoked } = step
    for (const draft of step.drafts) this.chain.add(draft)
    if (state) this.changelog.state(state, isNew ? known.dossier : undefined)
    if (step.original) this.changelog.state(step.original, undefined)
    if (state && step.sealedOutcome) this.changelog.outcome(state.id, step.sealedOutcome)
    if (grant && known.state) this.release(known.state, known)
    if (revoked) {
      const { actionId: subject, atMs: timeMs } = revoked
      this.emit('approved', 'revoked', { type: grantRevoked, subject, timeMs, data: revoked })
    }
    if (step.settled) this.settle(step, step.settled)
    for (const { commandId, answer } of step.answers) {
      this.answers.push({ commandId, value: JSON.stringify(this.answer(answer, known.state)) })
    }
  }

  /** What is frozen has changed; the deciding slot tells all others in the same transaction. */
  freeze({ drafts, freezes, spread }: FreezeStep, atMs: number): void {
    for (const draft of drafts) this.chain.add(draft)
    if (freezes) this.changelog.freezes(freezes)
    if (spread) this.outputs.push(...spreadRecords(spread, atMs, this.options))
  }

  /** A fact of the slot itself. */
  announce(draft: Draft): void {
    this.chain.add(draft)
  }

  /** The stub of a finished action has served its time. */
  forget(id: ActionId): void {
    this.changelog.forget(id)
  }

  /** A record for operators that is no event of an action. */
  park(record: OutRecord): void {
    this.outputs.push(record)
  }

  /** True where nothing has come out of the batch. */
  get isEmpty(): boolean {
    return (
      this.chain.isEmpty &&
      this.changelog.isEmpty &&
      this.outputs.length + this.answers.length === 0
    )
  }

  async close(next: Omit<SlotRecord, 'number' | 'head'>): Promise<ClosedLedger> {
    const decisions = await this.chain.close()
    const { number, head } = this.chain
    const slotRecord: SlotRecord = { ...next, number, head }
    const outputs = await Promise.all(this.outputs)
    const { puts, records } = await this.changelog.close(slotRecord)
    const written = [...decisions, ...outputs, ...records]
    return { records: written, puts, answers: this.answers, slotRecord }
  }

  private release(state: ActionState, { dossier }: Case): void {
    const { deployment, policy, slot, keys } = this.options
    const { id, origin, grant: terms } = state
    if (!terms) throw new HoldpointError('HP_INTERNAL')
    const { intended, presented } = origin
    const decision = { slot, number: this.chain.number }
    const about = { deployment, actionId: id, intended, presented, decision, policy }
    const said = { ...about, ...terms, ...reversedIn(state) }
    const grant = signGrantBy(keys.sign ?? signInTurn, keys.signer, said)
    const letterId = this.letterId('grant')
    const { notBeforeMs: timeMs } = terms
    const written = grant.then((text) => {
      const data = issuedGrant(state, dossier, text)
      if (!data) throw new HoldpointError('HP_INTERNAL')
      const letter = { id: letterId, type: grantIssued, subject: id, timeMs, data }
      return eventRecord(this.options, 'approved', letter)
    })
    // Heard of in `close`, which may never come.
    written.catch(() => {})
    this.outputs.push(written)
    this.changelog.grant(id, grant)
  }

  /** With the sealed result, where the agent may have it: it travels with the ending and is kept apart from it. */
  private settle({ state, cleared: clearance }: Step, settled: ActionSettled): void {
    const { actionId: subject, atMs: timeMs } = settled
    const cleared = state && clearance && this.cleared(state, clearance)
    const data = cleared ? { ...settled, cleared } : settled
    this.emit('settled', 'settled', { type: actionSettled, subject, timeMs, data })
    if (!subject || !state) return
    this.changelog.ending(subject, settled)
    if (cleared) this.changelog.cleared(subject, cleared)
  }

  private cleared({ id: actionId, origin }: ActionState, given: Clearance): Cleared {
    const { sealed, ...terms } = given
    const { deployment, keys } = this.options
    const about = { deployment, actionId, agent: origin.agent }
    const receipt = signResultReceipt(keys.signer, { ...about, ...terms })
    const { claimId, expiresMs } = terms
    return { sealed, receipt, claimId, expiresMs }
  }

  /** Signed here and not at the edge, which reads answers from Redis: a forged answer must not become a real receipt. */
  private answer(answer: CommandAnswer, state: ActionState | undefined): object {
    if (!answer.ok || !answer.claim || !state?.claim || !state.grant) return answer
    const { id: claimId, executor, keyThumbprint, atMs, deadlineMs } = state.claim
    const receipt = signReceipt(this.options.keys.signer, {
      deployment: this.options.deployment,
      actionId: state.id,
      grantJti: state.grant.jti,
      intended: state.origin.intended,
      issuedMs: atMs,
      expiresMs: deadlineMs,
      ...{ claimId, executor, keyThumbprint },
      ...originalFor(state),
    })
    return { ...answer, receipt }
  }

  /** Named after the last fact of its step, so that a repeat has the same id. */
  private emit(topic: TopicId, purpose: string, letter: Omit<Letter, 'id'>): void {
    const id = this.letterId(purpose)
    this.outputs.push(eventRecord(this.options, topic, { ...letter, id }))
  }

  private letterId(purpose: string): string {
    return `${decisionId(this.options.slot, this.chain.number)}:${purpose}`
  }
}

/** What the receipt of a reversal opens beside its own payload. */
function originalFor({ origin, reverses }: ActionState): Pick<Receipt, 'reverses'> {
  if (!origin.reverses || !reverses) return {}
  const { executor: _, ...original } = reverses
  return { reverses: { actionId: origin.reverses, ...original } }
}
