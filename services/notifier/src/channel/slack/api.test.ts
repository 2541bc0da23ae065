import { webApi } from '@slack/bolt'
import { expect, test } from 'vitest'
import { deliveredOf, faultOf } from './api.ts'

const said = (error: string) => new webApi.WebAPIPlatformError({ ok: false, error })

test.each<[string, Error, object]>([
  ['a limit', new webApi.WebAPIRateLimitedError(30), { code: 'ratelimited', afterMs: 30_000 }],
  ['trouble', new webApi.WebAPIHTTPError(502, 'Bad', {}, 'secret'), { code: 'http_502' }],
  ['no answer', new webApi.WebAPIRequestError(new Error('secret')), { code: 'unreachable' }],
  ['trouble of its own', said('internal_error'), { code: 'internal_error' }],
  ['a page of a proxy', said('<html>secret</html>'), { code: 'odd_answer' }],
  ['anything else', new Error('secret'), { code: 'odd_answer' }],
])('%s passes', (_, error, fault) => {
  expect(faultOf(error)).toEqual({ kind: 'later', ...fault })
})

test.each(['invalid_auth', 'missing_scope', 'channel_not_found', 'never_heard_of'])(
  '%s stays as it is, however often somebody asks',
  (code) => {
    expect(faultOf(said(code))).toEqual({ kind: 'refused', code })
  },
)

test('what is no longer there is gone, and what never was is refused', () => {
  const fault = faultOf(said('channel_not_found'))
  expect(deliveredOf(fault, true)).toEqual({ kind: 'gone', code: 'channel_not_found' })
  expect(deliveredOf(fault, false)).toEqual(fault)
  const denied = faultOf(said('invalid_auth'))
  expect(deliveredOf(denied, true)).toEqual(denied)
})
