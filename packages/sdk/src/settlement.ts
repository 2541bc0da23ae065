/** How an action ended, or that it has not yet: what an agent must look at before it goes on. A refusal is a value here, never an exception. */
import type { ActionId, ActionSettled } from '@holdpoint/contracts'

/** When to ask again about something undecided, at the earliest. */
const retryAfterMs = 5_000

interface Ended {
  readonly id: ActionId | undefined
  readonly isFinal: true
  readonly atMs: number
}

export type Phase = 'submitted' | 'waiting' | 'approved' | 'running'

/** A person has found it out after it was unknown, and says why they think so. */
interface Reconciled {
  readonly reconciled?: true
  readonly reason?: string
}

interface Reversible {
  /** Until then `reverse` can be asked for, ms since the epoch; absent where it can't. */
  readonly reversibleUntilMs?: number
}

/** Only `succeeded` says that it was done. */
export type Settlement =
  | (Ended & Reconciled & Reversible & { readonly status: 'succeeded'; readonly result?: unknown })
  /** The executor says that nothing took effect, or a person who has looked. */
  | (Ended &
      Reconciled & {
        readonly status: 'failed'
        readonly code?: string
        readonly sideEffects: 'none'
      })
  | (Ended & {
      readonly status: 'denied'
      readonly by?: 'people' | 'policy'
      readonly rule?: string
      readonly code?: string
      readonly reason?: string
    })
  | (Ended & {
      readonly status: 'expired' | 'withdrawn' | 'revoked' | 'lapsed'
      readonly reason?: string
    })
  /** May or may not have happened; a person finds out. Not final, and yet nothing to wait for. */
  | (Reversible & {
      readonly status: 'unknown'
      readonly id: ActionId | undefined
      readonly isFinal: false
      readonly atMs: number
    })
  /** It never became an action. */
  | (Ended & { readonly status: 'rejected'; readonly code?: string; readonly field?: string })
  | {
      readonly status: 'pending'
      readonly id: ActionId
      readonly isFinal: false
      readonly phase: Phase
      readonly retryAfterMs: number
    }

/** What a model should be told, so that it neither claims what did not happen nor works around a no. */
export const advice: Readonly<Record<Settlement['status'], string>> = {
  succeeded: 'It was done as proposed.',
  failed: 'It was tried and did not take effect.',
  denied:
    'It was refused and not done. Do not try again, do not work around it, and do not rely on results it would have had.',
  expired: 'Nobody decided in time. It was not done. Ask before proposing it again.',
  withdrawn: 'It was withdrawn and not done.',
  revoked: 'Its approval was taken back before it ran. It was not done.',
  lapsed: 'It was approved and not run in time. It was not done.',
  unknown: 'It may or may not have been done. Do not repeat it; a person is checking.',
  rejected: 'It was not accepted as an action and not done. Correct it before proposing it again.',
  pending: 'It is not done yet. Go on with other work and ask again with the same id.',
}

export function settlementOf(settled: ActionSettled): Settlement {
  const { status, actionId, atMs, by, rule, code, field, reason, result } = settled
  const ended = { id: actionId, isFinal: true, atMs } as const
  const why = reason === undefined ? {} : { reason }
  const what = code === undefined ? {} : { code }
  const found = settled.reconciled ? { reconciled: settled.reconciled, ...why } : {}
  const { reversibleUntilMs } = settled
  const until = reversibleUntilMs === undefined ? {} : { reversibleUntilMs }
  switch (status) {
    case 'succeeded':
      return { status, ...ended, ...(result === undefined ? {} : { result }), ...found, ...until }
    case 'failed':
      return { status, ...ended, ...what, sideEffects: 'none', ...found }
    case 'denied': {
      const who = { ...(by === undefined ? {} : { by }), ...(rule === undefined ? {} : { rule }) }
      return { status, ...ended, ...who, ...what, ...why }
    }
    case 'expired':
    case 'withdrawn':
    case 'revoked':
    case 'lapsed':
      return { status, ...ended, ...why }
    case 'unknown':
      return { status, id: actionId, isFinal: false, atMs, ...until }
    case 'rejected':
      return { status, ...ended, ...what, ...(field === undefined ? {} : { field }) }
  }
}

export function pending(id: ActionId, phase: Phase): Settlement {
  return { status: 'pending', id, isFinal: false, phase, retryAfterMs }
}
