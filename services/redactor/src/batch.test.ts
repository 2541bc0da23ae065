/** What the sealing role promises about every record it reads: refusals first. */
import {
  type Action,
  type ActionId,
  ActionRedacted,
  actionRedacted,
  check,
  type DeadLetter,
  deadLetterTopic,
  digestOf,
  HoldpointError,
  type IntentRefused,
  intentRefused,
  MaskedAction,
  presentsText,
  topicName,
} from '@holdpoint/contracts'
import type { InRecord, OutRecord } from '@holdpoint/kafka'
import { checkRecordMac, verifyIntent } from '@holdpoint/seal'
import { describe, expect, test } from 'vitest'
import { handleBatch } from './batch.ts'
import {
  action,
  actionId,
  agentSigner,
  arrived,
  bench,
  deployment,
  eventsOn,
  ingressTopic,
  intentRecord,
  macKey,
  nowMs,
  proofOf,
  rawRecord,
  shownText,
  strangerSigner,
  trust,
  unsealer,
} from './testing.ts'

const otherId = actionId.replace(/.$/, (last) => (last === '0' ? '1' : '0')) as ActionId
const redacted = topicName('', 'redacted')
const parked = deadLetterTopic('', 'redactor', 'intended')

async function run(records: readonly OutRecord[], given = bench()) {
  const bus = given.cluster.bus()
  const incoming = records.map((record, index) => arrived(record, index))
  await handleBatch(incoming, { kind: 'intent', ...given.handling }, bus)
  return {
    ...given,
    events: eventsOn(given.cluster, redacted),
    dead: eventsOn(given.cluster, parked),
  }
}

async function refusal(record: OutRecord): Promise<{ code: string; field: string | undefined }> {
  const { events, dead } = await run([record, intentRecord(action())])
  const [first] = dead
  const letter = first?.data as DeadLetter
  expect(dead).toHaveLength(1)
  // The next record of the batch is handled all the same.
  expect(events.filter((event) => event.attributes.type === actionRedacted)).toHaveLength(1)
  const told = events.find((event) => event.attributes.type === intentRefused)
  if (told !== undefined) {
    const { code, field } = told.data as IntentRefused
    expect({ code, field }).toEqual({ code: letter.code, field: letter.field })
  }
  return { code: letter.code, field: letter.field }
}

const text = (value: string): OutRecord => rawRecord('intended', actionId, Buffer.from(value))
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)

