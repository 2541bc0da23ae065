/**
 * Where copies are kept, shared by all replicas. Two adapters: redis.ts and memory.ts. A channel's copies stand apart from other channels'.
 *
 * One writer per copy: a change names the version that it starts from, and what a worker brings back names the lease under which it went. Time is a parameter
 * everywhere. All calls reject with HP_STORE when the server cannot be reached.
 */
import type { ActionId } from '@holdpoint/contracts'
import type { Address, Rate } from '../channel/port.ts'
import type { Copy } from './copy.ts'

/** The right to send to one address, for a while. */
export interface Lease {
  readonly channel: string
  readonly address: Address
  /** Like no other's. */
  readonly token: string
}

export interface Ready {
  readonly id: string
  readonly address: Address
}

export interface Queue {
  /** Most urgent first, a bounded number. */
  readonly ready: readonly Ready[]
  /** Addresses where somebody is at work, or must wait, and until when. */
  readonly busy: ReadonlyMap<Address, number>
  /** Of the channel as a whole. */
  readonly health: Health
  /** When the next of those that wait is due. */
  readonly nextMs: number | undefined
}

/** How the channel's service fares, as all replicas have seen it. */
export interface Health {
  /** In a row, over all copies. */
  readonly failures: number
  /** Nothing is sent before. */
  readonly pausedUntilMs: number
}

export interface Asked {
  readonly nowMs: number
  /** When the lease ends by itself, should its holder be gone. */
  readonly untilMs: number
  readonly rates: readonly Rate[]
  /** Nothing else may be sent meanwhile: it is to show whether the service is back. */
  readonly isProbe: boolean
}

/** What is in the way: somebody at work, a rate or a pause; of the address, or of the whole channel. */
export interface Refusal {
  readonly per: Rate['per']
  readonly untilMs: number
}

export interface Saving {
  readonly copies: readonly Copy[]
  readonly nowMs: number
  /** Under which it was brought: refused where another has taken over. */
  readonly lease?: Lease
}

export interface Tally {
  readonly ready: number
  readonly later: number
  readonly dead: number
  /** Since when the one is behind that has longest not shown how it was decided. */
  readonly behindSinceMs: number | undefined
  readonly health: Health
}

export interface CopyStore {
  load(channel: string, ids: readonly string[]): Promise<readonly (Copy | undefined)[]>
  /** All that show something of this action. */
  of(channel: string, id: ActionId): Promise<readonly Copy[]>
  /** All or none. False: one of them has changed meanwhile, or the lease is another's. Each is stored with its version raised by one. */
  save(channel: string, saving: Saving): Promise<boolean>
  queue(channel: string, nowMs: number): Promise<Queue>
  /** Ids of those that have waited long enough; saved again, they are ready. A bounded number. */
  due(channel: string, nowMs: number): Promise<readonly string[]>
  /** Counts as one send. Undefined: the lease is given. */
  lease(lease: Lease, asked: Asked): Promise<Refusal | undefined>
  /** Gives it back; nothing is sent there before. */
  release(lease: Lease, freeAtMs: number): Promise<void>
  /** Counts one more of what `name` stands for at this address, unless there were as many already. */
  admit(lease: Lease, name: string, rate: Rate, nowMs: number): Promise<boolean>
  health(channel: string, health: Health): Promise<void>
  /** Given up, latest first. */
  dead(channel: string, countMax: number): Promise<readonly Copy[]>
  tally(channel: string): Promise<Tally>
  /** Forgets what ended before, a bounded number at a time. */
  forget(channel: string, beforeMs: number): Promise<void>
}

export interface OpenedCopyStore extends CopyStore {
  close(): Promise<void>
}

/** Entries that are looked at in one go. */
export const queueMax = 500
