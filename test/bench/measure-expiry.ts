/** Thousands of deadlines at one moment, while other actions go on coming in. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type ActionId, decisionTypes, topicName } from '@holdpoint/contracts'
import type { Deployment } from '@holdpoint/local'
import { atPace, type Feed } from './feed.ts'
import { intents } from './load.ts'
import type { ScaleSizes } from './options.ts'
import type { Stand } from './stand.ts'
import { percentile } from './statistics.ts'
import { Watch } from './watch.ts'

/** Actions of others that come in meanwhile. */
const othersPerSecond = 20
const othersSeconds = 10

export interface Expiry {
  readonly count: number
  /** From the deadline until the last was said to have expired. */
  readonly seconds: number
  /** Submit → held of other actions before, and while they expired. */
  readonly othersBeforeMs: { readonly p50: number; readonly p99: number }
  readonly othersMeanwhileMs: { readonly p50: number; readonly p99: number }
}

export async function measureExpiry(
  stand: Stand,
  feed: Feed,
  deployment: Deployment,
  { expiring, expiryLeadSeconds }: ScaleSizes,
): Promise<Expiry> {
  const decisions = topicName(deployment.prefix, 'decisions')
  const held = await Watch.open(stand, decisions, decisionTypes.held)
  const expired = await Watch.open(stand, decisions, decisionTypes.expired)
  const services = await stand.start(deployment, ['redactor', 'gate'])
  const deadlineMs = Date.now() + expiryLeadSeconds * 1000
  const expiresAt = new Date(deadlineMs).toISOString()
  await feed.flood(intents({ deployment, count: expiring, nowMs: Date.now(), expiresAt }))
  await held.reached(expiring)
  const before = await others(feed, deployment, held)
  await sleep(Math.max(0, deadlineMs - Date.now()))
  const meanwhile = others(feed, deployment, held)
  await expired.reached(expiring)
  const last = Math.max(...[...expired.arrivals.values()].map(({ appendedMs }) => appendedMs))
  const othersMeanwhileMs = await meanwhile
  await Promise.all([services.stop(), held.close(), expired.close()])
  return {
    ...{ count: expiring, seconds: (last - deadlineMs) / 1000 },
    ...{ othersBeforeMs: before, othersMeanwhileMs },
  }
}

async function others(feed: Feed, deployment: Deployment, held: Watch) {
  const count = othersPerSecond * othersSeconds
  const records = intents({ deployment, count, nowMs: Date.now() })
  const begun = await atPace(records, othersPerSecond, (record) => feed.one(record))
  const tookMs = await Promise.all(
    records.map(async ({ id }, at) => {
      const { seenMs } = await held.arrival(id satisfies ActionId)
      return seenMs - (begun[at] ?? Number.NaN)
    }),
  )
  return { p50: percentile(tookMs, 50), p99: percentile(tookMs, 99) }
}
