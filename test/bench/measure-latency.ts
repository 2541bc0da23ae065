/** How long single actions take while nothing else goes on, beside one raw hop through the same broker. */
import { decisionTypes, grantIssued, HoldpointError, topicName } from '@holdpoint/contracts'
import type { Deployment } from '@holdpoint/local'
import { atPace, type Feed } from './feed.ts'
import { intents, type Prepared, type PreparedIntent, votes } from './load.ts'
import { plainRecords } from './measure-relay.ts'
import { heldActions } from './measure-throughput.ts'
import type { Stand } from './stand.ts'
import { Watch } from './watch.ts'

export const perSecondPaced = 50
const partitions = 6

export type Latencies = Readonly<
  Record<'hop' | 'submitHttp' | 'submitKafka' | 'decide', readonly number[]>
>

export async function measureLatency(
  stand: Stand,
  feed: Feed,
  deployment: Deployment,
  seconds: number,
): Promise<Latencies> {
  const count = Math.round(perSecondPaced * seconds)
  const { prefix, urls } = deployment
  const hop = await rawHop(stand, feed, count)
  const held = await Watch.open(stand, topicName(prefix, 'decisions'), decisionTypes.held)
  const [first, second] = [0, 1].map(() => intents({ deployment, count, nowMs: Date.now() }))
  const submitHttp = await paced(first ?? [], held, (intent) => post(urls.redactor, intent))
  const submitKafka = await paced(second ?? [], held, (intent) => feed.one(intent))
  await held.close()
  const approved = await Watch.open(stand, topicName(prefix, 'approved'), grantIssued)
  const cast = votes(heldActions(held).slice(0, count), { deployment, nowMs: Date.now() })
  const decide = await paced(cast, approved, (vote) => feed.one(vote))
  await approved.close()
  return { hop, submitHttp, submitKafka, decide }
}

async function rawHop(stand: Stand, feed: Feed, count: number): Promise<number[]> {
  const topic = 'hop'
  await stand.topics([topic], partitions)
  const watch = await Watch.open(stand, topic)
  const samples = await paced(plainRecords(topic, count), watch, (record) => feed.one(record))
  await watch.close()
  return samples
}

/** Milliseconds from before each item was sent to when its effect was seen. */
async function paced<T extends Prepared>(
  items: readonly T[],
  effects: Watch,
  send: (item: T) => Promise<void>,
): Promise<number[]> {
  const known = effects.arrivals.size
  const begun = await atPace(items, perSecondPaced, send)
  await effects.reached(known + items.length)
  return items.map(({ id }, index) => {
    return (effects.arrivals.get(id)?.seenMs ?? Number.NaN) - (begun[index] ?? Number.NaN)
  })
}

async function post(url: string, { value, proof, salt }: PreparedIntent): Promise<void> {
  const headers = { 'content-type': 'application/json', 'hp-proof': proof, 'hp-salt': salt }
  const answer = await fetch(new URL('/v1/intents', url), {
    ...{ method: 'POST', headers, body: new Uint8Array(value) },
  })
  await answer.body?.cancel()
  if (answer.status === 202) return
  throw new HoldpointError('HP_SETUP', { what: `the redactor answered ${answer.status}` })
}
