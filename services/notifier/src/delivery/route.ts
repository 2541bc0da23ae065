/** A channel and how the operator wants it used. */
import type { Risk } from '@holdpoint/contracts'
import type { Channel } from '../channel/port.ts'
import type { QuietHours } from './quiet.ts'

export interface Route {
  readonly name: string
  readonly channel: Channel
  readonly quiet?: QuietHours
  /** More new requests than this in one minute at one address are gathered in a digest. */
  readonly perMinuteMax?: number
  /** Requests of these risks are asked for in digests only. */
  readonly digest?: { readonly risks: readonly Risk[]; readonly everyMs: number }
  /** Channel in which people are asked where this one can't. */
  readonly fallback?: string
}
