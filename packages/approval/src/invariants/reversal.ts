/** Whether what was taken back could be: after it had ended, in time, once, for the agent that did it and by the executor that ran it. Told anew from the facts. */
import { originalOf, reversalType } from '@holdpoint/contracts'
import { type Status, statuses } from '../state.ts'
import type { Report } from './chain.ts'
import type { Change, Life } from './life.ts'

const effective: ReadonlySet<Life['status']> = new Set<Status>(['succeeded', 'unknown'])

export class Reversals {
  private readonly lives: ReadonlyMap<string, Life>
  /** By original. */
  private readonly known = new Map<string, Life[]>()

  constructor(lives: ReadonlyMap<string, Life>) {
    this.lives = lives
  }

  /** `life` is as it was before the fact. */
  check(fact: Change, life: Life, report: Report): void {
    const id = originalOf(life.id as Parameters<typeof originalOf>[0])
    this.checkTime(fact, life, report)
    const origin = 'origin' in fact.body ? fact.body.origin : undefined
    if (origin && origin.reverses !== id) report('does not say what its id says it reverses')
    if (id === undefined) return
    const original = this.lives.get(id)
    if (life.status === 'unseen') this.checkBegin(fact, life, original, report)
    if (fact.kind === 'claimed' && fact.body.executor !== original?.claimed?.body.executor) {
      report('is claimed by somebody who has not run what it reverses')
    }
  }

  private checkBegin(
    { body, atMs }: Change,
    life: Life,
    original: Life | undefined,
    report: Report,
  ): void {
    if (!original || !effective.has(original.status)) {
      report('reverses what has not taken effect')
      return
    }
    const { agent, type } = ('origin' in body && body.origin) || {}
    if (agent !== original.origin?.agent) report('reverses what another agent has done')
    if (type !== reversalType(original.origin?.type ?? '')) report('reverses under another type')
    const { endedAtMs = 0, reversibleWithinMs: withinMs = Number.NEGATIVE_INFINITY } = original
    const isInTime = withinMs === 'erased' || atMs <= endedAtMs + withinMs
    if (!isInTime) report('reverses what can’t be reversed (any more)')
    const others = this.known.get(original.id) ?? []
    if (others.some(stands)) report('reverses what is reversed already')
    this.known.set(original.id, [...others, life])
  }

  /** Whoever relies on the time that a fact gives must not be wrong. */
  private checkTime(fact: Change, { id, reversibleWithinMs }: Life, report: Report): void {
    if (fact.kind !== 'succeeded' && fact.kind !== 'failed' && fact.kind !== 'unknown') return
    if (reversibleWithinMs === 'erased') return
    const canBe = effective.has(fact.kind) && reversibleWithinMs !== undefined && !id.includes('~')
    const untilMs = canBe ? fact.atMs + reversibleWithinMs : undefined
    if (fact.body.reversibleUntilMs !== untilMs) report('gives another time for its reversal')
  }
}

/** It may still take effect, or may have. */
function stands({ status }: Life): boolean {
  return status === 'unseen' || statuses[status].open || effective.has(status)
}
