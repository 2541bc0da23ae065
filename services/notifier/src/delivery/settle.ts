/** What an attempt makes of a copy. Pure; chance and time are parameters. */
import type { Delivered, Handle } from '../channel/port.ts'
import { type Copy, isDecided } from './copy.ts'

const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
/** Waits after each failure that is the message's own: at first as one waits for a restart, then over four days. */
export const retryDelaysMs = [
  ...[2 * secondMs, 10 * secondMs, minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, 5 * hourMs],
  ...[10 * hourMs, 14 * hourMs, 20 * hourMs, 24 * hourMs],
]
/** A message that somebody deletes again and again is not wanted there. */
const repostsMax = 3
/** A service that was down for longer is no longer expected back. */
const giveUpAfterMs = 4 * 24 * hourMs
/** So much of a wait is left to chance, so that many copies don't come back at once. */
const jitter = 0.4

export interface Attempt {
  /** Sum of editions that it brought. */
  readonly shown: number
  readonly nudged: number
  readonly face: string
  readonly delivered: Delivered
  /** The channel as a whole is down, or has no time: the message is not to blame, and others may try their luck until then. */
  readonly yieldUntilMs?: number
}

export function settled(copy: Copy, attempt: Attempt, nowMs: number, random: number): Copy {
  const { delivered, yieldUntilMs } = attempt
  const base = withoutCode({ ...copy, changedMs: nowMs })
  switch (delivered.kind) {
    case 'shown':
      return {
        ...base,
        ...{ state: 'live', attempts: 0, notBeforeMs: 0, face: attempt.face },
        ...{ handle: delivered.handle, isComplete: delivered.isComplete },
        ...{ shown: Math.max(copy.shown, attempt.shown) },
        nudged: Math.max(copy.nudged, attempt.nudged),
      }
    case 'gone':
      return gone(copy, delivered.code, nowMs)
    case 'refused':
      return dead(base, delivered.code)
    case 'later': {
      const { code } = delivered
      if (nowMs - copy.behindMs > giveUpAfterMs) return dead(base, code)
      if (yieldUntilMs !== undefined) return { ...base, code, notBeforeMs: yieldUntilMs }
      const delayMs = retryDelaysMs[copy.attempts]
      if (delayMs === undefined) return dead(base, code)
      const waitMs = delayMs * (1 - jitter / 2 + jitter * random)
      return { ...base, code, attempts: copy.attempts + 1, notBeforeMs: nowMs + Math.round(waitMs) }
    }
  }
}

/** Posted anew while people are still asked; what never was there is somewhere it can't be. */
function gone(copy: Copy, code: string, nowMs: number): Copy {
  const { handle, face: _face, ...rest } = copy
  const lost = { ...rest, changedMs: nowMs, code, shown: 0 }
  if (handle === undefined) return dead(lost, code)
  if (isDecided(copy)) return { ...lost, state: 'gone' }
  const reposts = copy.reposts + 1
  if (reposts > repostsMax) return dead(lost, code)
  return { ...lost, reposts, state: 'waiting', notBeforeMs: 0 }
}

function dead(copy: Copy, code: string): Copy {
  return { ...copy, state: 'dead', code }
}

/** Somebody has mended what was wrong. */
export function revived(copy: Copy, nowMs: number): Copy {
  const state = copy.handle === undefined ? 'waiting' : 'live'
  return { ...withoutCode(copy), state, attempts: 0, notBeforeMs: 0, changedMs: nowMs }
}

/**
 * Where a press tells of a message that we had lost. The copy that lost it gets it back; one that has another message by now is left as it is, and the
 * orphan becomes a copy of its own. Both are brought up to date. Undefined: it was known.
 */
export function adopted(copy: Copy, handle: Handle, orphanId: string, nowMs: number) {
  if (copy.handle !== undefined && isNamed(copy.handle, handle)) return undefined
  const { face: _face, code: _code, ...rest } = copy
  const found: Copy = {
    ...rest,
    ...{ handle, state: 'live', shown: 0, attempts: 0, notBeforeMs: 0 },
    ...{ behindMs: nowMs, changedMs: nowMs },
  }
  return copy.handle === undefined ? found : { ...found, id: orphanId, version: 0 }
}

/** A press tells where the message is; what else a handle holds (how much of its story was told) it can't know. */
function isNamed(known: Handle, found: Handle): boolean {
  return Object.entries(found).every(([name, value]) => known[name] === value)
}

function withoutCode({ code: _, ...copy }: Copy): Copy {
  return copy
}
