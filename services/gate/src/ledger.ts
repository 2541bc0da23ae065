/**
 * One batch's output: takes the steps of the rules in order and turns them into numbered, chained and signed facts, grants, endings, answers and changelog
 * entries. Nothing here leaves the process; the slot owner commits what `close` returns, all of it or nothing.
 */
import type { ActionState, Draft, Step } from '@holdpoint/approval'
import {
  type ActionId,
  actionSettled,
  commit,
  type DecisionEvent,
  type Digest,
  decisionId,
  decisionTypes,
  encodeEvent,
  type Fact,
  factDigest,
  grantIssued,
  grantRevoked,
  HoldpointError,
  topicName,
} from '@holdpoint/contracts'
import type { OutRecord } from '@holdpoint/kafka'
import {
  deriveSalt,
  type Secret,
  type Signer,
  signFact,
  signGrant,
  signHead,
  signReceipt,
} from '@holdpoint/seal'
import { type Answer, encodeValue, type Put } from '@holdpoint/store'
import { allKeys, type Case, dossierKey, endingKey, grantKey, indexOf, stateKey } from './entry.ts'
import { issuedGrant } from './issued-grant.ts'
import { type SlotRecord, slotKey } from './slot-record.ts'

export interface LedgerKeys {
  readonly signer: Signer
  /** Authenticates changelog entries. */
  readonly state: Secret
  /** Makes the salts of views that come without one. */
  readonly salt: Secret
}

export interface LedgerOptions {
  readonly deployment: string
  readonly prefix: string
  readonly slot: number
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
  private number: number
  private head: Digest
  private readonly events: { event: DecisionEvent; id: string }[] = []
  private readonly outputs: OutRecord[] = []
  /** Last value wins: a later step of the batch saw what an earlier one made. */
  private readonly entries = new Map<
    string,
    { json: string | null; index?: NonNullable<Put['index']> }
  >()
  private readonly answers: Answer[] = []
  /** Bytes written so far, without the changelog's own copy. */
  bytes = 0

  constructor(from: SlotRecord, options: LedgerOptions) {
    this.options = options
    this.number = from.number
    this.head = from.head
  }

  get isEmpty(): boolean {
    return this.events.length === 0 && this.entries.size === 0 && this.answers.length === 0
  }

  /** `known` is the case as it stands after the step. */
  add(step: Step, known: Case): void {
    const first = this.number + 1
    for (const draft of step.drafts) this.addFact(draft)
    if (step.state) this.put(step.state, step.isNew ? known : undefined)
    if (step.grant && known.state) this.addGrant(known.state, known, this.number)
    if (step.revoked) {
      const subject = step.revoked.actionId
      this.emit(
        'approved',
        grantRevoked,
        `${decisionId(this.options.slot, first)}:revoked`,
        subject,
        step.revoked.atMs,
        step.revoked,
      )
    }
    if (step.settled) {
      const { settled } = step
      const subject = settled.actionId
      this.emit(
        'settled',
        actionSettled,
        `${decisionId(this.options.slot, first)}:settled`,
        subject,
        settled.atMs,
        settled,
      )
      if (subject && step.state)
        this.entries.set(endingKey(subject), { json: JSON.stringify(settled) })
    }
    for (const { commandId, answer } of step.answers) {
      const receipt =
        answer.ok && answer.claim && known.state ? this.receipt(known.state) : undefined
      this.answers.push({
        commandId,
        value: JSON.stringify(receipt ? { ...answer, receipt } : answer),
      })
    }
  }

  /** The stub of a finished action has served its time. */
  forget(id: ActionId): void {
    for (const key of allKeys(id)) this.entries.set(key, { json: null })
  }

  /** A record for operators that is no event of an action. */
  park(record: OutRecord): void {
    this.outputs.push(record)
  }

  addFact(draft: Draft): number {
    this.number += 1
    const views: DecisionEvent['views'] = {}
    const commitments: Record<string, Digest> = {}
    for (const [name, view] of Object.entries(draft.views)) {
      const salt =
        view.salt ?? deriveSalt(this.options.keys.salt, `${this.options.slot}/${this.number}`, name)
      views[name] = { salt, value: view.value }
      commitments[name] = commit(salt, view.value)
    }
    const fact = {
      ...draft.fact,
      deployment: this.options.deployment,
      slot: this.options.slot,
      number: this.number,
      previous: this.head,
      policy: this.options.policy,
      commitments,
    } as Fact
    this.head = factDigest(fact)
    const isDecision = fact.kind === 'approved' || fact.kind === 'denied'
    const signature = isDecision ? { signature: signFact(this.options.keys.signer, this.head) } : {}
    this.events.push({
      event: { fact, views, ...signature },
      id: decisionId(this.options.slot, this.number),
    })
    return this.number
  }

