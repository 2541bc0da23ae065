/** Freezing and thawing: the deciding slot judges the command of a person and says what is to be spread; every slot follows what was spread, in order, once. */
import type { ErrorCode, Spread } from '@holdpoint/contracts'
import { views } from './change.ts'
import { type Freezes, freezesMax, pastFreezesMax } from './freeze.ts'
import type { Input, SlotInput } from './input.ts'
import { assuranceRank, type Rules } from './rules.ts'
import type { Draft } from './step.ts'

type Command = Extract<SlotInput, { readonly kind: 'freeze' | 'thaw' }>

/** What one input makes of a slot's freezes. */
export interface FreezeStep {
  /** Undefined: as they were. */
  readonly freezes?: Freezes
  readonly drafts: readonly Draft[]
  /** For every other slot, in the same transaction. */
  readonly spread?: Spread
}

export function changeFreezes(freezes: Freezes, input: SlotInput, rules: Rules): FreezeStep {
  if (input.kind === 'spread') return follow(freezes, input.spread, input.atMs)
  if (isKnown(freezes, input)) return { drafts: [] }
  const refusal = refusalOf(freezes, input, rules)
  if (refusal) return refuse(input, refusal)
  const { reason, token, atMs } = input
  const spread = decided(freezes, input)
  const step = follow(freezes, spread, atMs)
  const drafts = step.drafts.map((draft) => ({ ...draft, views: views({ reason, token }) }))
  return { ...step, drafts, spread }
}

function decided({ spread: last }: Freezes, input: Command): Spread {
  const { person, assurance, channel, commandId } = input
  const by = { spread: last + 1, person, assurance, channel, commandId }
  return input.kind === 'freeze'
    ? { change: { kind: 'frozen', body: { freeze: commandId, scope: input.scope, ...by } } }
    : { change: { kind: 'thawed', body: { freeze: input.freeze, ...by } } }
}

/** What comes again, or was replayed by whoever can write to the topic, has a number that was followed before. */
function follow(freezes: Freezes, { change }: Spread, atMs: number): FreezeStep {
  const { active, past, spread: last } = freezes
  const { spread, freeze: id } = change.body
  if (spread <= last) return { drafts: [] }
  const drafts: Draft[] = [{ fact: { atMs, ...change }, views: {} }]
  if (change.kind === 'frozen') {
    const { scope } = change.body
    return { freezes: { spread, past, active: [...active, { id, scope, fromMs: atMs }] }, drafts }
  }
  const ended = active.filter((freeze) => freeze.id === id)
  const left = active.filter((freeze) => freeze.id !== id)
  const ends = ended.map((freeze) => ({ ...freeze, untilMs: atMs, thaw: change.body.commandId }))
  const remembered = [...past, ...ends].slice(-pastFreezesMax)
  return { freezes: { spread, active: left, past: remembered }, drafts }
}

/** The same command again: its fact stands. */
function isKnown({ active, past }: Freezes, { kind, commandId }: Command): boolean {
  return kind === 'freeze'
    ? [...active, ...past].some(({ id }) => id === commandId)
    : past.some(({ thaw }) => thaw === commandId)
}

function refusalOf(
  { active }: Freezes,
  input: Command,
  { policy, directory }: Rules,
): ErrorCode | undefined {
  const person = directory.person(input.person)
  const { groups, assurance } = policy.offices[input.kind]
  const isAsked = groups.length === 0 || groups.some((group) => person?.groups.includes(group))
  if (!person || !isAsked) return 'HP_NOT_ENTITLED'
  if (assuranceRank[input.assurance] < assuranceRank[assurance]) return 'HP_ASSURANCE_LOW'
  if (input.reason.trim() === '') return 'HP_REASON_REQUIRED'
  if (input.kind === 'freeze') {
    const isFull = active.length >= freezesMax && !('everything' in input.scope)
    return isFull ? 'HP_FREEZES_FULL' : undefined
  }
  const freeze = active.find(({ id }) => id === input.freeze)
  if (!freeze) return 'HP_FREEZE_UNKNOWN'
  const { scope } = freeze
  // Nobody decides about their own: to stop one's own agent is fine, to set it free again is for others.
  const isOwn = 'agent' in scope && directory.agentSide(scope.agent).includes(person.id)
  return isOwn ? 'HP_OWN_ACTION' : undefined
}

function refuse({ kind, commandId, atMs, person }: Command, code: ErrorCode): FreezeStep {
  const body = { command: kind, commandId, code, person }
  return { drafts: [{ fact: { kind: 'refused', atMs, body }, views: {} }] }
}

export function isSlotInput(input: Input | SlotInput): input is SlotInput {
  return input.kind === 'freeze' || input.kind === 'thaw' || input.kind === 'spread'
}
