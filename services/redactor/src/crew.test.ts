/** A crew of real threads: whatever becomes of one of them, every record is answered, in order, once. */
import { Worker } from 'node:worker_threads'
import { decodeEvent } from '@holdpoint/contracts'
import type { InRecord, OutRecord } from '@holdpoint/kafka'
import { systemTime } from '@holdpoint/service'
import { until } from '@holdpoint/testkit'
import { afterEach, describe, expect, test } from 'vitest'
import { chunkRecords, handleBatch } from './batch.ts'
import { Crew, type CrewOptions } from './crew.ts'
import type { Handled } from './handle.ts'
import { ownHands } from './hands.ts'
import {
  action,
  actionId,
  arrived,
  bench,
  intentRecord,
  materials,
  outcome,
  outcomeRecord,
  rawRecord,
} from './testing.ts'
import { packed } from './workbench.ts'

const oddWorker = new URL('./fixture/odd-worker.ts', import.meta.url)
const realWorker = new URL('./worker-main.ts', import.meta.url)
/** Instead of 20 s, where one hangs. Who is slower than this without hanging is only asked again. */
const hangMs = 1000

const crews: Crew[] = []
afterEach(async () => {
  for (const crew of crews.splice(0)) await crew.close()
})

interface Lost {
  readonly why: string
  readonly error: unknown
}

/** Odd workers, unless told otherwise; `counts` are what they share. */
function crewOf(over: Partial<CrewOptions> = {}) {
  const lost: Lost[] = []
  const refused: string[] = []
  const shared = new SharedArrayBuffer(8)
  const crew = new Crew({
    count: 1,
    hire: () => new Worker(oddWorker, { workerData: shared }),
    sleep: systemTime.sleep,
    refuse: (kind, record, { code }): Handled => {
      refused.push(`${code} ${record.key}`)
      return { out: [], told: { end: 'refused', refusal: { kind, code, message: '' } } }
    },
    replaced: (why, error) => void lost.push({ why, error }),
    ...over,
  })
  crews.push(crew)
  return { crew, lost, refused, counts: new Int32Array(shared) }
}

function odd(key: string, does = ''): InRecord {
  const value = Buffer.from(`value of ${key}`)
  return { topic: 't', partition: 0, offset: 0, timestampMs: 0, key, value, headers: { do: does } }
}

const keysOf = (handled: readonly Handled[]) => handled.map(({ out }) => out[0]?.key)

describe('a worker that', () => {
  test.each([
    ['dies', 'die', 'died'],
    ['throws what nobody knows', 'throw', 'died'],
    ['hangs', 'hang', 'hung'],
  ])(
    '%s over one record every time: that one is refused, the others are done',
    async (_, does, why) => {
      const sleep: CrewOptions['sleep'] = (ms, signal) =>
        systemTime.sleep(does === 'hang' ? hangMs : ms, signal)
      const { crew, lost, refused } = crewOf({ sleep })
      const records = [odd('a'), odd('b', does), odd('c')]
      const handled = await crew.handle('intent', records)
      expect(keysOf(handled)).toEqual(['a', undefined, 'c'])
      expect(refused).toEqual(['HP_RECORD_DEADLY b'])
      expect(lost.map((each) => each.why)).toEqual([why, why, why, why])
      expect(keysOf(await crew.handle('intent', [odd('d'), odd('e')]))).toEqual(['d', 'e'])
    },
  )

  test('dies once is replaced, and what it had is done again', async () => {
    const { crew, lost, refused, counts } = crewOf()
    const handled = await crew.handle('outcome', [odd('a'), odd('b', 'once'), odd('c')])
    expect(keysOf(handled)).toEqual(['a', 'b', 'c'])
    expect(refused).toEqual([])
    expect(lost).toHaveLength(1)
    // Two before it died, three again.
    expect(counts[0]).toBe(5)
  })

  test('is killed from outside costs nothing', async () => {
    const threads: Worker[] = []
    const hire = () => {
      const thread = new Worker(oddWorker, { workerData: new SharedArrayBuffer(8) })
      threads.push(thread)
      return thread
    }
    const { crew, lost } = crewOf({ hire })
    await crew.handle('intent', [odd('a')])
    await threads[0]?.terminate()
    expect(keysOf(await crew.handle('intent', [odd('b')]))).toEqual(['b'])
    expect(lost.map(({ why }) => why)).toEqual(['died'])
  })

  test('says what concerns all of them fails the batch, and lives', async () => {
    const { crew, lost } = crewOf()
    const failing = crew.handle('intent', [odd('a'), odd('b', 'fail')])
    await expect(failing).rejects.toMatchObject({ code: 'HP_CONFIG', details: { field: 'k' } })
    expect(keysOf(await crew.handle('intent', [odd('c')]))).toEqual(['c'])
    expect(lost).toEqual([])
  })
})

test('what is told about a dead worker is the kind of its error, not what it says', async () => {
  const { crew, lost } = crewOf()
  await crew.handle('intent', [odd('secret', 'throw')])
  expect(JSON.stringify(lost)).toContain('RangeError')
  expect(JSON.stringify(lost)).not.toContain('value of')
})