describe('what is wrong with an intent is named', () => {
  const json = JSON.stringify(action())
  const without = (name: string): string => JSON.stringify({ ...action(), [name]: undefined })
  test.each<[string, string, string, string | undefined]>([
    ['not JSON', 'hello', 'HP_JSON_SYNTAX', undefined],
    ['cut in the middle', json.slice(0, -9), 'HP_JSON_SYNTAX', undefined],
    ['two equal keys', json.replace('{', '{"type":"a.b",'), 'HP_JSON_DUPLICATE_KEY', ''],
    [
      'keys that differ by case',
      json.replace('"amount"', '"NOTE":1,"amount"'),
      'HP_JSON_DUPLICATE_KEY',
      '/params',
    ],
    ['a lone surrogate', json.replace('refund-bot', '\\ud800'), 'HP_JSON_SURROGATE', '/agent/id'],
    [
      'an integer beyond doubles',
      json.replace('120', '12345678901234567890123'),
      'HP_JSON_NUMBER',
      '/params/amount',
    ],
    ['2 MB', `{"params":"${'x'.repeat(2 * 1024 * 1024)}"}`, 'HP_TOO_LARGE', undefined],
    ['depth 10,000', nested(10_000), 'HP_JSON_DEPTH', '/0'.repeat(64)],
    ['depth 65', nested(65), 'HP_JSON_DEPTH', '/0'.repeat(64)],
    ['no id', without('id'), 'HP_FIELD_INVALID', '/id'],
    ['no type', without('type'), 'HP_FIELD_INVALID', '/type'],
    ['no agent', without('agent'), 'HP_FIELD_INVALID', '/agent'],
    ['no params', without('params'), 'HP_FIELD_INVALID', '/params'],
    [
      'a field nobody knows',
      json.replace('"params"', '"parms":1,"params"'),
      'HP_FIELD_INVALID',
      '/parms',
    ],
    ['a list', '[]', 'HP_FIELD_INVALID', ''],
    ['an id that is none', json.replace(actionId, 'my-id'), 'HP_FIELD_INVALID', '/id'],
  ])('%s', async (_, body, code, field) => {
    const got = await refusal(text(body))
    expect(got.code).toBe(code)
    if (field !== undefined) expect(got.field ?? '').toBe(field)
  })

  test.each<[string, Partial<Action>, string]>([
    [
      'the id of a reversal that does not say of what',
      { id: `${actionId}~1` as ActionId },
      '/reverses',
    ],
    ['a reversal under an id of its own', { reverses: otherId }, '/id'],
    [
      'a reversal of another action than its id says',
      { id: `${actionId}~1` as ActionId, reverses: otherId },
      '/reverses',
    ],
    [
      'a reversal of a reversal',
      { id: `${actionId}~2` as ActionId, reverses: `${actionId}~1` as ActionId },
      '/reverses',
    ],
  ])('%s, though rightly signed', async (_, over, field) => {
    const wanted = { code: 'HP_FIELD_INVALID', field }
    expect(await refusal(intentRecord(action(over)))).toEqual(wanted)
  })

  test('no signature', async () => {
    expect(await refusal(intentRecord(action(), {}))).toEqual({
      code: 'HP_PROOF_MISSING',
      field: 'hpproof',
    })
  })

  test('a signature without its salt', async () => {
    const { hpproof = '' } = proofOf(action())
    expect(await refusal(intentRecord(action(), { hpproof }))).toEqual({
      code: 'HP_PROOF_MISSING',
      field: 'hpsalt',
    })
  })

  test('a salt that is none', async () => {
    const record = intentRecord(action(), { ...proofOf(action()), hpsalt: 'short' })
    expect(await refusal(record)).toEqual({ code: 'HP_EVENT_INVALID', field: 'hpsalt' })
  })

  test.each<[string, () => OutRecord]>([
    ["a stranger's signature", () => intentRecord(action(), proofOf(action(), strangerSigner))],
    [
      'the signature of another payload',
      () => intentRecord(action(), proofOf(action({ params: 1 }))),
    ],
    [
      'the signature of another type',
      () => intentRecord(action(), proofOf(action({ type: 'a.b' }))),
    ],
    [
      'an agent that signs for another',
      () => {
        const other = action({ agent: { id: 'other-bot' } })
        return intentRecord(other, proofOf(other, agentSigner))
      },
    ],
    [
      'a clock ten years ahead',
      () => intentRecord(action(), proofOf(action(), agentSigner, nowMs + 10 * 365 * 86_400_000)),
    ],
    [
      'a clock ten years behind',
      () => intentRecord(action(), proofOf(action(), agentSigner, nowMs - 10 * 365 * 86_400_000)),
    ],
  ])('%s', async (_, make) => {
    expect(await refusal(make())).toEqual({ code: 'HP_PROOF_INVALID', field: 'hpproof' })
  })

  test('a key that is not the action id', async () => {
    const key = '0192f0aa-1234-7abc-8def-0123456789ff'
    const { code } = await refusal(intentRecord(action(), proofOf(action()), { key }))
    expect(code).toBe('HP_KEY_MISMATCH')
  })

  test('an event of another type', async () => {
    const record = intentRecord(action())
    const headers = { ...record.headers, ce_type: 'dev.holdpoint.action.redacted.v1' }
    expect(await refusal({ ...record, headers })).toEqual({
      code: 'HP_EVENT_INVALID',
      field: 'type',
    })
  })

  test('a tombstone', async () => {
    const record = { ...intentRecord(action()), value: null }
    expect((await refusal(record)).code).toBe('HP_EVENT_INVALID')
  })

  test.each<[string, Partial<Action>]>([
    ['/agent/id', { agent: { id: 'jane.doe@acme.example' } }],
    ['/agent/run', { agent: { id: 'refund-bot', run: 'run-for-jane@acme.example' } }],
    ['/classification/1', { classification: ['internal', 'card:4111111111111111'] }],
    ['/onBehalfOf', { onBehalfOf: '+1 415 555 2671' }],
    ['/onBehalfOf/1', { onBehalfOf: ['jane', '+1 415 555 2671'] }],
  ])('a name that holds personal data: %s', async (field, over) => {
    expect(await refusal(intentRecord(action(over)))).toEqual({ code: 'HP_NAME_SENSITIVE', field })
  })

  test('on behalf of an address that nobody in the directory has', async () => {
    for (const onBehalfOf of ['nobody@acme.example', ['bob', 'nobody@acme.example']]) {
      const { code } = await refusal(intentRecord(action({ onBehalfOf })))
      expect(code).toBe('HP_PRINCIPAL_UNKNOWN')
    }
  })
})

test('what masking would make larger than a record may be is refused, not retried for ever', async () => {
  const params = ['⟦'.repeat(76_000), Array.from({ length: 1900 }, (_, n) => `a${n}@b.de`)]
  expect((await refusal(intentRecord(action({ params })))).code).toBe('HP_TOO_LARGE')
})

