/**
 * A copy: one message about an action, or one digest of several, at one address of one channel. What it should show and what it shows are numbers that only
 * grow, so that many steps become one change and a late worker never turns it back. Pure.
 */
import { createHash } from 'node:crypto'
import type { ActionId, Risk } from '@holdpoint/contracts'
import type { Address, Handle } from '../channel/port.ts'

/** Enough that two copies never meet: 128 bits. */
const idBytes = 16

export interface Member {
  readonly id: ActionId
  readonly slot: number
  /** Grows with all that its card shows: revision of the action, freezes of its slot, reminders. */
  readonly edition: number
  /** It waits for nobody any more. */
  readonly isDecided: boolean
}

export interface Copy {
  /** Deterministic: of channel, address and action. */
  readonly id: string
  /** Of this record; a change names the one that it starts from. 0: not stored yet. */
  readonly version: number
  readonly channel: string
  readonly address: Address
  readonly kind: 'single' | 'digest'
  /**
   * waiting: never shown. live: shown. gathered: shown within a digest. spared: decided before it was shown. gone: deleted where it was, and not needed any
   * more. dead: given up, until somebody has it tried again.
   */
  readonly state: 'waiting' | 'live' | 'gathered' | 'spared' | 'gone' | 'dead'
  /** The one action, or those of the digest. */
  readonly members: readonly Member[]
  /** Sum of the editions that are on show there. */
  readonly shown: number
  /** Of the member: how many reminders were brought. */
  readonly nudged: number
  /** What the service needs to find it. */
  readonly handle?: Handle
  readonly isComplete?: boolean
  /** Digest of what is on show: the same again is not sent. */
  readonly face?: string
  /** Failures in a row that it is to blame for. */
  readonly attempts: number
  /** How often it was posted anew because somebody had deleted it. */
  readonly reposts: number
  readonly notBeforeMs: number
  /** Why the last attempt failed. */
  readonly code?: string
  readonly risk?: Risk
  /** Of agent and type: alike requests are gathered in one digest. */
  readonly like: string
  /** Only ever asked for within a digest. */
  readonly isMinor: boolean
  /** When people were first to be asked. */
  readonly sinceMs: number
  /** Since when something is missing on it; meaningless while nothing is. */
  readonly behindMs: number
  readonly changedMs: number
}

/** Sorted sets in which a copy can stand, each with its order. */
export const placeNames = ['ready', 'later', 'dead', 'behind', 'ended'] as const
export type PlaceName = (typeof placeNames)[number]
export type Places = Readonly<Partial<Record<PlaceName, number>>>

export function copyId(channel: string, address: Address, subject: string): string {
  const text = JSON.stringify(['holdpoint.copy.v1', channel, address, subject])
  return createHash('sha256').update(text).digest().subarray(0, idBytes).toString('base64url')
}

export const wanted = ({ members }: Pick<Copy, 'members'>): number =>
  members.reduce((sum, { edition }) => sum + edition, 0)

export const isDecided = ({ members }: Pick<Copy, 'members'>): boolean =>
  members.every((member) => member.isDecided)

export const isBehind = (copy: Copy): boolean =>
  (copy.state === 'waiting' || copy.state === 'live') && wanted(copy) > copy.shown

/** Asks somebody who is not to be disturbed at any hour. */
export const isUrgent = ({ risk }: Pick<Copy, 'risk'>): boolean =>
  risk === 'high' || risk === 'critical'

/** Where it stands, and in which order: most urgent first, next attempt, or longest there. */
export function placesOf(copy: Copy, nowMs: number): Places {
  const { state, notBeforeMs, behindMs, changedMs } = copy
  if (state === 'dead') return { dead: changedMs }
  if (!isBehind(copy)) return isDecided(copy) ? { ended: changedMs } : {}
  return {
    ...(notBeforeMs > nowMs ? { later: notBeforeMs } : { ready: urgencyOf(copy) }),
    ...(isDecided(copy) && state === 'live' ? { behind: behindMs } : {}),
  }
}

/** Larger than any time in ms, so that no time outweighs what a copy is. */
const classSpan = 1e13

/** Lower first: what is decided, new ones of high risk latest first, changes, and new ones oldest first. */
export function urgencyOf(copy: Copy): number {
  const { state, sinceMs, behindMs } = copy
  if (isDecided(copy)) return behindMs
  if (state === 'live') return 2 * classSpan + behindMs
  return isUrgent(copy) ? 2 * classSpan - sinceMs : 3 * classSpan + sinceMs
}
