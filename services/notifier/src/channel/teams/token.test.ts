/** Tokens for sending: by certificate as well as by secret, and where the login service fails. */
import { X509Certificate } from 'node:crypto'
import { Secret } from '@holdpoint/seal'
import { FakeTeams, selfSigned } from '@holdpoint/testkit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppToken, type Credential, certificateCredential } from './token.ts'

const { cert, key } = selfSigned('rsa')
const { signal } = new AbortController()
let teams: FakeTeams
beforeEach(async () => {
  teams = await FakeTeams.open({ publicKey: new X509Certificate(cert).publicKey })
})
afterEach(() => teams.close())

function tokenOf(credential: Credential, clock = () => Date.now()): AppToken {
  const url = `${teams.endpoints.login}/${teams.tenant}/oauth2/v2.0/token`
  return new AppToken({
    ...{ url, credential, clock, fetch },
    appId: teams.app.id,
    newId: () => 'j',
  })
}

test('a certificate signs a statement for the login service, and the secret is never asked for', async () => {
  const answer = await tokenOf(certificateCredential(cert, key)).current(signal)
  expect(answer).toMatchObject({ kind: 'token' })
  expect(teams.tokens.isGood(`Bearer ${answer.kind === 'token' && answer.token}`)).toBe(true)
})

test('another certificate is refused for good, and so is another secret', async () => {
  const other = selfSigned('rsa')
  const wrong = [
    certificateCredential(other.cert, other.key),
    { kind: 'secret', secret: new Secret(Buffer.from('x')) } as const,
  ]
  for (const credential of wrong) {
    expect(await tokenOf(credential).current(signal)).toEqual({
      ...{ kind: 'none', code: 'login invalid_client', isFinal: true },
    })
  }
})

test('a login service that cannot be reached is for later, and says nothing of its own', async () => {
  teams.behaviour = 'down'
  const answer = await tokenOf(certificateCredential(cert, key)).current(signal)
  expect(answer).toEqual({ kind: 'none', code: 'login unreachable', isFinal: false })
})

test('many who ask at once make one request', async () => {
  const token = tokenOf(certificateCredential(cert, key))
  await Promise.all(Array.from({ length: 20 }, () => token.current(signal)))
  expect(teams.counts.tokens).toBe(1)
})

test('a certificate of another key is found out at once', () => {
  expect(() => certificateCredential(selfSigned('rsa').cert, key)).toThrow(
    expect.objectContaining({ code: 'HP_CONFIG' }),
  )
})
