import { HoldpointError } from '@holdpoint/contracts'
import {
  KafkaJSConnectionError,
  KafkaJSNonRetriableError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
} from 'kafkajs'
import { describe, expect, test } from 'vitest'
import { brokerError, coordinatorReason } from './errors.ts'

const subject = { what: 'topic t', slot: 'gate-3' }
const known = (code: number, type: string) =>
  Object.assign(new KafkaJSProtocolError(type), { code, type })
/** What kafkajs 2.2.4 makes of a code that it does not know. */
const unknown = (code: number) =>
  Object.assign(new KafkaJSProtocolError(`Unknown error code ${code}`), {
    code: -99,
    type: 'KAFKAJS_UNKNOWN_ERROR_CODE',
  })
const named = (name: string) => Object.assign(new Error('no reason given'), { name })
const wrapped = (cause: Error) =>
  Object.assign(new KafkaJSNumberOfRetriesExceeded(cause, { retryCount: 1, retryTime: 1 }), {
    cause: Object.assign(new KafkaJSNonRetriableError(cause), { cause }),
  })

describe('somebody newer has the transactional id', () => {
  test.each([
    ['INVALID_PRODUCER_EPOCH', known(47, 'INVALID_PRODUCER_EPOCH')],
    ['PRODUCER_FENCED, which the library does not know', unknown(90)],
    ['an epoch error deep in the causes', wrapped(known(47, 'INVALID_PRODUCER_EPOCH'))],
    ['a forgotten producer id', known(49, 'INVALID_PRODUCER_ID_MAPPING')],
  ])('%s is HP_FENCED, and fatal', (_, cause) => {
    const error = brokerError(cause, subject)
    expect(error).toMatchObject({ code: 'HP_FENCED', kind: 'fatal', details: { slot: 'gate-3' } })
    expect(error.cause).toBe(cause)
  })
})

describe('the broker denies us', () => {
  test.each([
    ['a topic', known(29, 'TOPIC_AUTHORIZATION_FAILED'), 'topic t'],
    ['a topic, wrapped', wrapped(known(29, 'TOPIC_AUTHORIZATION_FAILED')), 'topic t'],
    ['a group', known(30, 'GROUP_AUTHORIZATION_FAILED'), 'topic t'],
    ['a transactional id', known(53, 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED'), 'topic t'],
    ['the password', named('KafkaJSSASLAuthenticationError'), 'these credentials'],
  ])('%s is HP_BROKER_DENIED, and fatal', (_, cause, what) => {
    expect(brokerError(cause, subject)).toMatchObject({
      code: 'HP_BROKER_DENIED',
      kind: 'fatal',
      details: { what },
    })
  })

  test('a missing coordinator is a denial only when the broker said so', () => {
    const misleading = named('KafkaJSGroupCoordinatorNotFound')
    const denied = coordinatorReason(misleading, known(30, 'GROUP_AUTHORIZATION_FAILED'))
    expect(brokerError(denied, subject).code).toBe('HP_BROKER_DENIED')
    const loading = coordinatorReason(misleading, known(15, 'GROUP_COORDINATOR_NOT_AVAILABLE'))
    expect(brokerError(loading, subject).code).toBe('HP_BROKER')
    expect(coordinatorReason(misleading, undefined)).toBe(misleading)
    const other = new Error('other')
    expect(coordinatorReason(other, known(30, 'GROUP_AUTHORIZATION_FAILED'))).toBe(other)
  })
})

test('a batch that the broker finds too large is HP_TOO_LARGE', () => {
  expect(brokerError(known(10, 'MESSAGE_TOO_LARGE'), subject).code).toBe('HP_TOO_LARGE')
})

test('everything else may pass: HP_BROKER, with names and codes', () => {
  const refused = Object.assign(new KafkaJSConnectionError('connect'), { code: 'ECONNREFUSED' })
  const error = brokerError(wrapped(refused), subject)
  expect(error).toMatchObject({ code: 'HP_BROKER', kind: 'retryable' })
  expect(error.message).toContain('KafkaJSConnectionError ECONNREFUSED')
  expect(brokerError('not even an error', subject).code).toBe('HP_BROKER')
})

test('an epoch error without a transactional id is not somebody else being newer', () => {
  const cause = known(47, 'INVALID_PRODUCER_EPOCH')
  expect(brokerError(cause, { what: 'topic t' }).code).toBe('HP_BROKER')
})

test('nothing of a foreign text gets into ours', () => {
  const cause = new KafkaJSNonRetriableError('Invalid message: {"value":"4111 1111 1111 1111"}')
  expect(brokerError(cause, subject).message).not.toContain('4111')
})

test('our own errors pass as they are', () => {
  const own = new HoldpointError('HP_TOO_LARGE', { bytes: 2, limit: 1 })
  expect(brokerError(own, subject)).toBe(own)
})

test('a circle of causes ends', () => {
  const circle = new Error('a')
  circle.cause = circle
  expect(brokerError(circle, subject).code).toBe('HP_BROKER')
})
