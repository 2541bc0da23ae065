import { check, DeadLetter, decodeEvent, HoldpointError } from '@holdpoint/contracts'
import { expect, test } from 'vitest'
import { deployment } from '../test/fixture.ts'
import { deadLetterRecord } from './dead-letter.ts'

test('a dead letter points at the record and copies nothing of it', () => {
  const value = Buffer.from('{"card":"what nobody may read"}')
  const record = {
    topic: 'decisions',
    partition: 2,
    key: 'k',
    value,
    headers: {},
    offset: 9,
    timestampMs: 1,
  }
  const refusal = new HoldpointError('HP_FIELD_INVALID', {
    field: '/data/fact',
    rule: 'is missing',
  })
  const written = deadLetterRecord({ record, refusal }, 'dlq.notifier.decisions', deployment, 77)
  expect(written).toMatchObject({
    topic: 'dlq.notifier.decisions',
    partition: 0,
    key: 'decisions/2/9',
  })
  expect(check(DeadLetter, decodeEvent(written).data)).toEqual({
    source: { topic: 'decisions', partition: 2, offset: 9 },
    group: 'notifier',
    code: 'HP_FIELD_INVALID',
    field: '/data/fact',
    message: refusal.message,
    atMs: 77,
  })
  expect(JSON.stringify(written.headers) + written.value).not.toContain('nobody may read')
})

test('however long the reason is, the letter can be read', () => {
  const record = {
    topic: 'decisions',
    partition: 0,
    key: 'k',
    value: null,
    headers: {},
    offset: 0,
    timestampMs: 1,
  }
  const refusal = new HoldpointError('HP_FIELD_INVALID', {
    field: `/${'x'.repeat(900)}`,
    rule: 'is wrong',
  })
  const written = deadLetterRecord({ record, refusal }, 't', deployment, 1)
  expect(() => check(DeadLetter, decodeEvent(written).data)).not.toThrow()
})
