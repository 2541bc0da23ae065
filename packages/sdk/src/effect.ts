/** Runs one action once and says what is known about its effect. Before `begin` an error means that nothing happened; after it, doubt means unknown. */
import {
  type Action,
  canonicalize,
  HoldpointError,
  intakeBytesMax,
  isHoldpointError,
  isValid,
  Name,
  type OutcomeStatus,
  parseJson,
} from '@holdpoint/contracts'
import type { Reversal } from './reversal.ts'

/** Left of the intake limit for the other fields of an outcome. */
const resultBytesMax = intakeBytesMax - 4 * 1024
const failedBrand = Symbol.for('dev.holdpoint.action-failed')
/** Codes of errors that nobody explained. */
const unexplained = { before: 'error-before-effect', after: 'error-in-effect' }

export interface RunContext {
  /** Aborts when the claim ends, extensions included; from then on the case counts as unknown. */
  readonly signal: AbortSignal
  /** For the idempotency of the system that is called: the action's id. */
  readonly effectKey: string
  /** Call right before the first thing that can't be taken back. Throws where the claim has ended: then nothing may begin. */
  begin(): void
  /**
   * Asks the gate for this much time from now on, in ms; resolves with when the claim ends now (ms since the epoch), which may be earlier: a claim may run twelve
   * times its policy's `runWithin` in all. Rejects where the gate gives nothing; the time that is left still counts.
   */
  extend(forMs: number): Promise<number>
}

export interface ActionHandler {
  /** The whole action, target included. What it returns is the result, any JSON; the agent sees it masked. */
  run(action: Action, context: RunContext): unknown
  /** Takes back what `run` has done, after an approval of its own; called for actions of the type with `.reverse` behind it. Without it they are left alone. */
  reverse?(reversal: Reversal, context: RunContext): unknown
}

/** Thrown by a handler that knows that nothing took effect, also after `begin`. `code`: a plain name of the executor's own, e.g. `insufficient-funds`. */
export class ActionFailed extends Error {
  readonly code: string
  readonly [failedBrand] = true

  constructor(code: string) {
    super(code)
    if (!isValid(Name, code)) {
      throw new HoldpointError('HP_FIELD_INVALID', { field: 'code', rule: 'must be a plain name' })
    }
    this.name = 'ActionFailed'
    this.code = code
  }
}

export interface Effect {
  readonly status: OutcomeStatus
  readonly code?: string
  readonly result?: unknown
  /** What the handler threw and did not explain. May hold anything: for the executor's own eyes. */
  readonly error?: unknown
}

export async function runOnce(
  handler: ActionHandler,
  action: Action,
  { signal, extend, onBegin }: Pick<RunContext, 'signal' | 'extend'> & { onBegin: () => void },
): Promise<Effect> {
  let hasBegun = false
  const begin = () => {
    signal.throwIfAborted()
    hasBegun = true
    onBegin()
  }
  try {
    const result = await handler.run(action, { signal, effectKey: action.id, begin, extend })
    return { status: 'succeeded', ...reportable(result) }
  } catch (error) {
    if (isActionFailed(error)) return { status: 'failed', code: error.code }
    return hasBegun
      ? { status: 'unknown', code: unexplained.after, error }
      : { status: 'failed', code: unexplained.before, error }
  }
}

/** It was done, whatever became of the result: one that can't travel is left out, and the code says why. */
function reportable(result: unknown): { result?: unknown; code?: string } {
  if (result === undefined) return {}
  try {
    const bytes = Buffer.from(canonicalize(result))
    return { result: parseJson(bytes, { bytesMax: resultBytesMax }) }
  } catch (error) {
    if (!isHoldpointError(error)) throw error
    return { code: error.code }
  }
}

function isActionFailed(error: unknown): error is ActionFailed {
  return typeof error === 'object' && error !== null && failedBrand in error
}
