import { describe, expect, test } from 'vitest'
import { directory, tokenOf, trust } from '../test/fixture.ts'
import { callerOf } from './person.ts'

const nowMs = Date.UTC(2026, 5, 1, 12)
const people = { trust, directory }
const call = (authorization: string | undefined) => callerOf(authorization, people, nowMs)
const code = (text: string) => expect.objectContaining({ code: text })

describe('nobody is somebody', () => {
  test.each([
    ['without a header', undefined, 'HP_AUTH'],
    ['with an empty one', '', 'HP_AUTH'],
    ['with a password', 'Basic YW5hOnNlY3JldA==', 'HP_AUTH'],
    ['with no token behind the word', 'Bearer ', 'HP_AUTH'],
    ['with two tokens', 'Bearer a.b.c d.e.f', 'HP_AUTH'],
    ['with a machine’s signed request', 'HP eyJhbGciOiJFZERTQSJ9.e30.AA', 'HP_NOT_ENTITLED'],
    ['with a machine’s request in other case', 'hp eyJhbGciOiJFZERTQSJ9.e30.AA', 'HP_NOT_ENTITLED'],
    ['with something that is no token', 'Bearer ana', 'HP_PERSON_UNPROVEN'],
  ])('%s', async (_, header, wanted) => {
    await expect(call(header)).rejects.toThrow(code(wanted))
  })

  test('whom the directory does not know', async () => {
    await expect(call(`Bearer ${await tokenOf('stranger', nowMs)}`)).rejects.toThrow(
      code('HP_NOT_ENTITLED'),
    )
  })

  test('after the token’s time', async () => {
    const token = await tokenOf('ana', nowMs - 3_600_000)
    await expect(call(`Bearer ${token}`)).rejects.toThrow(code('HP_PERSON_UNPROVEN'))
  })
})

test('a person is who the directory says that issuer and subject are', async () => {
  const caller = await call(`bearer ${await tokenOf('ana', nowMs)}`)
  expect(caller.person).toMatchObject({ id: 'ana', groups: ['finance'] })
  expect(caller.token.subject).toBe('u-ana')
})
