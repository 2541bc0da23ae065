/** A person calls an approved action back before it is claimed. */
import type { GrantRevoked } from '@holdpoint/contracts'
import { closed, done, refuse, repeat, unknownAction } from './answer.ts'
import { about, end, settle, views } from './change.ts'
import { isInGroups, isRequester } from './eligible.ts'
import type { Input } from './input.ts'
import type { Directory } from './rules.ts'
import type { ActionState } from './state.ts'
import type { Step } from './step.ts'

/** To stop must be easier than to go: whom the ladder would ask only later may stop it now. */
const everMs = Number.POSITIVE_INFINITY

type Revocation = Extract<Input, { readonly kind: 'revoke' }>

export function revoke(
  state: ActionState | undefined,
  input: Revocation,
  directory: Directory,
): Step {
  if (!state) return unknownAction(input)
  const { person, assurance, channel, commandId, atMs, reason, token } = input
  if (state.endedBy === commandId) return repeat(input, state)
  if (!mayStop(person, state, directory)) {
    return refuse(input, state, 'HP_NOT_ENTITLED', { rule: 'not who decides about this action' })
  }
  if (reason.trim() === '') return refuse(input, state, 'HP_REASON_REQUIRED')
  if (state.status !== 'approved') return closed(input, state)
  const next = end(state, 'revoked', atMs, { endedBy: commandId })
  const body = { person, assurance, channel, commandId }
  return {
    state: next,
    drafts: [
      { fact: { kind: 'revoked', ...about(next, atMs), body }, views: views({ reason, token }) },
    ],
    answers: done(input, next),
    ...revocation(state, 'revoked', atMs),
    settled: settle(next, 'revoked', atMs, { by: 'people', reason }),
  }
}

/** Tells executors that the grant of `state`, if it has one that waits, is worth nothing any more. */
export function revocation(
  { id, grant }: ActionState,
  as: GrantRevoked['status'],
  atMs: number,
): Pick<Step, 'revoked'> {
  if (!grant) return {}
  const { jti, audience } = grant
  return { revoked: { actionId: id, audience, jti, status: as, atMs } }
}

/** Who could have decided, and the requester's side: nobody approves their own action, but everybody may stop it. */
function mayStop(id: string, state: ActionState, directory: Directory): boolean {
  const person = directory.person(id)
  if (!person) return false
  return (
    isRequester(id, state, directory) || !state.demand || isInGroups(person, state.demand, everMs)
  )
}
