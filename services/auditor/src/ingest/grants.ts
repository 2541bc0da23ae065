/**
 * Every grant on `actions.approved` must name a decision that is in the log. The two topics are read side by side, so a grant may wait for its decision: as long
 * as the decision stream has not been read to where it ended after the grant was seen. Then it is a finding.
 */
import {
  type ActionId,
  check,
  decodeEvent,
  GrantIssued,
  grantIssued,
  grantRevoked,
  HoldpointError,
  isHoldpointError,
} from '@holdpoint/contracts'
import type { InRecord } from '@holdpoint/kafka'
import { type Grant, type KeyOf, verifyGrant } from '@holdpoint/seal'
import { type FindingLeaf, isEvent, type LogSource, leafTypes } from '../leaf.ts'
import { outsideOf, sourceOf } from './candidate.ts'
import type { Draft } from './draft.ts'

export interface GrantRules {
  readonly deployment: string
  readonly gateKeys: KeyOf
}

/** How far the decision stream has been read. */
export interface DecisionProgress {
  /** Number of the last logged fact of the slot. */
  reached(slot: number): number
  /** Whether everything that was there when this grant had been seen has been read. */
  hasReadPast(ends: ReadonlyMap<number, number>): boolean
}

interface Pending {
  readonly grant: Grant
  readonly source: LogSource
  /** Ends of the decision stream, asked for after the grant was seen. */
  ends?: ReadonlyMap<number, number>
}

type Verdict = 'matches' | 'open' | 'missing'

export class Grants {
  private readonly rules: GrantRules
  private readonly found: (finding: FindingLeaf, index: number) => void
  /** By partition, in the order of offsets: reading goes on at the first after a crash. */
  private readonly pending = new Map<number, Pending[]>()

  constructor(rules: GrantRules, found: (finding: FindingLeaf, index: number) => void) {
    this.rules = rules
    this.found = found
  }

  get waitingCount(): number {
    return this.all().length
  }

  waitingFrom(partition: number): number | undefined {
    return this.pending.get(partition)?.[0]?.source.offset
  }

  record(record: InRecord, draft: Draft): void {
    const source = sourceOf(record)
    const grant = this.read(record)
    if (grant === undefined) return
    if (grant instanceof HoldpointError) {
      this.find(draft, { finding: 'grant', source, code: grant.code, ...outsideOf(record) })
      return
    }
    const { partition } = source
    this.pending.set(partition, [...(this.pending.get(partition) ?? []), { grant, source }])
  }

  /** `ends` must be asked for after the grants that wait were seen. */
  setEnds(ends: ReadonlyMap<number, number>, seen: ReadonlySet<LogSource>): void {
    for (const each of this.all()) if (seen.has(each.source)) each.ends ??= ends
  }

  get withoutEnds(): ReadonlySet<LogSource> {
    return new Set(this.all().flatMap(({ ends, source }) => (ends ? [] : [source])))
  }

  /** Settles what can be settled, each partition in its order. */
  async settle(draft: Draft, progress: DecisionProgress): Promise<void> {
    for (const [partition, queue] of this.pending) {
      while (queue[0]) {
        const verdict = await this.judge(queue[0], draft, progress)
        if (verdict === 'open') break
        if (verdict === 'missing') this.alarm(queue[0], draft)
        queue.shift()
      }
      if (queue.length === 0) this.pending.delete(partition)
    }
  }

  private async judge(
    { grant, ends }: Pending,
    draft: Draft,
    progress: DecisionProgress,
  ): Promise<Verdict> {
    const { slot, number } = grant.decision
    const logged = draft.eventAt(slot, number)
    if (logged) {
      const leaf = await draft.leaf(logged.index)
      return isEvent(leaf) && isDecisionOf(leaf.fact, grant) ? 'matches' : 'missing'
    }
    if (progress.reached(slot) >= number) return 'missing'
    return ends && progress.hasReadPast(ends) ? 'missing' : 'open'
  }

  private alarm({ grant, source }: Pending, draft: Draft): void {
    const { slot, number } = grant.decision
    this.find(draft, { finding: 'grant', source, slot, number, actionId: grant.actionId })
  }

  private find(draft: Draft, finding: Omit<FindingLeaf, 'type'>): void {
    const leaf: FindingLeaf = { type: leafTypes.finding, ...finding }
    this.found(leaf, draft.add(leaf))
  }

  /** Undefined for what is no grant; an error for one that the gate did not sign. */
  private read(record: InRecord): Grant | HoldpointError | undefined {
    try {
      const { attributes, data } = decodeEvent(record)
      if (attributes.type === grantRevoked) return undefined
      if (attributes.type !== grantIssued) {
        return new HoldpointError('HP_EVENT_INVALID', { field: 'type', rule: 'is not known' })
      }
      const issued = check(GrantIssued, data)
      return verifyGrant(issued.grant, {
        deployment: this.rules.deployment,
        keyOf: this.rules.gateKeys,
        audiences: [issued.audience],
        actionId: issued.actionId,
        atMs: record.timestampMs,
        // A gate that was down for longer than a grant may wait releases it all the same, and lapses it.
        usableUntilMs: Number.POSITIVE_INFINITY,
      })
    } catch (error) {
      if (isHoldpointError(error) && error.kind === 'terminal') return error as HoldpointError
      throw error
    }
  }

  private all(): Pending[] {
    return [...this.pending.values()].flat()
  }
}

function isDecisionOf(
  fact: { kind: string; actionId?: ActionId; body: object },
  { actionId, jti }: Grant,
): boolean {
  const { grant } = fact.body as { grant?: { jti: string } }
  return fact.kind === 'approved' && fact.actionId === actionId && grant?.jti === jti
}
