/** The auditor as a process, on real Kafka under its own user: killed, stalled and fed with garbage. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  check,
  DecisionEvent,
  type Digest,
  decodeEvent,
  factDigest,
  noDigest,
  topicName,
  transactionalId,
} from '@holdpoint/contracts'
import { KafkaBus, type OutRecord, type Transactor } from '@holdpoint/kafka'
import { parseTrust, Signer } from '@holdpoint/seal'
import {
  dumpTopic,
  type FreshDeployment,
  freshDeployment,
  type RunningService,
  startService,
  until,
} from '@holdpoint/testkit'
import { checkTree, openCheckpoint } from '@holdpoint/tlog'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { GateHand, life } from './gate-hand.ts'
import { isEvent, type Leaf, parseLeaf } from './leaf.ts'
import { logVerifier } from './log-key.ts'
import { folderFiles } from './verify/files.ts'

const deadlineMs = 40_000
let hp: FreshDeployment
let bus: KafkaBus
let gate: GateHand
let transactors: Transactor[]
const started: RunningService[] = []

beforeEach(async () => {
  hp = await freshDeployment()
  const { brokers } = hp.kafka
  bus = new KafkaBus({ brokers, ...hp.user('gate') })
  gate = new GateHand(Signer.fromText(readFileSync(hp.keyFile('gate.jwk'), 'utf8'), 'gate.jwk'), {
    deployment: hp.urn,
    prefix: hp.prefix,
    notBeforeMs: Date.now(),
  })
  transactors = await Promise.all(
    [0, 1].map((slot) => bus.transactor(transactionalId(hp.prefix, slot))),
  )
})
afterEach(async () => {
  await Promise.all(started.splice(0).map((service) => service.stop()))
  await bus.close()
  await hp.close()
})

async function start(instance?: string): Promise<RunningService> {
  const service = await startService('auditor', hp, instance === undefined ? {} : { instance })
  started.push(service)
  return service
}

/** A life, or some of it, in one transaction of its slot. */
async function live(n: number): Promise<number> {
  const story = [life.held, life.voted, life.approved, life.claimed, life.ended]
  const slot = n % 2
  const events = gate.transaction(
    slot,
    story.slice(0, 1 + (n % 5)).map((draft) => draft(n)),
  )
  const grants = events.filter(({ fact }) => fact.kind === 'approved').map((e) => gate.grant(e))
  await transactors[slot]?.commit([...events.map((event) => gate.record(event)), ...grants])
  return events.length
}

const logDir = () => join(hp.dir, 'log')

/** The published log, verified down to the last hash. */
async function leavesOf(): Promise<Leaf[]> {
  const { read } = folderFiles(logDir())
  const { jwk } = parseTrust(readFileSync(hp.files.trust, 'utf8')).serviceKeys('auditor')[0] ?? {}
  if (!jwk) throw new Error('no key of the auditor')
  const note = (await read('checkpoint')) ?? new Uint8Array()
  const origin = Buffer.from(note).toString().split('\n', 1)[0] ?? ''
  const { size, root } = await openCheckpoint(note, [logVerifier(origin, jwk)])
  const leaves: Leaf[] = []
  await checkTree({ read, size, root, onEntry: (bytes) => void leaves.push(parseLeaf(bytes)) })
  return leaves
}

function coveredSize(): number {
  const file = join(logDir(), 'checkpoint')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[1]) : 0
}

const covered = (size: number) =>
  until(() => coveredSize() >= size, { deadlineMs, what: `a checkpoint over ${size} leaves` })

function allText(): string {
  return readdirSync(logDir(), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')
}

test('killed again and again while decisions flow, it logs the topic exactly: all, once, in order', async () => {
  const auditor = await start()
  const [lives, kills] = [400, 5]
  let [events, ended, killed] = [0, 0, 0]
  for (let n = 0; n < lives; n += 2) {
    const written = await Promise.all([live(n), live(n + 1)])
    events += written[0] + written[1]
    ended += [n, n + 1].filter((each) => each % 5 === 4).length
    if (killed < kills && n > (killed + 1) * 60) {
      // Not a quiet moment: the next lives are written while it is down or coming up.
      killed += 1
      auditor.kill('SIGKILL')
      await auditor.exited()
      auditor.start()
    }
  }
  await covered(events + ended)
  const leaves = await leavesOf()
  const records = await dumpTopic(hp.kafka, topicName(hp.prefix, 'decisions'))
  expect(records.length).toBe(events)
  const inTopic = records.map(({ partition, offset, value, headers }) => {
    const { fact } = check(DecisionEvent, decodeEvent({ value, headers }).data)
    return `${partition}/${offset} ${factDigest(fact)}`
  })
  const logged = leaves.filter(isEvent).map(({ source, fact }) => {
    return `${source.partition}/${source.offset} ${factDigest(fact)}`
  })
  expect(logged.toSorted()).toEqual(inTopic.toSorted())
  for (const slot of [0, 1]) {
    let previous: Digest = noDigest
    for (const { fact } of leaves.filter(isEvent).filter((leaf) => leaf.fact.slot === slot)) {
      expect(fact.previous).toBe(previous)
      previous = factDigest(fact)
    }
  }
  expect(auditor.log()).not.toContain('"finding"')
  expect(leaves.length).toBe(events + ended)
})

describe('one writer', () => {
  test('an auditor that was stopped and finds a successor when it wakes ends, and changes nothing', async () => {
    const stalled = await start()
    const before = (await live(4)) + 1
    await covered(before)
    stalled.kill('SIGSTOP')
    const successor = await start('successor')
    let events = 0
    for (let n = 5; n < 9; n += 1) events += await live(n)
    await until(() => coveredSize() >= before + 1, { deadlineMs, what: 'the successor to go on' })
    stalled.kill('SIGCONT')
    for (let n = 10; n < 14; n += 1) events += await live(n)
    expect(await stalled.exited()).toEqual({ code: 1, signal: null })
    expect(stalled.log()).toContain('HP_LOG_REFUSED')
    await covered(before + events)
    const leaves = await leavesOf()
    expect(leaves.filter(isEvent).length).toBe(before - 1 + events)
    expect(successor.pid).toBeDefined()
  })
})

describe('what it must not keep', () => {
  test('planted values in records that are no events are found in no file of the log, and in no line it writes', async () => {
    const planted = 'jane.planted@example.com'
    const auditor = await start()
    const decisions = topicName(hp.prefix, 'decisions')
    const approved = topicName(hp.prefix, 'approved')
    const values = [
      Buffer.from(planted),
      Buffer.from(`{"fact":{"${planted}":1,"${planted}":2}}`),
      Buffer.from(JSON.stringify({ fact: { kind: planted }, views: {}, [planted]: planted })),
      Buffer.from(JSON.stringify({ actionId: planted, grant: planted, sealed: planted })),
    ]
    const headers = {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: planted,
      ce_source: planted,
      ce_type: 'dev.holdpoint.grant.issued.v1',
    }
    const records = [decisions, approved].flatMap((topic) =>
      values.flatMap((value): OutRecord[] => [
        { topic, partition: 0, key: planted, value, headers: { [planted]: planted } },
        { topic, partition: 0, key: planted, value, headers },
      ]),
    )
    await bus.send(records)
    await live(4)
    await covered(records.length + 6)
    const leaves = await leavesOf()
    expect(leaves.filter((leaf) => !isEvent(leaf)).length).toBe(records.length + 1)
    expect(allText()).not.toContain('planted')
    expect(auditor.log()).toContain('"finding":"unreadable"')
    expect(auditor.log()).not.toContain('planted')
  })
})
