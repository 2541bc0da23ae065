/**
 * What is frozen in one slot: nothing of it can be claimed, and its deadlines stand still. People go on deciding, and what runs already runs on. Pure, like the
 * transition: intervals are kept, and a deadline is reckoned again when it comes due, so that thawing writes nothing, however much was held.
 */
import { isMasked, type Scope } from '@holdpoint/contracts'
import { glob } from './policy/glob.ts'
import type { Rules } from './rules.ts'
import type { ActionState, Target } from './state.ts'

/** Freezes of parts that may be in force at once; everything can be frozen on top of them. */
export const freezesMax = 100
/** Ended ones that are remembered; where older ones are forgotten, deadlines come sooner, never later. */
export const pastFreezesMax = 500
/** Longer names of targets are not compared: unknown, so frozen with every target. */
export const targetCharsMax = 256

export interface ActiveFreeze {
  /** Id of the command that froze. */
  readonly id: string
  readonly scope: Scope
  readonly fromMs: number
}

export interface PastFreeze extends ActiveFreeze {
  readonly untilMs: number
  /** Id of the command that thawed. */
  readonly thaw?: string
}

export interface Freezes {
  /** Number of the last freeze or thaw of the deployment that this slot has followed. */
  readonly spread: number
  readonly active: readonly ActiveFreeze[]
  /** Ended ones, oldest first. */
  readonly past: readonly PastFreeze[]
}

export const noFreezes: Freezes = { spread: 0, active: [], past: [] }

/** What one action is judged by: the operator's files, and what is frozen in its slot. */
export interface SlotRules extends Rules {
  readonly freezes: Freezes
}

/** What can be within a scope. */
export interface Subject {
  readonly origin: Pick<ActionState['origin'], 'agent' | 'type'>
  readonly target?: Target
}

export function isFrozen(action: Subject, { active }: Freezes): boolean {
  return active.some(({ scope }) => isWithin(action, scope))
}

/** How long the action stood frozen between two moments, in ms. */
export function frozenMs(
  action: Subject,
  { active, past }: Freezes,
  fromMs: number,
  toMs: number,
): number {
  const spans = [...past, ...active.map((freeze) => ({ ...freeze, untilMs: toMs }))]
    .filter(({ scope }) => isWithin(action, scope))
    .map((span) => [Math.max(span.fromMs, fromMs), Math.min(span.untilMs, toMs)] as const)
    .filter(([from, until]) => until > from)
    .sort(([a], [b]) => a - b)
  let sum = 0
  let reached = fromMs
  for (const [from, until] of spans) {
    sum += Math.max(0, until - Math.max(from, reached))
    reached = Math.max(reached, until)
  }
  return sum
}

/** An unknown part of a target counts as the one that is frozen: what an action hides can't take it out of a freeze. */
export function isWithin({ origin, target = {} }: Subject, scope: Scope): boolean {
  if ('everything' in scope) return true
  if ('agent' in scope) return scope.agent === origin.agent
  if ('type' in scope) return glob(scope.type)(origin.type)
  const { system, resource } = scope.target
  const mayBe = (named: string | undefined, known: string | undefined) =>
    named === undefined || known === undefined || known === plain(named)
  return mayBe(system, target.system) && mayBe(resource, target.resource)
}

/** The parts of a masked action's target that are known, spelt so that case, width and spaces make no difference. */
export function targetOf(target: unknown): Target {
  if (typeof target !== 'object' || target === null) return {}
  const { system, resource } = target as Readonly<Record<string, unknown>>
  return { ...known('system', system), ...known('resource', resource) }
}

function known<K extends keyof Target>(key: K, value: unknown): Pick<Target, K> | object {
  if (typeof value !== 'string' || value.length > targetCharsMax || isMasked(value)) return {}
  return { [key]: plain(value) }
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim()
}

type Timed = Pick<ActionState, 'sinceMs' | 'wantedUntilMs'> & Subject

/** A deadline as it stands now, with the time that the action stood frozen. */
export function deadlineNow(
  action: Timed,
  deadlineMs: number,
  freezes: Freezes,
  nowMs: number,
): number {
  const { sinceMs, wantedUntilMs = Number.POSITIVE_INFINITY } = action
  const thawedMs = deadlineMs + frozenMs(action, freezes, sinceMs, nowMs)
  return Math.max(deadlineMs, Math.min(thawedMs, wantedUntilMs))
}
