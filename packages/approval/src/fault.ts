/** The gate gave up on an input of this action, because it ended the process again and again. Whatever it was, doubt means no. */
import { about, end, nothing, settle } from './change.ts'
import type { Input } from './input.ts'
import { ownRules } from './own-rules.ts'
import type { ActionState } from './state.ts'
import type { Step } from './step.ts'
import { doubt, lapse } from './timer.ts'

type Fault = Extract<Input, { readonly kind: 'fault' }>

/**
 * Nobody knows what the input would have been: it may have been a denial, a withdrawal, a revocation. So what is held is denied, and a grant that nobody has
 * claimed is taken back. What is claimed may be running: if the input was its outcome, the claim's deadline makes it unknown; if it was that deadline itself,
 * it is unknown now.
 */
export function faultOut(state: ActionState | undefined, input: Fault): Step {
  const { atMs, code, source } = input
  switch (state?.status) {
    case undefined:
      return rejectUnseen(input)
    case 'pending':
      return deny(state, input)
    case 'approved':
      return lapse(state, atMs, code)
    case 'claimed':
      return source ? nothing : doubt(state, atMs, code)
    default:
      return nothing
  }
}

/** Most likely an intent: it never becomes an action, and its agent is told. A command about an action that is still to come must not speak for it. */
function rejectUnseen({ actionId, atMs, code, source, isCommand }: Fault): Step {
  if (!source || isCommand) return nothing
  const body = { code, source, receivedAtMs: atMs }
  return {
    drafts: [{ fact: { kind: 'rejected', atMs, actionId, body }, views: {} }],
    answers: [],
    settled: { actionId, status: 'rejected', code, source, atMs },
  }
}

function deny(state: ActionState, { atMs, code }: Fault): Step {
  const next = end(state, 'denied', atMs)
  const rule = ownRules.fault
  const body = { by: 'policy' as const, rule, code, votes: [] }
  return {
    state: next,
    drafts: [{ fact: { kind: 'denied', ...about(next, atMs), body }, views: {} }],
    answers: [],
    settled: settle(next, 'denied', atMs, { by: 'policy', rule, code }),
  }
}
