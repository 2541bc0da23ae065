/** Very many open holds: whether the gate becomes slower, what each takes in memory, and how fast all come back when Redis has lost them. */
import { decisionTypes, topicName } from '@holdpoint/contracts'
import { type Deployment, until } from '@holdpoint/local'
import type { Feed } from './feed.ts'
import { redactorAlone } from './measure-throughput.ts'
import type { ScaleSizes } from './options.ts'
import type { Stand } from './stand.ts'
import { Watch } from './watch.ts'

/** The first and the last so many tell how fast it was; the very first warm the process up. */
const windowShare = 0.1
const rebuildDeadlineMs = 300_000

export interface Holds {
  readonly count: number
  /** Of holds per second while the first and while the last tenth came in. */
  readonly firstPerSecond: number
  readonly lastPerSecond: number
  /** Per hold. */
  readonly bytes: { readonly redis: number; readonly changelog: number; readonly gate: number }
  /** After FLUSHALL, with every record of the changelog still there: until all slots were open again. */
  readonly rebuild: { readonly seconds: number; readonly perSecond: number }
}

export async function measureHolds(
  stand: Stand,
  feed: Feed,
  deployment: Deployment,
  { holds }: ScaleSizes,
): Promise<Holds> {
  const redactor = await stand.start(deployment, ['redactor'])
  const emptyRedis = await stand.redisBytes()
  const stateTopic = topicName(deployment.prefix, 'state')
  const emptyTopic = stand.topicBytes(stateTopic)
  await redactorAlone(stand, feed, deployment, redactor, holds)
  await redactor.stop()
  const decisions = topicName(deployment.prefix, 'decisions')
  const held = await Watch.open(stand, decisions, decisionTypes.held)
  const gate = await stand.start(deployment, ['gate'])
  const { gate: idle = 0 } = await gate.memoryMb()
  await held.reached(holds)
  const appended = [...held.arrivals.values()].map(({ appendedMs }) => appendedMs)
  await held.close()
  const { gate: full = 0 } = await gate.memoryMb()
  const bytes = {
    redis: ((await stand.redisBytes()) - emptyRedis) / holds,
    changelog: (stand.topicBytes(stateTopic) - emptyTopic) / holds,
    gate: ((full - idle) * 1024 * 1024) / holds,
  }
  const seconds = await rebuilt(stand, deployment)
  await gate.stop()
  const window = Math.ceil(holds * windowShare)
  return {
    ...{ count: holds, bytes, rebuild: { seconds, perSecond: holds / seconds } },
    firstPerSecond: perSecond(appended.slice(window, 2 * window)),
    lastPerSecond: perSecond(appended.slice(-window)),
  }
}

/** From the moment that Redis is empty until every slot is open again. */
async function rebuilt(stand: Stand, { urls }: Deployment): Promise<number> {
  const isReady = async () => (await fetch(new URL('/readyz', urls.gate))).ok
  const wait = (what: string, holds: () => Promise<boolean>) =>
    until(holds, { deadlineMs: rebuildDeadlineMs, what })
  const startMs = performance.now()
  await stand.flushRedis()
  await wait('the gate to notice', async () => !(await isReady()))
  await wait('all slots to be open', isReady)
  return (performance.now() - startMs) / 1000
}

function perSecond(atMs: readonly number[]): number {
  return (atMs.length * 1000) / (Math.max(...atMs) - Math.min(...atMs))
}
