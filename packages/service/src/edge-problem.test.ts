import { type ErrorCode, errors, HoldpointError } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { problemOf } from './edge-problem.ts'

const limit = 1000
const thrown = (code: string, statusCode?: number) =>
  Object.assign(new Error('hunter2'), { code, ...(statusCode === undefined ? {} : { statusCode }) })

describe('a defect is answered as one, whatever it says about itself', () => {
  test.each<[string, unknown]>([
    ['an error', new Error('hunter2')],
    ['a type error', new TypeError('hunter2')],
    ['text', 'hunter2'],
    ['nothing', undefined],
    ['a foreign error with a client’s status', thrown('OTHER', 400)],
    ['a server error of the framework', thrown('FST_ERR_SEND_INSIDE_ONERR', 500)],
  ])('%s', (_, error) => {
    const { status, body } = problemOf(error, limit)
    expect(status).toBe(500)
    expect(JSON.parse(body)).toMatchObject({ code: 'HP_INTERNAL', title: 'internal error' })
    expect(body).not.toContain('hunter2')
  })
})

test.each<[string, unknown, number, ErrorCode]>([
  ['a body over the limit', thrown('FST_ERR_CTP_BODY_TOO_LARGE', 413), 413, 'HP_TOO_LARGE'],
  ['another media type', thrown('FST_ERR_CTP_INVALID_MEDIA_TYPE', 415), 415, 'HP_MEDIA_TYPE'],
  ['a bad URL', thrown('FST_ERR_BAD_URL', 400), 400, 'HP_REQUEST'],
  ['no HTTP at all', thrown('HPE_INVALID_METHOD'), 400, 'HP_REQUEST'],
  ['a request that takes too long', thrown('ERR_HTTP_REQUEST_TIMEOUT'), 400, 'HP_REQUEST'],
])('%s is the client’s fault and says so', (_, error, status, code) => {
  const problem = problemOf(error, limit)
  expect(problem.status).toBe(status)
  expect(problem.error.code).toBe(code)
  expect(problem.headers['content-type']).toBe('application/problem+json')
  expect(problem.body).not.toContain('hunter2')
})

test('the limit that a body has passed is told', () => {
  const { body } = problemOf(thrown('FST_ERR_CTP_BODY_TOO_LARGE', 413), limit)
  expect(JSON.parse(body).title).toContain('the limit of 1000')
})

test('every error of ours has the status of the table; only retryable ones invite to come again', () => {
  for (const code of Object.keys(errors) as ErrorCode[]) {
    const { status, headers } = problemOf(new HoldpointError(code), limit)
    expect(status).toBe(errors[code].status)
    expect('retry-after' in headers).toBe(errors[code].kind === 'retryable')
  }
})
