import { signedForm } from '@holdpoint/testkit'
import { describe, expect, test } from 'vitest'
import { secretOf } from '../../../test/slack.ts'
import { checkSignature } from './signature.ts'

const nowMs = 1_780_000_000_000
const secret = secretOf('a-signing-secret')
const { body, headers } = signedForm(
  { type: 'block_actions', text: 'ä & ö' },
  'a-signing-secret',
  nowMs,
)
const bytes = Buffer.from(body)
const checked =
  (change: object, at = nowMs, given = bytes) =>
  () =>
    checkSignature({ headers: { ...headers, ...change }, body: given }, secret, at)
const signature = headers['x-slack-signature']

describe('refused', () => {
  test.each<[string, object]>([
    ['no signature', { 'x-slack-signature': undefined }],
    ['no timestamp', { 'x-slack-request-timestamp': undefined }],
    ['two timestamps', { 'x-slack-request-timestamp': ['1780000000', '1780000000'] }],
    ['a timestamp that is no number', { 'x-slack-request-timestamp': '1780000000.0' }],
    ['another timestamp', { 'x-slack-request-timestamp': '1780000001' }],
    ['another version', { 'x-slack-signature': signature.replace('v0', 'v1') }],
    ['an empty signature', { 'x-slack-signature': '' }],
    ['half a signature', { 'x-slack-signature': signature.slice(0, 30) }],
    ['a signature in capitals', { 'x-slack-signature': signature.toUpperCase() }],
  ])('%s', (_, change) => {
    expect(checked(change)).toThrow(expect.objectContaining({ code: 'HP_AUTH' }))
  })

  test('more than 300 s old, or from more than 300 s ahead', () => {
    expect(checked({}, nowMs + 301_000)).toThrow('300 s from now')
    expect(checked({}, nowMs - 301_000)).toThrow('300 s from now')
    expect(checked({}, nowMs + 300_000)).not.toThrow()
    expect(checked({}, nowMs - 300_000)).not.toThrow()
  })

  test('a body of which one byte differs, or which a parser wrote again', () => {
    for (const at of [0, 20, bytes.length - 1]) {
      const other = Buffer.from(bytes)
      other[at] = (other[at] ?? 0) ^ 1
      expect(checked({}, nowMs, other)).toThrow(expect.objectContaining({ code: 'HP_AUTH' }))
    }
    const again = Buffer.from(body.replaceAll('+', '%20'))
    expect(again.equals(bytes)).toBe(false)
    expect(checked({}, nowMs, again)).toThrow(expect.objectContaining({ code: 'HP_AUTH' }))
  })

  test('another secret', () => {
    const other = secretOf('another-secret')
    expect(() => checkSignature({ headers, body: bytes }, other, nowMs)).toThrow('not right')
  })
})

test('what Slack has signed just now passes', () => {
  expect(checked({})()).toBe(signature)
})
