/** The agent takes its action back, as long as nobody has claimed it. */
import { closed, done, refuse, repeat, unknownAction } from './answer.ts'
import { about, end, settle, views } from './change.ts'
import type { Input } from './input.ts'
import { revocation } from './revoke.ts'
import type { ActionState } from './state.ts'
import type { Step } from './step.ts'

type Withdrawal = Extract<Input, { readonly kind: 'withdraw' }>

export function withdraw(state: ActionState | undefined, input: Withdrawal): Step {
  if (!state) return unknownAction(input)
  const { agent, commandId, atMs, reason } = input
  if (agent !== state.origin.agent) {
    return refuse(input, state, 'HP_NOT_ENTITLED', { rule: 'only its own agent can withdraw it' })
  }
  if (state.status === 'withdrawn') return repeat(input, state)
  if (state.status !== 'pending' && state.status !== 'approved') return closed(input, state)
  const next = end(state, 'withdrawn', atMs)
  const body = { agent, commandId }
  return {
    state: next,
    drafts: [{ fact: { kind: 'withdrawn', ...about(next, atMs), body }, views: views({ reason }) }],
    answers: done(input, next),
    ...revocation(state, 'revoked', atMs),
    settled: settle(next, 'withdrawn', atMs, { reason }),
  }
}
