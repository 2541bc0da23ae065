/** What the rules themselves read of a masked action. It has been checked before; what is not there all the same is undefined, never assumed. */
import { type Finding, timeOf, unscannedType } from '@holdpoint/contracts'

export interface Asked {
  readonly type: string
  readonly agent: string
  readonly run?: string
  readonly onBehalfOf?: unknown
  readonly expiresAt?: unknown
  readonly justification?: unknown
  readonly target?: unknown
}

/** Undefined where type or agent are missing: then it is no action. */
export function asked(action: unknown): Asked | undefined {
  const { type, agent, onBehalfOf, expiresAt, justification, target } = members(action)
  const { id, run } = members(agent)
  if (typeof type !== 'string' || typeof id !== 'string') return undefined
  return {
    type,
    agent: id,
    ...(typeof run === 'string' ? { run } : {}),
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(justification === undefined ? {} : { justification }),
    ...(target === undefined ? {} : { target }),
  }
}

/** When the agent no longer wants it; Infinity where it does not say, undefined where what it says is no time (perhaps masked). */
export function expiryOf(action: unknown): number | undefined {
  const { expiresAt } = members(action)
  if (expiresAt === undefined) return Number.POSITIVE_INFINITY
  return typeof expiresAt === 'string' ? timeOf(expiresAt) : undefined
}

/** True where some part was never looked at: no policy may allow it without a person. */
export function isOpaque(submission: {
  readonly unscanned: boolean
  readonly findings: readonly Finding[]
}): boolean {
  return submission.unscanned || submission.findings.some(({ type }) => type === unscannedType)
}

function members(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Readonly<Record<string, unknown>>) : {}
}
