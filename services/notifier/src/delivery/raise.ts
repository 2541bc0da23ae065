/** What an action wants of its copies: one is made, or an existing one is to show more. Never less: an older wish changes nothing. Pure. */
import type { Risk } from '@holdpoint/contracts'
import type { Address } from '../channel/port.ts'
import { type Copy, copyId, isDecided, type Member, wanted } from './copy.ts'

export interface Wish {
  readonly channel: string
  readonly address: Address
  readonly member: Member
  readonly risk?: Risk
  readonly like: string
  readonly isMinor: boolean
  /** When it came in. */
  readonly sinceMs: number
  /** Reminders so far: a message that comes now is one. */
  readonly nudges: number
  /** Nobody is asked before. */
  readonly notBeforeMs: number
}

/** A new copy; people are asked by it. */
export function begun(wish: Wish, nowMs: number): Copy {
  const { channel, address, member, risk, like, isMinor, sinceMs, nudges, notBeforeMs } = wish
  return {
    ...{ id: copyId(channel, address, member.id), version: 0, channel, address, kind: 'single' },
    ...{ state: 'waiting', members: [member], shown: 0, nudged: nudges, notBeforeMs },
    ...{ attempts: 0, reposts: 0 },
    ...(risk === undefined ? {} : { risk }),
    ...{ like, isMinor, sinceMs, behindMs: nowMs, changedMs: nowMs },
  }
}

/** The same object: it wants nothing more than before. */
export function raised(copy: Copy, member: Member, nowMs: number): Copy {
  const known = copy.members.find(({ id }) => id === member.id)
  if (known === undefined) return copy
  const next: Member = {
    ...known,
    edition: Math.max(known.edition, member.edition),
    isDecided: known.isDecided || member.isDecided,
  }
  if (next.edition === known.edition && next.isDecided === known.isDecided) return copy
  const members = copy.members.map((each) => (each === known ? next : each))
  const after: Copy = { ...copy, members, changedMs: nowMs }
  const begins = wanted(copy) <= copy.shown || (isDecided(after) && !isDecided(copy))
  return sparedIfLate({
    ...after,
    ...(begins ? { behindMs: nowMs } : {}),
    ...hastened(copy, after),
  })
}

/** What is on show or decided waits for no quiet hour. Only failures still hold it back. */
function hastened(before: Copy, after: Copy): Partial<Copy> {
  const isFailing = before.attempts > 0 || before.code !== undefined
  return !isFailing && (isDecided(after) || after.state === 'live') ? { notBeforeMs: 0 } : {}
}

/** Nobody needs a message about what was decided before they were asked. */
function sparedIfLate(copy: Copy): Copy {
  const isLate = isDecided(copy) && (copy.state === 'waiting' || copy.state === 'dead')
  return isLate && copy.handle === undefined ? { ...copy, state: 'spared' } : copy
}
