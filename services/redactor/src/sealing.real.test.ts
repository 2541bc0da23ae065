/** The sealing role as a process on real Kafka, with the principals and ACLs of a deployment. */
import { readFileSync } from 'node:fs'
import {
  type Action,
  ActionRedacted,
  actionIntended,
  actionRedacted,
  check,
  type DeadLetter,
  deadLetterTopic,
  decodeEvent,
  deriveActionId,
  encodeEvent,
  isHoldpointError,
  slotOf,
  topicName,
} from '@holdpoint/contracts'
import { KafkaBus, type OutRecord } from '@holdpoint/kafka'
import { generateKey, Signer, signIntent } from '@holdpoint/seal'
import {
  type DumpedRecord,
  dumpTopic,
  type FreshDeployment,
  freshDeployment,
  type RunningService,
  startService,
  until,
} from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const slots = 2
const salt = Buffer.alloc(16, 9).toString('base64url')
const tenYearsMs = 10 * 365 * 86_400_000
let hp: FreshDeployment
let redactor: RunningService
let agent: KafkaBus
let signer: Signer

beforeAll(async () => {
  hp = await freshDeployment({ slots })
  redactor = await startService('redactor', hp, { restart: 'always' })
  agent = new KafkaBus({ brokers: hp.kafka.brokers, ...hp.user('agent', 'refunds') })
  signer = new Signer(JSON.parse(readFileSync(hp.keyFile('agent-refunds.jwk'), 'utf8')))
})

afterAll(async () => {
  await agent?.close()
  await redactor?.stop()
  await hp?.close()
})

function action(key: string, over: Partial<Action> = {}): Action {
  return {
    id: deriveActionId('refunds', key),
    type: 'payments.refund',
    agent: { id: 'refunds', run: 'run-1' },
    params: { to: `${key}@customer.example`, card: '4111 1111 1111 1111' },
    ...over,
  }
}

function signed(data: Action, by = signer, nowMs = Date.now()): OutRecord {
  const { proof } = signIntent({ signer: by, deployment: hp.urn, action: data, salt, nowMs })
  return record(data, { hpproof: proof, hpsalt: salt })
}

function record(data: Action, extensions: Record<string, string> = {}): OutRecord {
  const { headers, value } = encodeEvent({
    id: data.id,
    source: 'urn:test:agent',
    type: actionIntended,
    subject: data.id,
    timeMs: Date.now(),
    extensions,
    data,
  })
  return raw(data.id, value, headers)
}

function raw(
  key: string,
  value: Buffer,
  headers: Record<string, string> | OutRecord['headers'] = {},
): OutRecord {
  const partition = slotOf(key, slots)
  return { topic: topicName(hp.prefix, 'intended'), partition, key, value, headers }
}

const redactedTopic = () => topicName(hp.prefix, 'redacted')
const parkedTopic = () => deadLetterTopic(hp.prefix, 'redactor', 'intended')

async function redactedIds(): Promise<string[]> {
  const records = await dumpTopic(hp.kafka, redactedTopic())
  return records.filter(isAction).map((each) => each.key ?? '')
}

function isAction(each: DumpedRecord): boolean {
  return each.headers['ce_type'] === actionRedacted
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'allowed'
  } catch (error) {
    return isHoldpointError(error) ? error.code : String(error)
  }
}

describe('who may read what', () => {
  test.each<['agent' | 'gate' | 'notifier' | 'executor', 'intended' | 'outcomes']>([
    ['agent', 'intended'],
    ['agent', 'outcomes'],
    ['executor', 'intended'],
    ['gate', 'intended'],
    ['gate', 'outcomes'],
    ['notifier', 'intended'],
  ])('%s cannot read the raw topic of %s', async (role, topic) => {
    const id = role === 'agent' ? 'refunds' : role === 'executor' ? 'billing' : undefined
    const { username } = hp.user(role, id)
    const bus = new KafkaBus({ brokers: hp.kafka.brokers, ...hp.user(role, id) })
    const group = id === undefined ? `${hp.prefix}${role}` : `${hp.prefix}${role}.${username}`
    const consumed = bus.consume({
      group,
      topics: [topicName(hp.prefix, topic)],
      positions: 'group',
      onRecords: async () => {},
    })
    expect(await codeOf(consumed.then((consumption) => consumption.failed))).toBe(
      'HP_BROKER_DENIED',
    )
    await bus.close()
  })

  test('an agent cannot write what only the redactor may write', async () => {
    const { topic: _, ...forged } = signed(action('forged'))
    expect(await codeOf(agent.send([{ ...forged, topic: redactedTopic() }]))).toBe(
      'HP_BROKER_DENIED',
    )
  })
})

