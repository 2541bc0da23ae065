/** Bad input gives a clear refusal that names the field, over HTTP and over Kafka alike, and the service goes on. */
import { isDeepStrictEqual } from 'node:util'
import {
  type ActionId,
  actionIntended,
  errors,
  proofAttribute,
  type Source,
  saltAttribute,
  topicName,
} from '@holdpoint/contracts'
import { holdpoint, isHoldpointError } from '@holdpoint/sdk'
import { kafkaAgentTransport } from '@holdpoint/sdk/kafka'
import { kafkaClient } from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bad, badIntents } from '../support/bad-input.ts'
import { badRecords, goodRecord, withHeaders } from '../support/bad-record.ts'
import { Decisions } from '../support/decisions.ts'
import { actionWith, letterFor, newId, post, type Raw, signed, write } from '../support/intents.ts'
import { agentId, type Stage, stage } from '../support/stage.ts'

let at: Stage
let decisions: Decisions
let pids: unknown[]

const comment = { type: 'support.ticket.comment', params: { text: 'hello' } }
const processes = () => [...at.services.values()].map(({ name, pid }) => `${name} ${pid}`)

beforeAll(async () => {
  at = await stage({ agents: [agentId, 'other'] })
  decisions = await Decisions.follow(at)
  at.execute({ 'support.ticket.comment': { run: () => ({ ok: true }) } })
  pids = processes()
})
afterAll(() => at.close())

/** The same processes as at the start, and good actions go through, both ways. */
async function expectGoesOn(): Promise<void> {
  const [http, kafka] = await Promise.all([
    at.agent.run(comment),
    at.kafkaAgent().run({ ...comment, params: { text: 'by Kafka' } }),
  ])
  expect([http.status, kafka.status]).toEqual(['succeeded', 'succeeded'])
  expect(processes()).toEqual(pids)
}

const headersOf = ({ proof, salt }: { proof?: string; salt?: string }) => ({
  ...(proof === undefined ? {} : { 'hp-proof': proof }),
  ...(salt === undefined ? {} : { 'hp-salt': salt }),
})

describe('over HTTP an intent is refused at once', () => {
  test.each(badIntents.map((bad) => [bad.what, bad] as const))('that has %s', async (_, bad) => {
    const { body, ...rest } = bad.make(at)
    const answer = await post(at, body, headersOf(rest))
    const { code, field } = bad
    expect(answer.body, answer.text).toMatchObject({
      code,
      ...(field === undefined ? {} : { field }),
    })
    expect(answer.status).toBe(errors[code].status)
    expect(answer.body.title.length).toBeGreaterThan(10)
  })

  test.each([
    ['that is plain text', { 'content-type': 'text/plain' }, 415, 'HP_MEDIA_TYPE'],
    [
      'that is a form',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'HP_MEDIA_TYPE',
    ],
    [
      'whose signature is as long as a book',
      { 'hp-proof': 'x'.repeat(9000) },
      401,
      'HP_PROOF_INVALID',
    ],
  ])('%s', async (_, headers, status, code) => {
    const { action, ...rest } = signed(at, actionWith())
    const answer = await post(at, JSON.stringify(action), { ...headersOf(rest), ...headers })
    expect(answer).toMatchObject({ status, body: { code } })
  })

  test('and after all that the services go on', expectGoesOn)
})