  close(next: Pick<SlotRecord, 'cursors' | 'openSum' | 'atMs' | 'adopted'>): ClosedLedger {
    const slotRecord: SlotRecord = { ...next, number: this.number, head: this.head }
    this.entries.set(slotKey, { json: JSON.stringify(slotRecord) })
    const { slot, keys } = this.options
    const puts = [...this.entries].map(([key, { json, index }]): Put => {
      const value = json === null ? null : encodeValue(keys.state, slot, key, json)
      return index ? { key, value, index } : { key, value }
    })
    const changelog = puts.map((put) =>
      this.record('state', put.key, {}, put.value === null ? null : Buffer.from(put.value)),
    )
    return {
      records: [...this.decisions(), ...this.outputs, ...changelog],
      puts,
      answers: this.answers,
      slotRecord,
    }
  }

  private decisions(): OutRecord[] {
    const { signer } = this.options.keys
    const last = this.events.at(-1)
    if (last)
      last.event.head = signHead(signer, {
        slot: this.options.slot,
        number: this.number,
        digest: this.head,
      })
    return this.events.map(({ event, id }) =>
      this.event(
        'decisions',
        decisionTypes[event.fact.kind],
        id,
        event.fact.actionId,
        event.fact.atMs,
        event,
      ),
    )
  }

  private put(state: ActionState, born: Case | undefined): void {
    const { id } = state
    const ended = state.endedAtMs !== undefined
    this.entries.set(stateKey(id), { json: JSON.stringify(state), index: indexOf(state) })
    if (born?.dossier && !ended)
      this.entries.set(dossierKey(id), { json: JSON.stringify(born.dossier) })
    // What nobody can use any more must not lie around: the sealed original ends with its case.
    if (ended && !born) this.entries.set(dossierKey(id), { json: null })
    if (state.status !== 'approved' && state.revision > 1)
      this.entries.set(grantKey(id), { json: null })
  }

  private addGrant(state: ActionState, { dossier }: Case, number: number): void {
    if (!state.grant) throw new HoldpointError('HP_INTERNAL')
    const { origin } = state
    const grant = signGrant(this.options.keys.signer, {
      deployment: this.options.deployment,
      actionId: state.id,
      intended: origin.intended,
      presented: origin.presented,
      decision: { slot: this.options.slot, number },
      policy: this.options.policy,
      ...state.grant,
    })
    const issued = issuedGrant(state, dossier, grant)
    if (!issued) throw new HoldpointError('HP_INTERNAL')
    this.emit(
      'approved',
      grantIssued,
      `${decisionId(this.options.slot, number)}:grant`,
      state.id,
      state.grant.notBeforeMs,
      issued,
    )
    this.entries.set(grantKey(state.id), { json: JSON.stringify(grant) })
  }

  private receipt(state: ActionState): string | undefined {
    const { id, claim, grant, origin } = state
    if (!claim || !grant) return undefined
    return signReceipt(this.options.keys.signer, {
      deployment: this.options.deployment,
      actionId: id,
      claimId: claim.id,
      grantJti: grant.jti,
      executor: claim.executor,
      keyThumbprint: claim.keyThumbprint,
      intended: origin.intended,
      issuedMs: claim.atMs,
      expiresMs: claim.deadlineMs,
    })
  }

  private emit(
    topic: 'approved' | 'settled',
    type: string,
    id: string,
    subject: string | undefined,
    timeMs: number,
    data: unknown,
  ): void {
    this.outputs.push(this.event(topic, type, id, subject, timeMs, data))
  }

  private event(
    topic: Parameters<typeof topicName>[1],
    type: string,
    id: string,
    subject: string | undefined,
    timeMs: number,
    data: unknown,
  ): OutRecord {
    const key = subject ?? `~${this.options.slot}`
    const { headers, value } = encodeEvent({
      id,
      source: `${this.options.deployment}/gate`,
      type,
      subject: key,
      timeMs,
      data,
    })
    return this.record(topic, key, headers, value)
  }

  private record(
    topic: Parameters<typeof topicName>[1],
    key: string,
    headers: Record<string, string>,
    value: Buffer | null,
  ): OutRecord {
    this.bytes += value?.length ?? 0
    return {
      topic: topicName(this.options.prefix, topic),
      partition: this.options.slot,
      key,
      value,
      headers,
    }
  }
}
