import { encodeEvent } from '@holdpoint/contracts'
import type { InRecord, OutRecord } from '@holdpoint/kafka'
import { describe, expect, test } from 'vitest'
import { actionOf, deployment, newWorld } from '../test/fixture.ts'
import { readDecision } from './decision-record.ts'

const stored = (record: OutRecord | undefined): InRecord => {
  if (record === undefined) throw new RangeError('no record')
  return { ...record, offset: 7, timestampMs: 1000 }
}
const held = stored(newWorld().gate.hold(actionOf(1))[0])

/** The same event with other data or attributes. */
function altered(
  change: (data: {
    fact: Record<string, unknown>
    views: Record<string, { value: unknown }>
  }) => void,
  attributes: object = {},
): InRecord {
  const data = JSON.parse(held.value?.toString() ?? '')
  change(data)
  const { headers, value } = encodeEvent({
    id: held.headers['ce_id'] ?? '',
    source: 'urn:x',
    type: held.headers['ce_type'] ?? '',
    subject: held.headers['ce_subject'] ?? '',
    timeMs: 1000,
    data,
    ...attributes,
  })
  return { ...held, headers, value }
}

describe('a record is parked', () => {
  const same = () => undefined
  test.each<[string, InRecord, string]>([
    ['that is no CloudEvent', { ...held, headers: {} }, 'HP_EVENT_INVALID'],
    ['that is a tombstone', { ...held, value: null }, 'HP_EVENT_INVALID'],
    ['that is not JSON', { ...held, value: Buffer.from('{') }, 'HP_JSON_SYNTAX'],
    [
      'with a member too many',
      altered((data) => Object.assign(data, { more: 1 })),
      'HP_FIELD_INVALID',
    ],
    [
      'whose type is not that of its fact',
      altered(same, { type: 'dev.holdpoint.action.approved.v1' }),
      'HP_EVENT_INVALID',
    ],
    ['whose id is not that of its fact', altered(same, { id: '0-99' }), 'HP_EVENT_INVALID'],
    ['under another action', altered(same, { subject: '~1' }), 'HP_EVENT_INVALID'],
    [
      'of another deployment',
      altered(({ fact }) => Object.assign(fact, { deployment: 'urn:holdpoint:other' })),
      'HP_EVENT_INVALID',
    ],
    ['in the wrong slot', { ...held, partition: held.partition + 1 }, 'HP_EVENT_INVALID'],
    [
      'whose view is not what the fact commits to',
      altered(({ views }) => Object.assign(views['action'] ?? {}, { value: { other: true } })),
      'HP_EVENT_INVALID',
    ],
    [
      'with a view that the fact does not know',
      altered(({ views }) => Object.assign(views, { extra: views['action'] })),
      'HP_EVENT_INVALID',
    ],
  ])('%s', (_, record, code) => {
    const reading = readDecision(record, deployment)
    expect(reading).toMatchObject({ record, refusal: { code } })
  })
})

test('a view that was erased does not hide its fact', () => {
  const reading = readDecision(
    altered(({ views }) => delete views['action']),
    deployment,
  )
  expect(reading).toMatchObject({ event: { fact: { kind: 'held' } } })
})

test('a fact comes with its digest', () => {
  expect(readDecision(held, deployment)).toMatchObject({
    event: { fact: { kind: 'held', number: 1 } },
    digest: expect.stringMatching(/^sha256:/),
  })
})
