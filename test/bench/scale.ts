/**
 * npm run bench -- --scale: what a gate is like with very many open holds. Fills it up, forgets Redis, lets thousands expire at one moment, and stops an owner in
 * the middle of its work.
 */
import type { Deployment } from '@holdpoint/local'
import type { Feed } from './feed.ts'
import { type Expiry, measureExpiry } from './measure-expiry.ts'
import { type Holds, measureHolds } from './measure-holds.ts'
import { measureStall, type Stall } from './measure-stall.ts'
import type { ScaleSizes } from './options.ts'
import type { Stand } from './stand.ts'

export interface Scale {
  readonly holds: Holds
  readonly expiry: Expiry
  readonly stall: Stall
}

export async function measureScale(
  stand: Stand,
  feed: Feed,
  deployment: (name: string) => Promise<Deployment>,
  sizes: ScaleSizes,
  say: (line: string) => void,
): Promise<Scale> {
  say(`${sizes.holds} holds, and an empty Redis`)
  const holds = await measureHolds(stand, feed, await deployment('holds'), sizes)
  say(`${sizes.expiring} of them expire at once`)
  const expiry = await measureExpiry(stand, feed, await deployment('expiry'), sizes)
  say('an owner stops in the middle of its work')
  const stall = await measureStall(stand, feed, await deployment('stall'), sizes)
  return { holds, expiry, stall }
}
