/** How an action stands, as its agent or an executor may see it. */
import {
  type ActionState,
  deadlineNow,
  type Freezes,
  isFrozen,
  statuses,
} from '@holdpoint/approval'
import type { ActionId, ActionSettled, Cleared } from '@holdpoint/contracts'
import type { SlotLookup } from '../slot-lookup.ts'
import type { Caller } from './caller.ts'

/** How an action stands. */
export interface Stands {
  readonly state: ActionState
  readonly ending: ActionSettled | undefined
  /** For the agent alone. */
  readonly cleared: Cleared | undefined
}

/** Agents see their own actions and executors those of their audiences; of others not even that they exist. */
export async function mine(
  actionId: ActionId,
  { party }: Caller,
  { lookup }: { readonly lookup: SlotLookup },
): Promise<Stands | undefined> {
  const { state, ending, cleared } = await lookup.find(actionId)
  if (!state) return undefined
  if (party.kind === 'agent') {
    return state.origin.agent === party.id ? { state, ending, cleared } : undefined
  }
  const isMine = party.audiences.includes(state.audience)
  return isMine ? { state, ending, cleared: undefined } : undefined
}

export function ended(known: Stands | undefined): Stands | undefined {
  return known && !statuses[known.state.status].open ? known : undefined
}

export function view(
  { state, ending, cleared }: Stands,
  freezes: Freezes,
  nowMs: number,
): Record<string, unknown> {
  const { id: actionId, status, revision, origin, decideByMs, grant, claim } = state
  const isWaiting = status === 'pending' || status === 'approved'
  const until = (deadlineMs = 0) => deadlineNow(state, deadlineMs, freezes, nowMs)
  return {
    ...ending,
    ...(cleared ? { cleared } : {}),
    actionId,
    status,
    revision,
    intended: origin.intended,
    ...(status === 'pending' ? { decideByMs: until(decideByMs) } : {}),
    ...(status === 'approved' ? { useByMs: until(grant?.expiresMs) } : {}),
    ...(isWaiting && isFrozen(state, freezes) ? { isFrozen: true } : {}),
    ...(claim ? { claimId: claim.id } : {}),
  }
}