test('workers that cannot be started end the process, after a few', async () => {
  let hired = 0
  const hire = () => {
    hired++
    return new Worker('throw new TypeError("no")', { eval: true })
  }
  const { crew } = crewOf({ hire })
  await expect(crew.failed).rejects.toThrow(TypeError)
  expect(hired).toBe(3)
})

test('no worker is given a second chunk while it has one: the others wait here', async () => {
  const { crew, counts } = crewOf({ count: 2 })
  const settled: string[] = []
  for (const key of ['a', 'b', 'c', 'd']) {
    void crew.handle('intent', [odd(key, 'hang')]).then(() => settled.push(key))
  }
  const begun = async () => counts[0] === 2
  await until(begun, { deadlineMs: 20_000, what: 'two records that hang' })
  await crew.close()
  expect(settled).toEqual([])
  expect(counts[0]).toBe(2)
})

describe('small chunks that wait together', () => {
  /** One worker, in whose hands nothing is until all of them wait; and how many orders it is given. */
  function crowd(...chunks: readonly (readonly InRecord[])[]) {
    const orders: number[] = []
    const hire = () => {
      const worker = new Worker(oddWorker, { workerData: new SharedArrayBuffer(8) })
      const post = worker.postMessage.bind(worker)
      worker.postMessage = (order: { parcel: { records: unknown[] } }, transfer) => {
        orders.push(order.parcel.records.length)
        post(order, transfer as never)
      }
      return worker
    }
    const { crew, refused } = crewOf({ hire })
    const done = Promise.all(chunks.map((records) => crew.handle('intent', records)))
    return { done, orders, refused }
  }

  test('go in one order, and each comes back to whoever waits for it', async () => {
    const { done, orders } = crowd([odd('a'), odd('b')], [odd('c')], [odd('d'), odd('e')])
    expect((await done).map(keysOf)).toEqual([['a', 'b'], ['c'], ['d', 'e']])
    expect(orders).toEqual([5])
  })

  test('are no more than a full chunk', async () => {
    const many = Array.from({ length: chunkRecords - 1 }, (_, n) => odd(`${n}`))
    const { done, orders } = crowd(many, [odd('a')], [odd('b')])
    await done
    expect(orders).toEqual([chunkRecords, 1])
  })

  test('do not share the fate of one that kills', async () => {
    const { done, orders, refused } = crowd([odd('a')], [odd('b', 'die')], [odd('c')])
    expect((await done).map(keysOf)).toEqual([['a'], [undefined], ['c']])
    expect(refused).toEqual(['HP_RECORD_DEADLY b'])
    // Together once, and then each by itself.
    expect(orders[0]).toBe(3)
    expect(new Set(orders.slice(1))).toEqual(new Set([1]))
  })
})

describe('the real workers', () => {
  const records = (): { intents: InRecord[]; outcomes: InRecord[] } => ({
    intents: Array.from({ length: 150 }, (_, n) => {
      const { key: _key, ...bare } = rawRecord('intended', actionId, Buffer.from('{"id": 1}'))
      if (n % 10 === 3) return arrived({ ...bare, key: null }, n)
      return arrived(intentRecord(action({ params: { n, to: `a${n}@customer.example` } })), n)
    }),
    outcomes: [arrived(outcomeRecord(outcome())), arrived(outcomeRecord(outcome(), {}), 6)],
  })

  const facts = (record: OutRecord) => {
    const { attributes, data } = decodeEvent(record)
    // Sealed and authenticated anew each time.
    return {
      topic: record.topic,
      key: record.key,
      attributes,
      data: { ...Object(data), sealed: 0 },
    }
  }

  test('make of records what this thread makes of them, in their order, in one request', async () => {
    const { handling } = bench()
    const { crew } = crewOf({
      count: 3,
      hire: () => new Worker(realWorker, { workerData: packed(materials) }),
    })
    const { intents, outcomes } = records()
    for (const [kind, given] of [
      ['intent', intents],
      ['outcome', outcomes],
    ] as const) {
      const sent: OutRecord[][] = []
      const told: unknown[] = []
      for (const hands of [ownHands(handling), crew]) {
        const watcher = { told: (...args: unknown[]) => void told.push(args) }
        const send = async (out: readonly OutRecord[]) => {
          sent.push([...out])
          return new Map()
        }
        await handleBatch(given, { ...handling, kind, hands, watcher }, { send })
      }
      expect(sent).toHaveLength(2)
      const [own = [], theirs = []] = sent
      expect(theirs.map(facts)).toEqual(own.map(facts))
      expect(told.slice(given.length).map(untimed)).toEqual(
        told.slice(0, given.length).map(untimed),
      )
    }
  })
})

/** Times differ from run to run. */
function untimed(told: unknown): unknown {
  return JSON.parse(
    JSON.stringify(told, (key, value) => (key === 'scanMs' || key === 'sealMs' ? 0 : value)),
  )
}
