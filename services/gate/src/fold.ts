/** Folds the rules over one batch of inputs: each sees what the earlier ones made. */
import {
  type ActionState,
  changeFreezes,
  type Dossier,
  type Freezes,
  forgetAtMs,
  type Input,
  isSlotInput,
  type SlotInput,
  type SlotRules,
  statuses,
  transition,
} from '@holdpoint/approval'
import { type ActionId, type MaskedAction, originalOf } from '@holdpoint/contracts'
import type { Case } from './entry.ts'
import type { Ledger } from './ledger.ts'
import type { Room } from './room.ts'
import type { Fired } from './timer.ts'

export interface Folded {
  readonly freezes: Freezes
  readonly again: Fired['again']
}

/** Applies `inputs` in order to `cases` (changed in place) and writes what comes out to the ledger. */
export function fold(
  inputs: readonly (Input | SlotInput)[],
  cases: Map<string, Case>,
  rules: SlotRules,
  ledger: Ledger,
  room: Pick<Room, 'change' | 'against'>,
): Folded {
  let { freezes } = rules
  const again: Fired['again'][number][] = []
  for (const input of inputs) {
    if (isSlotInput(input)) {
      const step = changeFreezes(freezes, input, rules)
      ledger.freeze(step, input.atMs)
      freezes = step.freezes ?? freezes
      continue
    }
    const known = input.actionId === undefined ? {} : caseOf(cases, input.actionId)
    if (input.kind === 'due' && isForgotten(known.state, input.atMs)) {
      ledger.forget(input.actionId)
      room.change(input.actionId, undefined)
      cases.set(input.actionId, {})
      continue
    }
    const original = originalCase(cases, input)
    const asked = original.state ? input : crowded(input, known, room)
    const inForce = { ...rules, freezes }
    const step = transition(known.state, asked, inForce, known.dossier, original.state)
    if (input.kind === 'due' && step.again) again.push({ id: input.actionId, when: step.again })
    if (step.original) {
      room.change(step.original.id, step.original)
      original.state = step.original
    }
    if (step.state) {
      room.change(step.state.id, step.state)
      if (step.isNew && input.kind === 'intent') known.dossier = dossierOf(input.redacted)
      known.state = step.state
      if (step.settled) known.ending = step.settled
    }
    ledger.add(step, known)
    if (known.state && !statuses[known.state.status].open) delete known.dossier
  }
  return { freezes, again }
}

/** Only what is not known yet needs room; what takes an action back never waits for it, and there is at most one for each. */
function crowded(input: Input, { state }: Case, room: Pick<Room, 'against'>): Input {
  if (input.kind !== 'intent' || state) return input
  const { redacted } = input
  // Its shape was checked when it was read.
  const agent = (redacted.action as MaskedAction).agent.id
  const limit = room.against({ redacted, agent })
  return limit === undefined ? input : { ...input, crowdedBy: limit }
}

function caseOf(cases: Map<string, Case>, id: ActionId): Case {
  const known = cases.get(id)
  if (known) return known
  const fresh: Case = {}
  cases.set(id, fresh)
  return fresh
}

/** What the action reverses, if it does. */
function originalCase(cases: Map<string, Case>, { actionId }: Input): Case {
  const original = actionId && originalOf(actionId)
  return original === undefined ? {} : caseOf(cases, original)
}

function isForgotten(state: ActionState | undefined, nowMs: number): boolean {
  if (!state) return false
  const atMs = forgetAtMs(state)
  return atMs !== undefined && atMs <= nowMs
}

function dossierOf(redacted: Extract<Input, { kind: 'intent' }>['redacted']): Dossier {
  const { action, salt, findings, unscanned, sealed } = redacted
  return { action, salt, findings, unscanned, sealed }
}
