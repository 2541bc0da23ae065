/** A person has found out how an action ended whose outcome was unknown. It amends what was told; nothing runs because of it, and nothing is opened again. */

import type { ErrorCode, ErrorDetails } from '@holdpoint/contracts'
import { closed, done, refuse, repeat, unknownAction } from './answer.ts'
import { about, end, settle, views } from './change.ts'
import { isRequester, standing } from './eligible.ts'
import { ageOf } from './escalation.ts'
import type { SlotRules } from './freeze.ts'
import type { Input } from './input.ts'
import { assuranceRank } from './rules.ts'
import type { ActionState } from './state.ts'
import type { Step } from './step.ts'

type Finding = Extract<Input, { readonly kind: 'reconcile' }>

export function reconcile(state: ActionState | undefined, input: Finding, rules: SlotRules): Step {
  if (!state) return unknownAction(input)
  if (state.endedBy === input.commandId) return repeat(input, state)
  const refusal = refusalOf(state, input, rules)
  if (refusal) return refuse(input, state, ...refusal)
  if (state.status !== 'unknown') return closed(input, state)
  const { person, found, assurance, channel, commandId, atMs, reason, token } = input
  const next = end(state, found, atMs, { endedBy: commandId })
  const body = { person, found, assurance, channel, commandId }
  return {
    state: next,
    drafts: [
      {
        fact: { kind: 'reconciled', ...about(next, atMs), body },
        views: views({ reason, token }),
      },
    ],
    answers: done(input, next),
    settled: { ...settle(next, found, atMs, { reason }), reconciled: true },
  }
}

/** As sure as a vote must be: an agent relies on `succeeded`, and repeats what has `failed`. */
function refusalOf(
  state: ActionState,
  { person, assurance: given, reason, atMs }: Finding,
  rules: SlotRules,
): readonly [ErrorCode, ErrorDetails?] | undefined {
  const { demand } = state
  const found = standingOf(person, state, atMs, rules)
  if (found) return found
  if (demand && assuranceRank[given] < assuranceRank[demand.assurance]) {
    return ['HP_ASSURANCE_LOW', { needed: demand.assurance, given }]
  }
  return reason.trim() === '' ? ['HP_REASON_REQUIRED'] : undefined
}

/** What policy allowed nobody was asked about: then anybody in the directory who is not on the requester's side. */
function standingOf(
  person: string,
  state: ActionState,
  atMs: number,
  { directory, freezes }: SlotRules,
): readonly [ErrorCode, ErrorDetails] | undefined {
  if (state.demand) {
    const found = standing(person, state, state.demand, directory, ageOf(state, freezes, atMs))
    return found.may ? undefined : [found.code, { rule: found.rule }]
  }
  if (!directory.person(person)) return ['HP_NOT_ENTITLED', { rule: 'not in the directory' }]
  if (!isRequester(person, state, directory)) return undefined
  return ['HP_OWN_ACTION', { rule: 'owner, operator or on whose behalf' }]
}
