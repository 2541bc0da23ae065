/** The decision stream as it comes in: each record becomes a leaf, waits for its signature, is recognised as a repeat, or becomes a finding. */
import { HoldpointError, isHoldpointError } from '@holdpoint/contracts'
import type { InRecord } from '@holdpoint/kafka'
import { type KeyOf, verifyHead } from '@holdpoint/seal'
import { type FindingLeaf, leafBytesMax, leafTypes } from '../leaf.ts'
import { isCommitted, viewFile } from '../view.ts'
import {
  type Candidate,
  candidateOf,
  evidence,
  outsideOf,
  placeOf,
  readEvent,
  sourceOf,
} from './candidate.ts'
import { endsAction, summarise } from './case.ts'
import { SlotChain, type Standing, type Step } from './chain.ts'
import type { Draft } from './draft.ts'

/** A fact that has waited for this long, although everything has been read that was there, will never be vouched for: transactions become readable whole. */
const waitMsMax = 60_000

export interface IngestRules {
  readonly deployment: string
  /** Keys of the gate. */
  readonly gateKeys: KeyOf
}

export interface IngestWatcher {
  taken(count: number): void
  repeated(): void
  found(finding: FindingLeaf, index: number): void
}

export class Decisions {
  private readonly rules: IngestRules
  private readonly watcher: IngestWatcher
  private readonly chains = new Map<number, SlotChain<Candidate>>()

  constructor(
    rules: IngestRules,
    watcher: IngestWatcher,
    standings: ReadonlyMap<number, Standing>,
  ) {
    this.rules = rules
    this.watcher = watcher
    for (const [slot, standing] of standings) this.chains.set(slot, new SlotChain(standing))
  }

  /** Number of the last fact of the slot that is logged. */
  reached(slot: number): number {
    return this.chains.get(slot)?.standing.number ?? 0
  }

  /** Offset of the first record of this partition that still waits: reading must go on there after a crash. */
  waitingFrom(partition: number): number | undefined {
    const offsets = [...this.chains.values()].flatMap(({ waitingLinks }) =>
      waitingLinks.flatMap(({ source }) => (source.partition === partition ? [source.offset] : [])),
    )
    return offsets.length === 0 ? undefined : Math.min(...offsets)
  }

  get isWaiting(): boolean {
    return [...this.chains.values()].some(({ waitingLinks }) => waitingLinks.length > 0)
  }

  async record(record: InRecord, draft: Draft, nowMs: number): Promise<void> {
    const source = sourceOf(record)
    const event = readEvent(record)
    if (event instanceof HoldpointError) {
      const about = { code: event.code, ...outsideOf(record) }
      return this.find(draft, { finding: 'unreadable', source, ...about })
    }
    const { fact, head } = event
    if (fact.deployment !== this.rules.deployment) {
      return this.find(draft, { finding: 'foreign', source, ...outsideOf(record) })
    }
    const candidate = candidateOf(event, source, nowMs)
    if (candidate.bytes.length > leafBytesMax) {
      const about = { ...placeOf(candidate), ...outsideOf(record) }
      return this.find(draft, { finding: 'oversize', source, ...about })
    }
    const fault = head === undefined ? undefined : this.headFault(candidate, head)
    if (fault) {
      return this.find(draft, { finding: 'head', code: fault, ...evidence(candidate) })
    }
    const chain = this.chainOf(fact.slot)
    await this.follow(chain.offer(candidate, head !== undefined), candidate, draft)
  }

  /** Whether something has waited so long that it must be asked where the topic ends. */
  isOverdue(nowMs: number): boolean {
    return [...this.chains.values()].some(({ waitingLinks }) =>
      waitingLinks.some((link) => isOld(link, nowMs)),
    )
  }

  /**
   * Gives up on what has waited too long. `hasReadAll`: whether everything of that partition has been read up to an end that was fetched after it had waited; an
   * auditor that was stopped in the middle of a transaction would raise an alarm otherwise.
   */
  async tick(
    draft: Draft,
    nowMs: number,
    hasReadAll: (partition: number) => boolean,
  ): Promise<void> {
    for (const chain of this.chains.values()) {
      const steps = chain.giveUp((link) => isOld(link, nowMs) && hasReadAll(link.source.partition))
      for (const step of steps) if (step.kind === 'unvouched') this.refuse(draft, step.link)
    }
  }

  private async follow(
    steps: readonly Step<Candidate>[],
    cause: Candidate,
    draft: Draft,
  ): Promise<void> {
    for (const step of steps) {
      switch (step.kind) {
        case 'take':
          await this.take(step.link, draft)
          break
        case 'gap': {
          const { number, through } = step
          const { slot } = cause.event.fact
          this.find(draft, { finding: 'gap', source: cause.source, slot, number, through })
          break
        }
        case 'break': {
          const { source } = step.link
          this.find(draft, { finding: 'break', source, ...placeOf(step.link) })
          break
        }
        case 'unvouched':
          this.refuse(draft, step.link)
          break
        case 'past':
          this.compare(step.link, draft)
          break
      }
    }
  }

  private async take(candidate: Candidate, draft: Draft): Promise<void> {
    const { event, source } = candidate
    const { fact, views } = event
    draft.add(candidate.leaf, candidate)
    this.watcher.taken(1)
    for (const [view, commitment] of Object.entries(fact.commitments)) {
      const given = views[view]
      if (given && isCommitted(given, commitment)) draft.addFiles([viewFile(commitment, given)])
      else this.find(draft, { finding: 'view', source, view, ...placeOf(candidate) })
    }
    for (const view of Object.keys(views)) {
      if (fact.commitments[view]) continue
      this.find(draft, { finding: 'view', source, view, ...placeOf(candidate) })
    }
    if (!endsAction(fact)) return
    const { events, lastCase } = await draft.history(fact.actionId)
    draft.add(summarise(fact.actionId, events, lastCase))
  }

  /** Something under a number that has been dealt with. */
  private compare(candidate: Candidate, draft: Draft): void {
    const { slot, number } = candidate.event.fact
    const logged = draft.eventAt(slot, number)
    if (logged?.digest === candidate.digest) this.watcher.repeated()
    else this.find(draft, { finding: logged ? 'conflict' : 'late', ...evidence(candidate) })
  }

  private refuse(draft: Draft, candidate: Candidate): void {
    this.find(draft, { finding: 'unvouched', ...evidence(candidate) })
  }

  private find(draft: Draft, finding: Omit<FindingLeaf, 'type'>): void {
    const leaf: FindingLeaf = { type: leafTypes.finding, ...finding }
    const index = draft.add(leaf)
    this.watcher.found(leaf, index)
  }

  private headFault({ event, digest, source }: Candidate, head: string): string | undefined {
    const { slot, number } = event.fact
    const known = { keyOf: this.rules.gateKeys, atMs: source.timestampMs }
    try {
      verifyHead(head, { slot, number, digest }, known)
      return undefined
    } catch (error) {
      if (isHoldpointError(error) && error.kind === 'terminal') return error.code
      throw error
    }
  }

  private chainOf(slot: number): SlotChain<Candidate> {
    const chain = this.chains.get(slot) ?? new SlotChain<Candidate>()
    this.chains.set(slot, chain)
    return chain
  }
}

function isOld({ arrivedMs }: Candidate, nowMs: number): boolean {
  return arrivedMs + waitMsMax <= nowMs
}
