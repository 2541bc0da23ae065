/** Where nothing happens, nothing is said: a deployment at rest logs no line, writes no record and changes no state. */
import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { dumpRedis, dumpTopics, until } from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Decisions } from '../support/decisions.ts'
import { type Stage, stage, waitMs } from '../support/stage.ts'

/** As in production; each slot is looked after by itself. */
const slots = 12
/** Longer than the intervals at which files, timers and Redis are looked at. The one wait of these tests that is for nothing to happen. */
const quietMs = 5_000
/** Longer than the auditor waits before it publishes. */
const settleMs = 1_500

let at: Stage
let before: Snapshot
let after: Snapshot

interface Snapshot {
  readonly logs: Readonly<Record<string, string>>
  readonly records: ReadonlyMap<string, number>
  readonly redis: ReadonlyMap<string, string>
}

async function look(): Promise<Snapshot> {
  const topics = at.hp.plan.topics.map(({ name }) => name)
  const dumps = await dumpTopics(at.hp.kafka, topics)
  const redis = await dumpRedis(at.hp.redis, `${at.hp.redis.namespace}:*`)
  return {
    logs: Object.fromEntries([...at.services].map(([name, service]) => [name, service.log()])),
    records: new Map([...dumps].map(([topic, records]) => [topic, records.length])),
    redis: new Map([...redis].map(([key, content]) => [key, JSON.stringify(content)])),
  }
}

beforeAll(async () => {
  at = await stage({ slots })
  at.execute({ 'support.ticket.comment': { run: () => ({ ok: true }) } }, 'kafka')
  const decisions = await Decisions.follow(at)
  const held = await at.agent.propose({ type: 'payments.refund', params: { amount: 1 } })
  const done = await at.agent.run({ type: 'support.ticket.comment', params: { text: 'hello' } })
  expect(done).toMatchObject({ status: 'succeeded' })
  await decisions.fact('held', held.id)
  await untilLogged(held.id, /"held"/)
  await untilLogged(String(done.id), /log\.case\.v1/)
  await untilWritten()
  before = await look()
  await delay(quietMs)
  after = await look()
})
afterAll(() => at.close())

/** The newest leaf is in a checkpoint, and that checkpoint is published. */
async function untilLogged(id: string, what: RegExp): Promise<void> {
  const url = `${at.hp.urls.auditor}/v1/records?action=${id}`
  const isThere = async () => what.test(await (await fetch(url)).text())
  await until(isThere, { deadlineMs: waitMs, what: `${what} in the log` })
  const note = async () => (await fetch(`${at.hp.urls.auditor}/checkpoint`)).text()
  const isPublished = async () => {
    const [last] = (await at.records('checkpoints')).slice(-1)
    return (JSON.parse(String(last?.value)) as { checkpoint: string }).checkpoint === (await note())
  }
  await until(isPublished, { deadlineMs: waitMs, what: 'its checkpoint' })
}

/** What the start had to say has been said: twice in a row the topics are as long. The auditor publishes checkpoints once a second. */
async function untilWritten(): Promise<void> {
  let last: Snapshot['records'] | undefined
  const isSame = async () => {
    const { records } = await look()
    const same = isDeepStrictEqual(records, last)
    last = records
    return same
  }
  await until(isSame, { deadlineMs: waitMs, everyMs: settleMs, what: 'all topics to be at rest' })
}

describe(`with ${slots} slots and an action that waits for a person, in ${quietMs / 1000} seconds`, () => {
  test('no service writes a log line', () => {
    expect(Object.keys(after.logs)).toHaveLength(5)
    expect(after.logs).toEqual(before.logs)
  })

  test('no record is written to any topic', () => {
    expect(after.records).toEqual(before.records)
  })

  test('nothing changes in Redis', () => {
    expect(after.redis).toEqual(before.redis)
  })
})

test('beside their start, services tell of one thing: that an original was opened', () => {
  const lines = Object.values(after.logs).flatMap((log) => log.trim().split('\n'))
  const said = new Set(lines.map((line) => JSON.parse(line).msg))
  expect(said).toEqual(new Set(['running', 'slot taken over', 'unsealed']))
})