describe('bad input on the topic', () => {
  test('is refused and parked by name, one by one, and the process goes on with the next', async () => {
    const good = action('good')
    const text = JSON.stringify(good)
    const at = (key: string): string => deriveActionId('refunds', key)
    const cases: [string, OutRecord, string, string | undefined][] = [
      ['json', raw(at('json'), Buffer.from('hello')), 'HP_JSON_SYNTAX', undefined],
      [
        'twice',
        raw(at('twice'), Buffer.from(text.replace('{', '{"type":"x",'))),
        'HP_JSON_DUPLICATE_KEY',
        '',
      ],
      [
        'case',
        raw(at('case'), Buffer.from(text.replace('"card"', '"TO":1,"card"'))),
        'HP_JSON_DUPLICATE_KEY',
        '/params',
      ],
      ['large', raw(at('large'), Buffer.alloc(900 * 1024, 'x')), 'HP_TOO_LARGE', undefined],
      ['deep', raw(at('deep'), Buffer.from('['.repeat(10_000))), 'HP_JSON_DEPTH', '/0'.repeat(64)],
      ['field', raw(at('field'), Buffer.from('{}')), 'HP_FIELD_INVALID', '/id'],
      ['unsigned', record(action('unsigned')), 'HP_PROOF_MISSING', 'hpproof'],
      [
        'stranger',
        signed(action('stranger'), new Signer(generateKey().privateJwk)),
        'HP_PROOF_INVALID',
        'hpproof',
      ],
      [
        'clock',
        signed(action('clock'), signer, Date.now() + tenYearsMs),
        'HP_PROOF_INVALID',
        'hpproof',
      ],
      ['key', { ...signed(action('key')), key: at('other') }, 'HP_KEY_MISMATCH', undefined],
    ]
    await agent.send([...cases.map(([, bad]) => bad), signed(good)])
    const done = async () => (await redactedIds()).includes(good.id)
    await until(done, { deadlineMs: 20_000, what: 'the good intent' })
    const parked = async () => (await dumpTopic(hp.kafka, parkedTopic())).length === cases.length
    await until(parked, { deadlineMs: 20_000, what: 'the dead letters' })
    const letters = (await dumpTopic(hp.kafka, parkedTopic())).map(
      (each) => decodeEvent(each).data as DeadLetter,
    )
    const named = letters.map(({ code, field }) => `${code} ${field ?? ''}`.trim()).sort()
    expect(named).toEqual(cases.map(([, , code, field]) => `${code} ${field ?? ''}`.trim()).sort())
    expect(redactor.restartCount).toBe(0)
  })

  test('a record above 2 MB is not even taken by the bus', async () => {
    const large = raw(deriveActionId('refunds', 'huge'), Buffer.alloc(2 * 1024 * 1024, 'x'))
    expect(await codeOf(agent.send([large]))).toBe('HP_TOO_LARGE')
  })
})

describe('kill -9', () => {
  test('in the middle of a batch, again and again, loses no intent and doubles none under another id', async () => {
    const before = new Set(await redactedIds())
    const wanted = Array.from({ length: 1400 }, (_, n) => action(`kill-${n}`))
    for (let from = 0; from < wanted.length; from += 700) {
      await agent.send(wanted.slice(from, from + 700).map((each) => signed(each)))
      const started = async () => (await redactedIds()).some((id) => !before.has(id))
      if (from === 0) await until(started, { deadlineMs: 30_000, what: 'a first batch' })
      redactor.kill('SIGKILL')
      await redactor.exited()
      await redactor.ready()
    }
    const all = async () => {
      const seen = new Set(await redactedIds())
      return wanted.every(({ id }) => seen.has(id))
    }
    await until(all, { deadlineMs: 60_000, what: 'every intent' })
    expect(redactor.restartCount).toBe(2)
    const records = (await dumpTopic(hp.kafka, redactedTopic())).filter(isAction)
    const byId = Map.groupBy(records, (each) => each.key)
    for (const copies of byId.values()) {
      const facts = copies.map((each) => {
        const { intended, presented, source } = check(ActionRedacted, decodeEvent(each).data)
        return JSON.stringify([each.headers['ce_id'], intended, presented, source])
      })
      expect(new Set(facts).size).toBe(1)
    }
  }, 180_000)
})

test('no planted value stands on any topic that others may read, nor in the log', async () => {
  const topics = [redactedTopic(), parkedTopic()]
  const dumps = await Promise.all(topics.map((topic) => dumpTopic(hp.kafka, topic)))
  const text = dumps.flat().map((each) => `${JSON.stringify(each.headers)}${String(each.value)}`)
  expect(text.length).toBeGreaterThan(1000)
  expect(text.join('\n')).not.toMatch(/@customer\.example|4111 ?1111/)
  expect(redactor.log()).not.toMatch(/@customer\.example|4111 ?1111/)
})
