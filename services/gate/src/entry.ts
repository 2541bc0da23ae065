/** How the gate's memory is cut into changelog entries: which keys, which indices, and what goes when a case ends. */
import { type ActionState, type Dossier, retireAtMs } from '@holdpoint/approval'
import type { ActionSettled, Cleared } from '@holdpoint/contracts'
import type { Put } from '@holdpoint/store'
import { openEntry } from './open-actions.ts'

/** State: small, written at every change. */
export const stateKey = (id: string): string => `a:${id}`
/** Dossier: masked view and sealed original, written once, gone when the case ends and can't be reversed (any more). */
export const dossierKey = (id: string): string => `o:${id}`
/** The sealed outcome of what can be reversed, as long as the dossier. */
export const outcomeKey = (id: string): string => `r:${id}`
/** The signed grant while it waits to be claimed. */
export const grantKey = (id: string): string => `g:${id}`
/** How it ended, for the agent that asks. */
export const endingKey = (id: string): string => `e:${id}`

/** The sealed result with the receipt for it, while its agent may have it unsealed. */
export const clearedKey = (id: string): string => `c:${id}`

const keysOf = [stateKey, dossierKey, grantKey, endingKey]

/** Every entry of an action that can be left when it is forgotten; what was sealed went before. */
export function allKeys(id: string): string[] {
  return keysOf.map((key) => key(id))
}

export function isStateKey(key: string): boolean {
  return key.startsWith('a:')
}

/** What the store must know of a state without understanding it. */
export function indexOf(state: ActionState): NonNullable<Put['index']> {
  const dueAtMs = dueOf(state)
  return {
    ...(dueAtMs === undefined ? {} : { dueAtMs }),
    ...openEntry(state),
    ...(state.status === 'approved' ? { ready: state.audience } : {}),
  }
}

function dueOf(state: ActionState): number | undefined {
  switch (state.status) {
    case 'pending':
      return state.decideByMs
    case 'approved':
      return state.grant?.expiresMs
    case 'claimed':
      return state.claim?.deadlineMs
    default:
      return retireAtMs(state)
  }
}

/** Everything that is known of one action, as far as it was loaded. */
export interface Case {
  state?: ActionState
  dossier?: Dossier
  grant?: string
  ending?: ActionSettled
  cleared?: Cleared
}