describe('a refusal', () => {
  test('tells gate and operators without a byte of the payload', async () => {
    const canary = 'bob@customer.example'
    const record = intentRecord(action({ params: { [canary]: canary } }), {})
    const { cluster, dead } = await run([record])
    expect(dead).toHaveLength(1)
    expect(shownText(cluster)).not.toContain(canary)
    expect(shownText(cluster)).toContain(actionId)
  })

  test('of a record that names no action goes to operators only', async () => {
    const { events, dead } = await run([rawRecord('intended', 'nonsense', Buffer.from('x'))])
    expect(events).toEqual([])
    expect(dead).toHaveLength(1)
  })

  test('of a bare record without a key is told under the id in its data', async () => {
    const value = Buffer.from(JSON.stringify(action()))
    const { events } = await run([{ ...rawRecord('intended', actionId, value), key: null }])
    expect(events.map((event) => event.attributes.subject)).toEqual([actionId])
  })

  test('is authenticated like everything the redactor writes', async () => {
    const { events } = await run([text('hello')])
    for (const event of events) {
      const { type, subject = '' } = event.attributes
      checkRecordMac(macKey, event.extensions['hpmac'], { type, subject, data: event.dataBytes })
    }
    expect(events).toHaveLength(1)
  })
})

describe('an accepted intent', () => {
  const read = async (over: Partial<Action> = {}) => {
    const original = action(over)
    const { events, cluster } = await run([intentRecord(original)])
    const event = events[0]
    if (event === undefined) throw new Error('nothing was written')
    return { original, event, data: check(ActionRedacted, event.data), cluster }
  }

  test('shows no value that was found, in no topic but the raw ones', async () => {
    const { cluster } = await read({ justification: 'Bob wrote from bob@customer.example' })
    expect(shownText(cluster)).not.toMatch(/bob@customer|4111/)
  })

  test('keeps ids, names and times as they are, and masks the rest', async () => {
    const { data } = await read({
      expiresAt: '2026-12-01T00:00:00Z',
      classification: ['internal'],
      target: { system: 'crm', resource: 'contact/bob@customer.example' },
    })
    expect(data.action).toMatchObject({
      id: actionId,
      type: 'payments.refund',
      agent: { id: 'refund-bot', run: 'run-7' },
      expiresAt: '2026-12-01T00:00:00Z',
      classification: ['internal'],
    })
    expect(check(MaskedAction, data.action).target?.resource).toMatch(/^contact\/⟦EMAIL·\w{8}⟧$/)
    expect(data.labels).toEqual(['financial', 'internal', 'pii'])
    expect(data.findings.map((finding) => finding.path).sort()).toEqual([
      '/params/note',
      '/params/to',
      '/target/resource',
    ])
  })

  test('presents its original', async () => {
    const { data, original } = await read({ justification: 'for bob@customer.example, ⟦X⟧' })
    const view = check(MaskedAction, data.action)
    expect(presentsText(original.justification ?? '', view.justification ?? '')).toBe(true)
  })

  test('carries digests that bind original and view', async () => {
    const { data, original } = await read()
    expect(data.presented).toBe(digestOf(data.salt, data.action))
    if (data.identity.kind !== 'signed') throw new Error('not signed')
    verifyIntent(data.identity.proof, {
      deployment,
      actionId,
      agent: original.agent.id,
      type: original.type,
      intended: data.intended,
      keyOf: trust.agent('refund-bot'),
      atMs: nowMs,
    })
  })

  test('seals the original with its salt and proof, for the unsealing role only', async () => {
    const { data, original } = await read()
    const { intended } = data
    const expected = { kind: 'action', deployment, actionId: original.id, intended } as const
    const opened = JSON.parse(String(await unsealer.open(data.sealed, expected)))
    expect(opened.action).toEqual(original)
    expect(digestOf(opened.salt, opened.action)).toBe(intended)
    expect(opened.proof).toBe(data.identity.kind === 'signed' && data.identity.proof)
  })

  test('is bound into the seal: action, original and view', async () => {
    const { data } = await read()
    const header = JSON.parse(String(Buffer.from(data.sealed.split('.')[0] ?? '', 'base64url')))
    const { intended, presented } = data
    expect(header.hp).toEqual({ kind: 'action', deployment, actionId, intended, presented })
  })

  test('is authenticated to the gate; a changed byte is seen', async () => {
    const { event } = await read()
    const { type, subject = '' } = event.attributes
    const mac = event.extensions['hpmac']
    checkRecordMac(macKey, mac, { type, subject, data: event.dataBytes })
    const changed = Buffer.from(String(event.dataBytes).replace('120', '999'))
    expect(() => checkRecordMac(macKey, mac, { type, subject, data: changed })).toThrow(
      HoldpointError,
    )
  })

  test('on behalf of an address names the directory id, and the address nowhere', async () => {
    const { data, cluster } = await read({ onBehalfOf: 'jane.doe@ACME.example' })
    expect(check(MaskedAction, data.action).onBehalfOf).toBe('jane')
    expect(shownText(cluster)).not.toMatch(/jane\.doe@/i)
  })

  test('on behalf of a chain names each of it in order, and no address', async () => {
    const { data, cluster } = await read({ onBehalfOf: ['bob', 'jane.doe@ACME.example'] })
    expect(check(MaskedAction, data.action).onBehalfOf).toEqual(['bob', 'jane'])
    expect(shownText(cluster)).not.toMatch(/jane\.doe@/i)
  })

  test('read twice gives the same ids, digests and view', async () => {
    const [once, again] = [await read(), await read()]
    expect(again.event.attributes).toEqual(once.event.attributes)
    const { sealed: _, ...first } = once.data
    const { sealed: __, ...second } = again.data
    expect(second).toEqual(first)
  })

  test('equal values look equal in one run and different in another', async () => {
    const params = { to: 'bob@customer.example' }
    const tag = async (over: Partial<Action>) => (await read({ params, ...over })).data.action
    const first = await tag({})
    expect(
      (await read({ params: { cc: 'bob@customer.example', ...params } })).data.action,
    ).toMatchObject({
      params: (first as Action).params,
    })
    expect(await tag({ agent: { id: 'refund-bot', run: 'run-8' } })).not.toMatchObject({
      params: (first as Action).params,
    })
  })
})

