/** Folds the rules over one batch of inputs: each sees what the earlier ones made. */
import {
  type ActionState,
  type Dossier,
  type Input,
  type Rules,
  statuses,
  transition,
} from '@holdpoint/approval'
import type { ActionId } from '@holdpoint/contracts'
import { type Case, forgetAtMs } from './entry.ts'
import type { Ledger } from './ledger.ts'

/** Where revisions of open actions are kept and summed; see open-actions.ts. */
export interface OpenIndex {
  change(id: string, after: ActionState | undefined): void
}

/** Applies `inputs` in order to `cases` (changed in place) and writes what comes out to the ledger. */
export function fold(
  inputs: readonly Input[],
  cases: Map<string, Case>,
  rules: Rules,
  ledger: Ledger,
  open: OpenIndex,
): void {
  for (const input of inputs) {
    const known = input.actionId === undefined ? {} : caseOf(cases, input.actionId)
    if (input.kind === 'due' && isForgotten(known.state, input.atMs)) {
      ledger.forget(input.actionId)
      cases.set(input.actionId, {})
      continue
    }
    const step = transition(known.state, input, rules, known.dossier)
    if (step.state) {
      open.change(step.state.id, step.state)
      if (step.isNew && input.kind === 'intent') known.dossier = dossierOf(input.redacted)
      known.state = step.state
      if (step.settled) known.ending = step.settled
    }
    ledger.add(step, known)
    if (known.state && !statuses[known.state.status].open) delete known.dossier
  }
}

function caseOf(cases: Map<string, Case>, id: ActionId): Case {
  const known = cases.get(id)
  if (known) return known
  const fresh: Case = {}
  cases.set(id, fresh)
  return fresh
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
