/** What is frozen, as the facts of each slot tell it, and how far that is in force over all slots. Pure; the gate alone stops anything. */
import {
  type ActiveFreeze,
  type Freezes,
  noFreezes,
  type PastFreeze,
  pastFreezesMax,
} from '@holdpoint/approval'
import { type Assurance, type Scope, viewNames } from '@holdpoint/contracts'
import type { DecisionRecord } from './decision-record.ts'

export interface KnownFreeze extends ActiveFreeze {
  readonly person: string
  readonly assurance: Assurance
  readonly channel: string
  /** Masked; the deciding slot's fact alone has it. */
  readonly reason?: string
}

/** Of one slot. */
export interface SlotFreezes extends Freezes {
  readonly active: readonly KnownFreeze[]
}

export const noneFrozen: SlotFreezes = { ...noFreezes, active: [] }

/** A freeze over all slots. */
export interface Standing {
  readonly id: string
  readonly scope: Scope
  readonly person: string
  readonly assurance: Assurance
  readonly channel: string
  readonly atMs: number
  readonly reason?: string
  /** How many slots hold it now, of all. */
  readonly confirmed: number
  readonly slots: number
  /** Every slot holds it. */
  readonly inForce: boolean
  /** How many slots have let go of it. */
  readonly thawed: number
}

/** The same again, where it is no freeze or thaw, or one that was followed before. */
export function freezesAfter(known: SlotFreezes, { event }: DecisionRecord): SlotFreezes {
  const { fact, views } = event
  if (fact.kind !== 'frozen' && fact.kind !== 'thawed') return known
  const { freeze: id, spread, person, assurance, channel, commandId } = fact.body
  if (spread <= known.spread) return known
  const { active, past } = known
  if (fact.kind === 'frozen') {
    const reason = views[viewNames.reason]?.value
    const by = { person, assurance, channel, ...(typeof reason === 'string' ? { reason } : {}) }
    const freeze = { id, scope: fact.body.scope, fromMs: fact.atMs, ...by }
    return { spread, past, active: [...active, freeze] }
  }
  const ended = active
    .filter((freeze) => freeze.id === id)
    .map(({ scope, fromMs }) => ({ id, scope, fromMs, untilMs: fact.atMs, thaw: commandId }))
  const left = active.filter((freeze) => freeze.id !== id)
  return { spread, active: left, past: [...past, ...ended].slice(-pastFreezesMax) }
}

/** All that any slot still holds, oldest first. `slots`: one entry for each slot, undefined where nothing was ever frozen. */
export function standings(slots: readonly (SlotFreezes | undefined)[]): Standing[] {
  const held = slots.flatMap((slot) => slot?.active ?? [])
  const byId = Map.groupBy(held, ({ id }) => id)
  return [...byId.values()]
    .flatMap((same) => standingOf(same, slots) ?? [])
    .toSorted((one, two) => one.atMs - two.atMs)
}

function standingOf(
  same: readonly KnownFreeze[],
  slots: readonly (SlotFreezes | undefined)[],
): Standing | undefined {
  const [first] = same
  if (first === undefined) return undefined
  const { id, scope, person, assurance, channel } = first
  const reason = same.find((freeze) => freeze.reason !== undefined)?.reason
  return {
    ...{ id, scope, person, assurance, channel },
    atMs: Math.min(...same.map(({ fromMs }) => fromMs)),
    ...(reason === undefined ? {} : { reason }),
    ...{ confirmed: same.length, slots: slots.length, inForce: same.length === slots.length },
    thawed: slots.filter((slot) => slot && endedIn(slot, id)).length,
  }
}

/** Whether this slot has followed the command that froze or thawed. */
export function hasFollowed({ active, past }: SlotFreezes, commandId: string): boolean {
  const isHere = ({ id, thaw }: Partial<PastFreeze>) => id === commandId || thaw === commandId
  return active.some(isHere) || past.some(isHere)
}

const endedIn = ({ past }: SlotFreezes, id: string) => past.some((freeze) => freeze.id === id)