describe('ingress topics', () => {
  const bare = (topic: string): OutRecord =>
    rawRecord('intended', actionId, Buffer.from(JSON.stringify(action())), {}, { topic })

  test('are believed without a signature, and the record says so', async () => {
    const { events } = await run([bare(ingressTopic)])
    const data = check(ActionRedacted, events[0]?.data)
    expect(data.identity).toEqual({ kind: 'ingress', topic: ingressTopic })
    const expected = {
      kind: 'action',
      deployment,
      actionId: data.actionId,
      intended: data.intended,
    } as const
    const opened = JSON.parse(String(await unsealer.open(data.sealed, expected)))
    expect(digestOf(opened.salt, opened.action)).toBe(data.intended)
  })

  test('other topics are not', async () => {
    const { seen } = await run([bare('actions.intended')])
    expect(seen.codes).toEqual(['HP_PROOF_MISSING'])
  })

  test('a wrong signature is refused there too', async () => {
    const record = intentRecord(action(), proofOf(action(), strangerSigner), {
      topic: ingressTopic,
    })
    expect((await run([record])).seen.codes).toEqual(['HP_PROOF_INVALID'])
  })
})

describe('the batch', () => {
  test('goes on behind a record that the code stumbles over, and says so', async () => {
    const given = bench()
    const { redactor } = given.handling.workshop
    const fragile = {
      ...redactor,
      redactParts: (...args: Parameters<typeof redactor.redactParts>) => {
        if (JSON.stringify(args[0]).includes('poison')) throw new TypeError('a value: poison')
        return redactor.redactParts(...args)
      },
    }
    const workshop = { ...given.handling.workshop, redactor: fragile }
    const poison = intentRecord(action({ params: 'poison' }))
    const { events, dead, seen } = await run([poison, intentRecord(action())], {
      ...given,
      handling: { ...given.handling, workshop },
    })
    expect(events.map((event) => event.attributes.type)).toEqual([intentRefused, actionRedacted])
    expect(dead).toHaveLength(1)
    expect(seen.stumbles).toHaveLength(1)
    expect(shownText(given.cluster)).not.toContain('poison')
  })

  test('ends the process when the seal cannot be made: that is not about the record', async () => {
    const sealer = {
      ready: () =>
        Promise.reject(new HoldpointError('HP_CONFIG', { file: 'f', field: 'k', rule: 'r' })),
    }
    const given = bench({ sealer } as never)
    await expect(run([intentRecord(action())], given)).rejects.toMatchObject({ code: 'HP_CONFIG' })
  })

  test('fails as a whole when the broker does not have the records', async () => {
    const given = bench()
    const broken = { send: () => Promise.reject(new HoldpointError('HP_BROKER', { rule: 'gone' })) }
    const incoming: InRecord[] = [arrived(intentRecord(action()))]
    await expect(
      handleBatch(incoming, { kind: 'intent', ...given.handling }, broken),
    ).rejects.toMatchObject({ code: 'HP_BROKER' })
  })

  test('keeps the order of records', async () => {
    const records = Array.from({ length: 100 }, (_, n) => intentRecord(action({ params: { n } })))
    const { events } = await run(records)
    const order = events.map((event) => (event.data as ActionRedacted).source.offset)
    expect(order).toEqual(records.map((_, index) => index))
  })
})
