/**
 * The one function that changes an action, whoever asks: person, timer, command, outcome, policy. Pure and total: no I/O, no clock, no randomness, an answer
 * for every pair of state and input.
 *
 * `state` is undefined where the gate knows no such action. `dossier` is the action's, needed for votes (before a release the policy in force is asked once
 * more about the masked action); without it nothing is released. `original` is the action that this one reverses: it is told of every change.
 */

import { claim } from './claim.ts'
import { extend } from './extend.ts'
import { faultOut } from './fault.ts'
import type { SlotRules } from './freeze.ts'
import type { Input } from './input.ts'
import { intend } from './intent.ts'
import { report } from './outcome.ts'
import { reconcile } from './reconcile.ts'
import { refuseUnread, reject } from './rejection.ts'
import { linked } from './reversal.ts'
import { revoke } from './revoke.ts'
import type { ActionState, Dossier } from './state.ts'
import type { Step } from './step.ts'
import { due } from './timer.ts'
import { vote } from './vote.ts'
import { withdraw } from './withdraw.ts'

export function transition(
  state: ActionState | undefined,
  input: Input,
  rules: SlotRules,
  dossier?: Dossier,
  original?: ActionState,
): Step {
  const step = change(state, input, rules, dossier, original)
  const told = original && step.state && linked(original, step.state)
  return told ? { ...step, original: told } : step
}

function change(
  state: ActionState | undefined,
  input: Input,
  rules: SlotRules,
  dossier: Dossier | undefined,
  original: ActionState | undefined,
): Step {
  switch (input.kind) {
    case 'intent':
      return intend(state, input, rules, original)
    case 'rejection':
      return reject(state, input)
    case 'refusal':
      return refuseUnread(state, input)
    case 'vote':
      return vote(state, input, rules, dossier)
    case 'withdraw':
      return withdraw(state, input)
    case 'revoke':
      return revoke(state, input, rules.directory)
    case 'claim':
      return claim(state, input, rules)
    case 'extend':
      return extend(state, input)
    case 'reconcile':
      return reconcile(state, input, rules)
    case 'outcome':
      return report(state, input)
    case 'due':
      return due(state, input.atMs, rules.freezes)
    case 'fault':
      return faultOut(state, input)
  }
}
