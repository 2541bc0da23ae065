/**
 * P2 at the redactor, which sees everything: values of every type, in good and in bad input, over HTTP and over Kafka, with workers and with a second opinion
 * that quotes what it was asked. They are found in the two raw topics, and nowhere else: no line, no metric, no answer, no dead letter.
 */
import { type ActionId, intakeBytesMax, type Outcome, outcomeReported } from '@holdpoint/contracts'
import { types } from '@holdpoint/redaction'
import { Signer, signOutcome } from '@holdpoint/seal'
import { type FakePresidio, fakePresidio, until } from '@holdpoint/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  actionWith,
  intentRecord,
  letterFor,
  newId,
  post,
  type Raw,
  salt,
  signed,
  write,
} from '../support/intents.ts'
import { needlesOf } from '../support/planted.ts'
import { searched, typedParams, typedText, typedValues } from '../support/planted-types.ts'
import { Search } from '../support/search.ts'
import { rawTopics, searchFiles, searchRedis, searchTopics } from '../support/sinks.ts'
import { executorId, type Stage, stage } from '../support/stage.ts'

let at: Stage
let presidio: FakePresidio
const told: string[] = []
const hear = (heard: unknown) => told.push(JSON.stringify(heard))
const freshSearch = () => new Search(needlesOf(searched))

beforeAll(async () => {
  presidio = await fakePresidio({ finds: {} })
  presidio.behaviour = 'error'
  const secondOpinion = { url: presidio.url, deadlineMs: 1000 }
  at = await stage({
    services: ['redactor'],
    start: { redactor: { overrides: { workers: 2, secondOpinion } } },
  })
  await goodInput()
  await badBodies()
  await badRecords()
  await badOutcomes()
}, 120_000)
afterAll(async () => {
  await at?.close()
  await presidio?.close()
})

/** A payload that holds everything, as intent and as result. */
async function goodInput(): Promise<void> {
  const intent = signed(at, actionWith({ params: typedParams() }))
  const headers = { 'hp-proof': intent.proof, 'hp-salt': salt }
  hear(await post(at, JSON.stringify(intent.action), headers))
  await write(at, intentRecord(signed(at, actionWith({ params: typedParams() }))))
  await write(at, outcomeRecord({ status: 'succeeded', result: typedParams() }), 'outcomes')
  const done = async () => (await at.records('redacted')).length >= 3
  await until(done, { deadlineMs: 30_000, what: 'three masked records' })
}

function bodies(): (string | Buffer)[] {
  const text = typedText()
  const good = actionWith({ params: { ...typedParams(), text } })
  const json = JSON.stringify(good)
  const inValue = Buffer.from(json.replace('"text":"', '"text":"\u0001'))
  inValue[inValue.indexOf(1)] = 0xff
  return [
    text,
    `{${text}`,
    json.slice(0, -20),
    json.replace('"params":{', `"params":{"n":1e999,`),
    json.replace('"params":{', `"params":{${JSON.stringify(text)}:1,${JSON.stringify(text)}:2,`),
    json.replace('"text":"', '"text":"\\ud800'),
    `${json}${'x'.repeat(intakeBytesMax)}`,
    JSON.stringify({ ...good, params: [typedParams(), text.repeat(500)] }),
    inValue,
    Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(json, 'utf16le')]),
    Buffer.from(text, 'latin1'),
    JSON.stringify({ ...good, [text]: text }),
    ...Object.values(typedValues).flatMap(({ value }) => [
      JSON.stringify({ ...good, type: value }),
      JSON.stringify({ ...good, agent: { id: value } }),
      JSON.stringify({ ...good, onBehalfOf: value }),
      JSON.stringify({ ...good, expiresAt: value }),
      JSON.stringify({ ...good, id: value }),
    ]),
  ]
}

async function badBodies(): Promise<void> {
  const text = encodeURIComponent(typedText())
  for (const body of bodies()) hear(await post(at, body))
  const json = JSON.stringify(actionWith({ params: typedParams() }))
  for (const { value } of searched) {
    const odd = encodeURIComponent(value)
    hear(await post(at, json, { 'hp-proof': odd, 'hp-salt': odd, authorization: `HP ${odd}` }))
    hear(await post(at, json, { 'content-type': `text/${odd}` }))
    const answer = await fetch(`${at.hp.urls.redactor}/v1/${odd}?q=${odd}`, { method: 'PUT' })
    hear([answer.status, await answer.text()])
  }
  hear(await (await fetch(`${at.hp.urls.redactor}/${text.slice(0, 4000)}`)).text())
}

