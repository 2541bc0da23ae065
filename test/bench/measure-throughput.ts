/** How many actions get through: redactor and gate each alone, both together, and votes to released grants. */
import {
  check,
  DecisionEvent,
  type Digest,
  decisionTypes,
  grantIssued,
  topicName,
} from '@holdpoint/contracts'
import type { Deployment } from '@holdpoint/local'
import type { Feed } from './feed.ts'
import { intents, votes } from './load.ts'
import { type Sealing, sealingDuring } from './measure-sealing.ts'
import type { Sizes } from './options.ts'
import type { Processes, Used } from './processes.ts'
import type { Rate } from './report.ts'
import type { Stand } from './stand.ts'
import { steadyRate } from './statistics.ts'
import { type Arrival, recordsOn, Watch, written } from './watch.ts'

export interface Running {
  readonly redactor: Processes
  readonly gate: Processes
}

export interface Throughput {
  readonly rates: Readonly<
    Record<'redactor' | 'redactorWarm' | 'gate' | 'gateWarm' | 'intake' | 'release', Rate>
  >
  readonly sealing: Sealing
  readonly running: Running
}

export async function measureThroughput(
  stand: Stand,
  feed: Feed,
  deployment: Deployment,
  sizes: Pick<Sizes, 'aloneActions' | 'warmActions' | 'togetherActions'>,
): Promise<Throughput> {
  const { aloneActions, warmActions, togetherActions } = sizes
  const decisions = topicName(deployment.prefix, 'decisions')
  const redactor = await stand.start(deployment, ['redactor'])
  const cold = await redactorAlone(stand, feed, deployment, redactor, aloneActions)
  let redactorWarm = cold
  const sealing = await sealingDuring(new URL('/metrics', deployment.urls.redactor), async () => {
    redactorWarm = await redactorAlone(stand, feed, deployment, redactor, warmActions)
  })
  const held = await Watch.open(stand, decisions, decisionTypes.held)
  const gate = await stand.start(deployment, ['gate'])
  const gateCold = await heldUpTo(gate, held, aloneActions)
  const gateWarm = await heldUpTo(gate, held, aloneActions + warmActions)
  await held.close()
  const more = await Watch.open(stand, decisions, decisionTypes.held)
  const running = { redactor, gate }
  const intake = await together(feed, deployment, more, running, togetherActions)
  await more.close()
  const release = await released(stand, feed, deployment, running, heldActions(more))
  const alone = { redactor: cold, redactorWarm, gate: gateCold, gateWarm }
  return { rates: { ...alone, intake, release }, sealing, running }
}

/** Redacted records lie on the gate's topic after this. */
export async function redactorAlone(
  stand: Stand,
  feed: Feed,
  deployment: Deployment,
  redactor: Processes,
  count: number,
): Promise<Rate> {
  const records = intents({ deployment, count, nowMs: Date.now() })
  const topic = topicName(deployment.prefix, 'redacted')
  const before = await recordsOn(stand, topic)
  return timed(redactor, count, async () => {
    await feed.flood(records)
    await written(stand, topic, before + count)
  })
}

/**
 * What gates do with records that wait, from what is held now until so many are. Where nothing is held yet, their start and takeovers are left out of the rate,
 * not of their CPU time.
 */
export async function heldUpTo(gates: Processes, held: Watch, count: number): Promise<Rate> {
  const before = held.arrivals.size
  const { result: after, ...used } = await gates.during(async () => {
    await held.reached(count)
    return held.arrivals.size
  }, before === 0)
  const appended = [...held.arrivals.values()].slice(before, after)
  const items = appended.length
  const perSecond = steadyRate(appended.map(({ appendedMs }) => appendedMs))
  return { items, perSecond, ...perItem(items, used) }
}

async function together(
  feed: Feed,
  deployment: Deployment,
  held: Watch,
  { redactor, gate }: Running,
  count: number,
): Promise<Rate> {
  const records = intents({ deployment, count, nowMs: Date.now() })
  return timed(redactor.and(gate), count, async () => {
    await feed.flood(records)
    await held.reached(count)
  })
}

async function released(
  stand: Stand,
  feed: Feed,
  deployment: Deployment,
  { redactor, gate }: Running,
  held: ReturnType<typeof heldActions>,
): Promise<Rate> {
  const grants = await Watch.open(stand, topicName(deployment.prefix, 'approved'), grantIssued)
  const records = votes(held, { deployment, nowMs: Date.now() })
  const rate = await timed(redactor.and(gate), held.length, async () => {
    await feed.flood(records)
    await grants.reached(held.length)
  })
  await grants.close()
  return rate
}

/** `count` items in as long as `work` takes. */
export async function timed(
  running: Processes,
  count: number,
  work: () => Promise<void>,
): Promise<Rate> {
  const { result, ...used } = await running.during(() => timeMs(work))
  return { items: count, perSecond: (count * 1000) / result, ...perItem(count, used) }
}

async function timeMs(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now()
  await work()
  return performance.now() - startMs
}

/** What a vote must say: the digest of what was presented. */
export function heldActions(held: Pick<Watch, 'arrivals'>) {
  return [...held.arrivals.values()].map(({ value }: Arrival) => {
    const { fact } = check(DecisionEvent, JSON.parse(value.toString()))
    if (fact.kind !== 'held' || fact.actionId === undefined) throw new TypeError('not a held fact')
    return { id: fact.actionId, presented: fact.body.origin.presented as Digest }
  })
}

function perItem(count: number, { cpuSeconds, around }: Omit<Used<unknown>, 'result'>) {
  return { cpuMicrosPerItem: per(count, { ...cpuSeconds, ...around }) }
}

function per(
  count: number,
  cpuSeconds: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const entries = Object.entries(cpuSeconds)
  return Object.fromEntries(entries.map(([name, seconds]) => [name, (seconds * 1e6) / count]))
}
