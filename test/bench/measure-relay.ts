/** The raw relay: kafkajs reads and writes 1 KB records on the broker of this run. */
import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { HoldpointError } from '@holdpoint/contracts'
import type { Feed } from './feed.ts'
import type { Prepared } from './load.ts'
import type { RelayJob, RelayResult } from './relay.ts'
import type { Rate } from './report.ts'
import type { Stand } from './stand.ts'

const recordBytes = 1024
const partitions = 6

/** Fills a topic, then lets a fresh process copy it. `name` is that of the topics. */
export async function measureRelay(
  stand: Stand,
  feed: Feed,
  name: string,
  records: number,
): Promise<Rate> {
  const [from, to] = [`${name}.from`, `${name}.to`]
  await stand.topics([from, to], partitions)
  await feed.flood(plainRecords(from, records))
  const { brokers, operator } = stand
  const { seconds, cpuSeconds } = await runRelay(stand, { brokers, operator, from, to, records })
  return {
    items: records,
    perSecond: records / seconds,
    cpuMicrosPerItem: { relay: (cpuSeconds * 1e6) / records },
  }
}

/** Several runs as if they had been one. */
export function combined(runs: readonly Rate[]): Rate {
  const items = runs.reduce((sum, run) => sum + run.items, 0)
  const seconds = runs.reduce((sum, run) => sum + run.items / run.perSecond, 0)
  const micros = runs.reduce((sum, run) => {
    return sum + run.items * (run.cpuMicrosPerItem['relay'] ?? Number.NaN)
  }, 0)
  return { items, perSecond: items / seconds, cpuMicrosPerItem: { relay: micros / items } }
}

export function plainRecords(topic: string, count: number): Prepared[] {
  const value = Buffer.from(randomBytes(recordBytes / 2).toString('hex'))
  return Array.from({ length: count }, (_, index) => {
    const id = `record-${index}` as Prepared['id']
    return { id, topic, partition: index % partitions, value, headers: {} }
  })
}

function runRelay(stand: Stand, job: RelayJob): Promise<RelayResult> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'relay.ts'), { execArgv: [] })
    stand.onEnd(() => void child.kill('SIGKILL'))
    child.once('message', (result: RelayResult) => resolve(result))
    child.once('exit', () => {
      reject(new HoldpointError('HP_SETUP', { what: 'the relay ended without a result' }))
    })
    child.send(job)
  })
}