const attributes = ['type', 'source', 'time', 'subject', 'hpproof', 'hpsalt'].map(
  (name) => `ce_${name}`,
)

/** Each is parked, so it has been through the hands of a worker. */
async function badRecords(): Promise<void> {
  const text = typedText()
  const records: Raw[] = bodies().map((body) => ({ key: newId(), value: body, headers: {} }))
  const { headers, value } = intentRecord(signed(at, actionWith({ params: typedParams() })))
  for (const name of attributes)
    records.push({ key: newId(), value, headers: { ...headers, [name]: text } })
  records.push({ key: text, value, headers }, { key: null, value: text, headers: { [text]: text } })
  for (const record of records) hear(await letterFor(at, await write(at, record)))
}

async function badOutcomes(): Promise<void> {
  const text = typedText()
  const records = [
    outcomeRecord({ status: 'failed', code: text }),
    outcomeRecord({ status: 'failed', result: typedParams() }, text),
    { ...outcomeRecord({ status: 'succeeded' }), value: `${text}{` },
  ]
  for (const record of records)
    hear(await letterFor(at, await write(at, record, 'outcomes'), 'redactor', 'outcomes'))
}

function outcomeRecord(over: Partial<Outcome>, proof?: string): Raw {
  const actionId: ActionId = newId()
  const outcome: Outcome = { actionId, claimId: `${actionId}/2`, status: 'unknown', ...over }
  const signer = new Signer(at.key(`executor-${executorId}.jwk`))
  const given = { signer, deployment: at.hp.urn, outcome, salt, nowMs: Date.now() }
  const headers = {
    ...{ ce_specversion: '1.0', ce_id: actionId, ce_source: 'urn:test', ce_subject: actionId },
    ...{ ce_type: outcomeReported, ce_hpproof: proof ?? signOutcome(given).proof },
    ...{ ce_hpsalt: salt, 'content-type': 'application/json' },
  }
  return { key: actionId, value: JSON.stringify(outcome), headers }
}

test('every type that the engine knows has a value here', () => {
  const without = Object.keys(types).filter((type) => !Object.hasOwn(typedValues, type))
  // Of the operator's own detectors, which find what they are given.
  expect(without).toEqual(['CUSTOM'])
})

test('all of them did travel: the same search finds each in the raw topics', async () => {
  const search = freshSearch()
  const raw = rawTopics(at)
  await searchTopics(at, search, (topic) => raw.includes(topic))
  expect([...search.names].sort()).toEqual(searched.map(({ name }) => name).sort())
})

test('none is found in another topic: neither keys nor headers nor values', async () => {
  const search = freshSearch()
  const raw = rawTopics(at)
  const count = await searchTopics(at, search, (topic) => !raw.includes(topic))
  expect([...search.found]).toEqual([])
  expect(count).toBeGreaterThan(300)
})

test('none is found in what the process wrote to its standard output and error', () => {
  const search = freshSearch()
  expect(searchFiles(at, search, 'logs')).toBe(1)
  expect([...search.found]).toEqual([])
  expect(search.charsSeen).toBeGreaterThan(10_000)
})

test('none is found in its metrics, which did count', async () => {
  const search = freshSearch()
  const text = await (await fetch(`${at.hp.urls.redactor}/metrics`)).text()
  search.look('metrics', text)
  expect([...search.found]).toEqual([])
  expect(text).toMatch(/redactor_records_total\{kind="intent",end="refused"[^}]*\} 1\d\d/)
  expect(text).toMatch(/redactor_opinion_total\{end="failed"/)
})

test('none is found in an answer or a dead letter, which name fields and rules', () => {
  const search = freshSearch()
  for (const heard of told) search.look('answer', heard)
  expect([...search.found]).toEqual([])
  expect(told.length).toBeGreaterThan(300)
})

test('none is found in Redis', async () => {
  const search = freshSearch()
  await searchRedis(at, search)
  expect([...search.found]).toEqual([])
})

test('the analyzer was asked, and quoted what it was asked', () => {
  expect(presidio.asked.join('\n')).toContain(typedValues['IBAN']?.value)
})

test('workers did it, and none was lost', async () => {
  const text = await (await fetch(`${at.hp.urls.redactor}/metrics`)).text()
  expect(text).not.toContain('workers_replaced_total{')
  expect(at.service('redactor').restartCount).toBe(0)
  expect((await at.records('redacted')).length).toBeGreaterThan(100)
})
