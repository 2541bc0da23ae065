/** Bad input at the inner topics and the other edges: parked or refused with a reason, and every service goes on. */
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { type TopicId, topicName } from '@holdpoint/contracts'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { letterFor, newId } from '../support/intents.ts'
import { type Stage, stage } from '../support/stage.ts'

let at: Stage
let pids: unknown[]

const comment = { type: 'support.ticket.comment', params: { text: 'hello' } }
const processes = () => [...at.services.values()].map(({ name, pid }) => `${name} ${pid}`)

beforeAll(async () => {
  at = await stage()
  at.execute({ 'support.ticket.comment': { run: () => ({ ok: true }) } })
  pids = processes()
  expect(await at.agent.run(comment)).toMatchObject({ status: 'succeeded' })
})
afterAll(() => at.close())

describe('between services', () => {
  const junk = { value: Buffer.from('{"rubbish":true}'), headers: {} }
  test.each([
    ['gate', 'commands'],
    ['gate', 'redacted'],
    ['notifier', 'decisions'],
  ] as const)('the %s parks what is no event on %s', async (group, of: TopicId) => {
    const topic = topicName(at.hp.prefix, of)
    const bases = await at.operator().send([{ topic, partition: 0, key: 'x', ...junk }])
    const source = { topic, partition: 0, offset: bases.get(`${topic}/0`) ?? -1 }
    const letter = await letterFor(at, source, group, of)
    expect(letter).toMatchObject({ code: 'HP_EVENT_INVALID', field: 'specversion', group })
  })

  test('what somebody writes to actions.redacted without the redactor’s key is no action', async () => {
    const record = (await at.records('redacted')).find(({ headers }) => headers['ce_hpmac'])
    if (!record) throw new Error('nothing was redacted')
    const { key, value, partition } = record
    const topic = topicName(at.hp.prefix, 'redacted')
    const changed = Buffer.from(String(value).replace('"unscanned":false', '"unscanned":true'))
    const forged = { topic, partition, key, value: changed, headers: record.headers }
    const bases = await at.operator().send([forged])
    const source = { topic, partition, offset: bases.get(`${topic}/${partition}`) ?? -1 }
    const letter = await letterFor(at, source, 'gate', 'redacted')
    expect(letter).toMatchObject({ code: 'HP_MAC_INVALID' })
  })

  test('and after all that an action goes its way, and the same processes run', async () => {
    expect(await at.agent.run(comment)).toMatchObject({ status: 'succeeded' })
    const id = (await at.agent.propose({ type: 'payments.refund', params: { amount: 1 } })).id
    expect(await at.decide('bob', id, 'approve')).toMatchObject({ status: 200 })
    expect(processes()).toEqual(pids)
  })
})

describe('requests to the other edges', () => {
  test.each([
    ['gate', 'GET', '/v1/actions/17', 400, 'id'],
    ['gate', 'POST', '/v1/actions/17/claim', 400, 'id'],
    ['gate', 'GET', '/v1/approved', 400, 'audience'],
    ['gate', 'GET', `/v1/actions/${newId()}`, 401, undefined],
    ['gate', 'DELETE', `/v1/actions/${newId()}`, 404, undefined],
    ['notifier', 'GET', '/v1/approvals', 401, undefined],
    ['notifier', 'PUT', '/v1/approvals', 404, undefined],
    ['auditor', 'GET', '/v1/records?action=17', 400, 'action'],
    ['auditor', 'GET', '/v1/proofs/inclusion?index=-1', 400, 'index'],
    ['auditor', 'GET', '/v1/proofs/inclusion?index=99999999', 400, 'index'],
    ['auditor', 'GET', '/tile/../../config/gate.yaml', 404, undefined],
    ['auditor', 'GET', '/tile/%2e%2e/%2e%2e/keys/gate.jwk', 404, undefined],
    ['unsealer', 'POST', '/v1/unseal', 400, undefined],
  ] as const)('%s %s %s is answered %i', async (service, method, path, status, field) => {
    const answer = await fetch(`${at.hp.urls[service]}${path}`, { method })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    if (field !== undefined) expect(await answer.json()).toMatchObject({ field })
  })

  test('what is no HTTP is answered and cut off', async () => {
    for (const url of Object.values(at.hp.urls)) {
      const socket = connect(Number(new URL(url).port), '127.0.0.1')
      socket.write('\u0000\u0001 hello\r\n\r\n')
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /)
    }
  })

  afterEach(() => expect(processes()).toEqual(pids))
})
