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
import type { Sizes } from './options.ts'
import type { Processes } from './processes.ts'
import type { Rate } from './report.ts'
import type { Stand } from './stand.ts'
import { steadyRate } from './statistics.ts'
import { type Arrival, Watch, written } from './watch.ts'

export interface Running {
  readonly redactor: Processes
  readonly gate: Processes
}

export interface Throughput {
  readonly rates: Readonly<Record<'redactor' | 'gate' | 'intake' | 'release', Rate>>
  readonly running: Running
}

export async function measureThroughput(
  stand: Stand,
  feed: Feed,
  deployment: Deployment,
  sizes: Pick<Sizes, 'aloneActions' | 'togetherActions'>,
): Promise<Throughput> {
  const { aloneActions, togetherActions } = sizes
  const decisions = topicName(deployment.prefix, 'decisions')
  const redactor = await stand.start(deployment, ['redactor'])
  const redactorRate = await redactorAlone(stand, feed, deployment, redactor, aloneActions)
  const held = await Watch.open(stand, decisions, decisionTypes.held)
  const [gate, gateRate] = await gateAlone(stand, deployment, held, aloneActions)
  await held.close()
  const more = await Watch.open(stand, decisions, decisionTypes.held)
  const running = { redactor, gate }
  const intake = await together(feed, deployment, more, running, togetherActions)
  await more.close()
  const release = await released(stand, feed, deployment, running, heldActions(more))
  return { rates: { redactor: redactorRate, gate: gateRate, intake, release }, running }
}

async function redactorAlone(
  stand: Stand,
  feed: Feed,
  deployment: Deployment,
  redactor: Processes,
  count: number,
): Promise<Rate> {
  const records = intents({ deployment, count, nowMs: Date.now() })
  const { result, cpuSeconds } = await redactor.during(async () => {
    const startMs = performance.now()
    await feed.flood(records)
    await written(stand, topicName(deployment.prefix, 'redacted'), count)
    return performance.now() - startMs
  })
  return {
    items: count,
    perSecond: (count * 1000) / result,
    cpuMicrosPerItem: per(count, cpuSeconds),
  }
}

/** Starts it on what waits; its start and its takeovers are left out of the rate, not of its CPU time. */
async function gateAlone(
  stand: Stand,
  deployment: Deployment,
  held: Watch,
  count: number,
): Promise<[Processes, Rate]> {
  const gate = await stand.start(deployment, ['gate'])
  await held.reached(count)
  const { gate: used } = await gate.usage()
  const cpuMicrosPerItem = per(count, { gate: used?.cpuSeconds ?? Number.NaN })
  const appended = [...held.arrivals.values()].map(({ appendedMs }) => appendedMs)
  return [gate, { items: count, perSecond: steadyRate(appended), cpuMicrosPerItem }]
}

async function together(
  feed: Feed,
  deployment: Deployment,
  held: Watch,
  running: Running,
  count: number,
): Promise<Rate> {
  const records = intents({ deployment, count, nowMs: Date.now() })
  return timed(running, count, async () => {
    await feed.flood(records)
    await held.reached(count)
  })
}

async function released(
  stand: Stand,
  feed: Feed,
  deployment: Deployment,
  running: Running,
  held: ReturnType<typeof heldActions>,
): Promise<Rate> {
  const grants = await Watch.open(stand, topicName(deployment.prefix, 'approved'), grantIssued)
  const records = votes(held, { deployment, nowMs: Date.now() })
  const rate = await timed(running, held.length, async () => {
    await feed.flood(records)
    await grants.reached(held.length)
  })
  await grants.close()
  return rate
}

async function timed(
  { redactor, gate }: Running,
  count: number,
  work: () => Promise<void>,
): Promise<Rate> {
  const inGate = () => gate.during(() => timeMs(work))
  const { result, cpuSeconds } = await redactor.during(inGate)
  const both = { ...cpuSeconds, ...result.cpuSeconds }
  return {
    items: count,
    perSecond: (count * 1000) / result.result,
    cpuMicrosPerItem: per(count, both),
  }
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

function per(
  count: number,
  cpuSeconds: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const entries = Object.entries(cpuSeconds)
  return Object.fromEntries(entries.map(([name, seconds]) => [name, (seconds * 1e6) / count]))
}
