/** One action's life as the decision stream tells it. */
import type { Fact, Origin } from '@holdpoint/contracts'
import { type Status, statuses } from '../state.ts'

export type Voted = Fact<'voted'>

/** What has been seen of an action. */
export interface Life {
  readonly id: string
  readonly slot: number
  status: Status | 'unseen'
  revision: number
  origin?: Origin
  held?: Fact<'held'>
  /** How long people had been asked at the fact that is looked at, without the time that it stood frozen. */
  waitedMs: number
  readonly votes: Voted[]
  approved?: Fact<'approved'>
  claimed?: Fact<'claimed'>
  /** When the claim ends, with all its extensions. */
  deadlineMs?: number
  reconciled?: Fact<'reconciled'>
  /** When it ended, or was found to have. */
  endedAtMs?: number
  /** What its policy said when it came in; `erased` where it can't be asked again. */
  reversibleWithinMs?: number | 'erased' | undefined
  /** What the agent has said: nothing may be decided or claimed later. */
  wantedUntilMs: number
  /** What the last vote has decided, and the next fact must say. A denial pays an approval too: the policy may have said no. */
  owes?: 'approved' | 'denied' | undefined
  /** Executors were told that the grant is over, or must be. */
  isGrantOver: boolean
}

type From = Status | 'unseen'

/** From which statuses each kind of fact may follow, and what the action is then. */
const steps = {
  held: { from: ['unseen'], to: 'pending' },
  voted: { from: ['pending'], to: 'pending' },
  approved: { from: ['unseen', 'pending'], to: 'approved' },
  denied: { from: ['unseen', 'pending'], to: 'denied' },
  expired: { from: ['pending'], to: 'expired' },
  withdrawn: { from: ['pending', 'approved'], to: 'withdrawn' },
  revoked: { from: ['approved'], to: 'revoked' },
  lapsed: { from: ['approved'], to: 'lapsed' },
  claimed: { from: ['approved'], to: 'claimed' },
  extended: { from: ['claimed'], to: 'claimed' },
  succeeded: { from: ['claimed'], to: 'succeeded' },
  failed: { from: ['claimed'], to: 'failed' },
  unknown: { from: ['claimed'], to: 'unknown' },
  reconciled: { from: ['unknown'], to: 'found' },
} as const satisfies Partial<Record<Fact['kind'], { from: readonly From[]; to: Status | 'found' }>>

type Changing = keyof typeof steps
export type Change = Extract<Fact, { kind: Changing }>

export function isChange(fact: Fact): fact is Change {
  return Object.hasOwn(steps, fact.kind)
}

export function unseen(id: string, slot: number): Life {
  return {
    id,
    slot,
    status: 'unseen',
    revision: 0,
    waitedMs: 0,
    votes: [],
    wantedUntilMs: Number.POSITIVE_INFINITY,
    isGrantOver: false,
  }
}

export function hasEnded({ status }: Life): boolean {
  return status !== 'unseen' && !statuses[status].open
}

/** What is wrong with this fact coming now; undefined where it may. */
export function misplaced(life: Life, fact: Change): string | undefined {
  const { kind, revision, slot } = fact
  const from: readonly From[] = steps[kind].from
  if (slot !== life.slot) return `${kind} in slot ${slot}, but it lives in slot ${life.slot}`
  if (hasEnded(life) && !(kind === 'reconciled' && from.includes(life.status)))
    return `${kind} after it has ended as ${life.status}`
  if (!from.includes(life.status)) return `${kind} while it is ${life.status}`
  if (life.owes === 'approved' && kind !== 'approved' && kind !== 'denied') {
    return `${kind} although enough people had approved it`
  }
  if (life.owes === 'denied' && kind !== 'denied') {
    return `${kind} although enough people had denied it`
  }
  if (revision !== life.revision + 1)
    return `${kind} as revision ${revision} after ${life.revision}`
  return undefined
}

/** The life after the fact. */
export function follow(life: Life, fact: Change): void {
  const wasApproved = life.status === 'approved'
  life.status = fact.kind === 'reconciled' ? fact.body.found : steps[fact.kind].to
  life.revision = fact.revision ?? life.revision
  life.owes = undefined
  if ('origin' in fact.body && fact.body.origin) life.origin = fact.body.origin
  if (fact.kind === 'held') life.held = fact
  if (fact.kind === 'voted') life.votes.push(fact)
  if (fact.kind === 'approved') life.approved = fact
  if (fact.kind === 'claimed') life.claimed = fact
  if (fact.kind === 'claimed' || fact.kind === 'extended') life.deadlineMs = fact.body.deadlineMs
  if (fact.kind === 'reconciled') life.reconciled = fact
  if (hasEnded(life)) life.endedAtMs = fact.atMs
  if (wasApproved && hasEnded(life)) life.isGrantOver = true
}
