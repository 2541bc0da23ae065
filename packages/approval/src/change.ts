/** Pieces of a step that every part of the transition writes: where a fact belongs, its views, and how an action ends. */
import type { ActionSettled, EndStatus } from '@holdpoint/contracts'
import { needsSeals, reversibleUntilMs } from './retention.ts'
import { type ActionState, statuses } from './state.ts'
import type { Draft, Step } from './step.ts'

type Ending = Exclude<EndStatus, 'rejected'>

export const nothing: Step = { drafts: [], answers: [] }

/** The head of a fact that tells of `state`, which the fact has just made. */
export function about(state: ActionState, atMs: number) {
  return { atMs, actionId: state.id, revision: state.revision }
}

/** Only the views that there are. */
export function views(values: Readonly<Record<string, unknown>>): Draft['views'] {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, { value }]],
    ),
  )
}

/** What facts say of clearance, where there is one. */
export function clearance({ clearResult }: Pick<ActionState, 'clearResult'>): {
  clearResult?: true
} {
  return clearResult ? { clearResult } : {}
}

/** The next state, one revision on. */
export function advance(state: ActionState, changes: Partial<ActionState>): ActionState {
  return { ...state, ...changes, revision: state.revision + 1 }
}

export function end(
  state: ActionState,
  status: Ending,
  atMs: number,
  changes: Partial<ActionState> = {},
): ActionState {
  const { keepsSeals, ...ended } = advance(state, { ...changes, status, endedAtMs: atMs })
  // What was reconciled had ended before: what is gone does not come back.
  const areThere = statuses[state.status].open || keepsSeals
  return areThere && needsSeals(ended) ? { ...ended, keepsSeals: true } : ended
}

/** Until when it can be reversed, for facts and for the agent; nothing where it can't. */
export function reversible(state: ActionState): { reversibleUntilMs?: number } {
  const untilMs = reversibleUntilMs(state)
  return untilMs === undefined ? {} : { reversibleUntilMs: untilMs }
}

/** What the agent is told of an action that has ended. */
export function settle(
  state: ActionState,
  status: Ending,
  atMs: number,
  more: {
    readonly [K in 'by' | 'rule' | 'code' | 'reason' | 'result']?: ActionSettled[K] | undefined
  } = {},
): ActionSettled {
  const { agent, type, intended } = state.origin
  const told = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined))
  const about = { actionId: state.id, agent, type, status, intended }
  return { ...about, ...told, ...reversible(state), atMs }
}