describe('over Kafka an intent is parked with a pointer, and its sender told', () => {
  /** A bare record cannot carry a signature, so its headers are those of an event. */
  const recordOf = (bad: Bad, id: ActionId) => {
    const { body, proof, salt } = bad.make(at)
    const headers = {
      ...{ 'content-type': 'application/json', ce_specversion: '1.0', ce_id: id },
      ...{ ce_source: 'urn:test', ce_type: actionIntended },
      ...(proof === undefined ? {} : { [`ce_${proofAttribute}`]: proof }),
      ...(salt === undefined ? {} : { [`ce_${saltAttribute}`]: salt }),
    }
    return { key: idIn(body) ?? id, value: body, headers }
  }
  const idIn = (body: string) => /"id":"([0-9a-f-]{36})"/.exec(body)?.[1] ?? null

  test.each(
    badIntents.filter((bad) => !bad.isTooLargeForKafka).map((bad) => [bad.what, bad] as const),
  )('that has %s', async (_, bad) => {
    const { code, field } = bad
    const why = { code, ...(field === undefined ? {} : { field }) }
    const record = recordOf(bad, newId())
    const source = await write(at, record)
    expect(await letterFor(at, source)).toMatchObject({ ...why, group: 'redactor', source })
    const { fact } = await decisions.first(`the rejection at ${source.offset}`, isAbout(source))
    expect(fact).toMatchObject({ kind: 'rejected', actionId: record.key, body: { ...why, source } })
  })

  const isAbout = (source: Source) => (event: { fact: { body: object } }) => {
    const { body } = event.fact
    return 'source' in body && isDeepStrictEqual(body.source, source)
  }
  test.each(badRecords.map((bad) => [bad.what, bad] as const))(
    'whose record has %s',
    async (_, { code, field, change }) => {
      const source = await write(at, change(goodRecord(at)))
      const why = { code, ...(field === undefined ? {} : { field }) }
      expect(await letterFor(at, source)).toMatchObject(why)
    },
  )

  test.each([
    ['no key', (record: Raw): Raw => ({ ...record, key: null })],
    ['huge headers that mean nothing', withHeaders({ trace: 'x'.repeat(300_000) })],
    ['an event’s time ten years ago', withHeaders({ ce_time: '2016-01-01T00:00:00Z' })],
  ])('but one whose record has %s is an action like any other', async (_, change) => {
    const record = change(goodRecord(at))
    await write(at, record)
    const { id } = JSON.parse(String(record.value)) as { id: ActionId }
    expect(await decisions.fact('succeeded', id)).toBeDefined()
  })

  test('a record’s own timestamp, ten years off, decides nothing', async () => {
    const { key, value, headers } = goodRecord(at)
    const producer = kafkaClient(at.hp.kafka, at.hp.user('agent', agentId)).producer()
    await producer.connect()
    const message = { key, value, headers, partition: 0, timestamp: '1450000000000' }
    await producer.send({ topic: topicName(at.hp.prefix, 'intended'), messages: [message] })
    await producer.disconnect()
    expect(await decisions.fact('succeeded', String(key))).toBeDefined()
  })

  test('2 MB are refused by the broker itself', async () => {
    const producer = kafkaClient(at.hp.kafka, at.hp.user('agent', agentId), 0).producer()
    await producer.connect()
    const topic = topicName(at.hp.prefix, 'intended')
    const messages = [{ key: newId(), value: 'x'.repeat(2 * 1024 * 1024) }]
    await expect(producer.send({ topic, messages })).rejects.toThrow(/larger|too large/i)
    await producer.disconnect()
  })

  test('an agent that signs with the wrong key learns so from the library', async () => {
    const { prefix, urn: deployment } = at.hp
    const bus = at.bus('agent', agentId)
    const agent = holdpoint({
      ...{ agent: { id: agentId, key: at.key('agent-other.jwk') }, deployment },
      transport: kafkaAgentTransport({ bus, prefix, deployment, agent: agentId }),
    })
    expect(await agent.run(comment)).toMatchObject({
      ...{ status: 'rejected', code: 'HP_PROOF_INVALID', field: 'hpproof', isFinal: true },
    })
  })

  test('and after all that the services go on', expectGoesOn)
})

describe('an id stands for one action', () => {
  test('the same again is the same: proposed twice, run once', async () => {
    const first = await at.agent.propose({ ...comment, dedupeKey: 'ticket-1' })
    const again = await at.kafkaAgent().propose({ ...comment, dedupeKey: 'ticket-1' })
    expect(again.id).toBe(first.id)
    expect(await at.agent.settled(again)).toMatchObject({ status: 'succeeded' })
    expect(await decisions.life(first.id)).toEqual(['approved', 'claimed', 'succeeded'])
  })

  test('another content under it is refused, and the first one stands', async () => {
    const first = await at.agent.propose({ ...comment, dedupeKey: 'ticket-2' })
    await at.agent.settled(first)
    const other = await at.agent.propose({ ...comment, params: { n: 2 }, dedupeKey: 'ticket-2' })
    const error = await at.agent.settled(other).catch((thrown: unknown) => thrown)
    expect(isHoldpointError(error) && error.code).toBe('HP_ID_CONFLICT')
    const { fact } = await decisions.first('the refusal', ({ fact }) => {
      return fact.kind === 'refused' && fact.actionId === first.id
    })
    expect(fact.body).toMatchObject({ command: 'intent', code: 'HP_ID_CONFLICT' })
    expect(await decisions.life(first.id)).toEqual(['approved', 'claimed', 'succeeded'])
  })

  test('another agent cannot take it, nor look at what it stands for', async () => {
    const first = await at.agent.propose({ ...comment, dedupeKey: 'ticket-3' })
    await at.agent.settled(first)
    const agent = { id: 'other', key: at.key('agent-other.jwk') }
    const stranger = holdpoint({ agent, deployment: at.hp.urn, transport: at.http })
    const action = actionWith({ id: first.id, agent: { id: 'other' } })
    const { proof, salt } = signed(at, action, 'agent-other.jwk')
    expect((await post(at, JSON.stringify(action), headersOf({ proof, salt }))).status).toBe(202)
    await decisions.first('the refusal', ({ fact }) => {
      return fact.kind === 'refused' && fact.actionId === first.id
    })
    expect(await stranger.settled(first.id, { maxWaitMs: 0 })).toMatchObject({ status: 'pending' })
    expect(await decisions.life(first.id)).toEqual(['approved', 'claimed', 'succeeded'])
  })
})
