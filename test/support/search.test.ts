import { expect, test } from 'vitest'
import { apiKey, email, jwt, needlesOf, planted, privateKey } from './planted.ts'
import { Search } from './search.ts'

const find = (text: string) => {
  const search = new Search(needlesOf(planted))
  search.look('here', text)
  return [...search.found]
}
const base64 = (text: string) => Buffer.from(text).toString('base64')

test.each([
  ['as it is', email.value],
  ['in capitals', email.value.toUpperCase()],
  ['in escaped JSON', JSON.stringify(JSON.stringify({ mail: email.value }))],
  ['in escapes of Unicode', email.value.replace('@', '\\u0040')],
  ['percent-encoded', encodeURIComponent(email.value)],
  ['in Base64', base64(`{"mail":"${email.value}"}`)],
  ['in Base64url at another offset', Buffer.from(`x${email.value}`).toString('base64url')],
  ['in Base64 of Base64', base64(base64(email.value))],
  ['in hex', Buffer.from(email.value).toString('hex')],
])('a value %s is found', (_, text) => {
  expect(find(`before ${text} after`)).toEqual([`here: ${email.name}`])
})

test('eight characters of a secret are found, seven are not', () => {
  expect(find(`-${apiKey.value.slice(5, 13)}-`)).toEqual([`here: ${apiKey.name}`])
  expect(find(`-${apiKey.value.slice(5, 12)}-`)).toEqual([])
})

test('what every token and key of a kind begins with is nothing', () => {
  expect(find(jwt.value.slice(0, 12))).toEqual([])
  expect(find(privateKey.value.slice(0, 20))).toEqual([])
})

test('the plain hash of a value gives it away', async () => {
  const digest = await crypto.subtle.digest('SHA-256', Buffer.from(email.value))
  expect(find(Buffer.from(digest).toString('base64url'))).toEqual([`here: ${email.name}`])
})
