/**
 * Room for open actions: what an agent, and all together, may have in a slot at once. Over that a new intent is refused, with the reason and on the record;
 * what is open already goes on.
 */
import type { Input } from '@holdpoint/approval'
import { memoryMs } from '@holdpoint/contracts'
import type { OpenActions } from './open-actions.ts'
import type { SlotRecord } from './slot-record.ts'

/** Far more than people decide in a day and executors leave waiting; a fiftieth of all, so that it takes many agents to keep others out. */
export const openPerAgentMaxDefault = 5_000
/** About 3 KB each in Redis, most of it the sealed original of a common action: below 1 GB. */
export const openMaxDefault = 250_000

/** Names of the gate's settings. */
export type LimitName = 'openPerAgentMax' | 'openMax'
export type OpenLimits = Readonly<Record<LimitName, number>>

type Intent = Extract<Input, { kind: 'intent' }>
type Refused = NonNullable<SlotRecord['crowded']>

/**
 * A slot's share of the deployment's limits. Slots don't ask each other, so limits are approximate: together they may let in as many too many as there are
 * slots less one, and an agent whose ids gather in one slot meets its limit early there.
 */
export function shareOf(limits: OpenLimits, slotCount: number): OpenLimits {
  const share = (limit: number) => Math.ceil(limit / slotCount)
  return { openPerAgentMax: share(limits.openPerAgentMax), openMax: share(limits.openMax) }
}

export class Room {
  private readonly open: OpenActions
  private readonly share: OpenLimits
  private readonly refused: Map<string, Refused[string]>

  constructor(open: OpenActions, share: OpenLimits, refused: Refused = {}) {
    this.open = open
    this.share = share
    this.refused = new Map(Object.entries(refused))
  }

  change(...changed: Parameters<OpenActions['change']>): void {
    this.open.change(...changed)
  }

  /**
   * The limit that stands against a new action, or undefined. What was refused once stays refused: the redactor may bring the same record again when there is
   * room, and its agent has been told that it was not done. Records of one place come in order, so the last one refused there stands for those before it.
   */
  against({
    redacted,
    agent,
  }: {
    redacted: Intent['redacted']
    agent: string
  }): LimitName | undefined {
    const { source, receivedAtMs } = redacted
    const place = `${source.topic}/${source.partition}`
    const last = this.refused.get(place)
    if (last && source.offset <= last.offset && receivedAtMs <= last.atMs) return last.limit
    const limit = this.full(agent)
    if (limit) this.refused.set(place, { offset: source.offset, atMs: receivedAtMs, limit })
    return limit
  }

  /** For the slot's record: as long as a repeat could still pass for a new action. */
  refusals(nowMs: number): Refused {
    return Object.fromEntries([...this.refused].filter(([, { atMs }]) => nowMs - atMs < memoryMs))
  }

  private full(agent: string): LimitName | undefined {
    const { open, share } = this
    if (open.countOf(agent) >= share.openPerAgentMax) return 'openPerAgentMax'
    return open.openCount >= share.openMax ? 'openMax' : undefined
  }
}
