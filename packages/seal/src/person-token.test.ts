import { createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { clockSkewMs } from '@holdpoint/contracts'
import fc from 'fast-check'
import { type JWTPayload, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { deployment, nowMs, oneBitFlipped } from '../test/fixture.ts'
import { encodeBase64url } from './base64url.ts'
import { verifyPersonToken } from './person-token.ts'
import { parseTrust } from './trust.ts'

const issuer = 'https://id.example'
const keys = {
  EdDSA: generateKeyPairSync('ed25519'),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
}
type Algorithm = keyof typeof keys
const other = generateKeyPairSync('ed25519')
const jwk = (key: KeyObject, kid: string, dates = {}) => ({
  ...key.export({ format: 'jwk' }),
  kid,
  ...dates,
})
const trustOf = (issuerKeys: readonly object[]) =>
  parseTrust(
    JSON.stringify({
      deployment,
      services: {},
      issuers: [
        { issuer, audience: 'holdpoint', keys: issuerKeys },
        {
          issuer: 'https://other.example',
          audience: 'holdpoint',
          keys: [jwk(other.publicKey, 'EdDSA')],
        },
      ],
    }),
  )
const trust = trustOf(Object.entries(keys).map(([alg, pair]) => jwk(pair.publicKey, alg)))

const base = {
  iss: issuer,
  aud: 'holdpoint',
  sub: 'u-1',
  iat: nowMs / 1000,
  exp: nowMs / 1000 + 300,
  email: 'ana@example.org',
  nonce: 'n-1',
}
function mint(
  claims: object = {},
  header: object = {},
  key: KeyObject | undefined = undefined,
  alg: Algorithm = 'EdDSA',
) {
  return new SignJWT({ ...base, ...claims } as JWTPayload)
    .setProtectedHeader({ alg, kid: alg, ...header })
    .sign(key ?? keys[alg].privateKey)
}
const verify = (token: string, from = trust, atMs = nowMs) =>
  verifyPersonToken(token, { trust: from, nowMs: atMs })
const unproven = expect.objectContaining({ code: 'HP_PERSON_UNPROVEN' })

describe('a person is not proven by a token', () => {
  test.each<[string, object]>([
    ['of an unknown issuer', { iss: 'https://evil.example' }],
    ['of an issuer whose name differs by a slash', { iss: `${issuer}/` }],
    ['signed by one issuer in the name of another', { iss: 'https://other.example' }],
    ['without issuer', { iss: undefined }],
    ['for another audience', { aud: 'somebody-else' }],
    ['without audience', { aud: undefined }],
    ['given to another client', { aud: ['holdpoint', 'chat'], azp: 'chat' }],
    ['without subject', { sub: undefined }],
    ['with an empty subject', { sub: '' }],
    ['that has expired this second', { exp: nowMs / 1000 }],
    ['without expiry', { exp: undefined }],
    ['without time of issue', { iat: undefined }],
    ['from the future', { iat: (nowMs + clockSkewMs) / 1000 + 1 }],
    ['not valid yet', { nbf: (nowMs + clockSkewMs) / 1000 + 1 }],
  ])('%s', async (_, claims) => {
    await expect(verify(await mint(claims))).rejects.toThrow(unproven)
  })

  test.each<[string, object]>([
    ['that is an access token', { typ: 'at+jwt' }],
    ['that is one of our own statements', { typ: 'hp-request+jwt' }],
    ['with an unknown key id', { kid: 'unknown' }],
    ['without key id, where its issuer has several keys', { kid: undefined }],
    ['whose key is used with another algorithm', { kid: 'ES256' }],
  ])('%s', async (_, header) => {
    await expect(verify(await mint({}, header))).rejects.toThrow(unproven)
  })

  test('with alg none', async () => {
    const parts = [{ alg: 'none', kid: 'EdDSA' }, base].map((part) =>
      encodeBase64url(JSON.stringify(part)),
    )
    await expect(verify(`${parts.join('.')}.`)).rejects.toThrow(unproven)
  })

  test('with an HMAC keyed with the public key', async () => {
    const publicPem = keys.RS256.publicKey.export({ type: 'spki', format: 'pem' })
    const token = await new SignJWT(base)
      .setProtectedHeader({ alg: 'HS256', kid: 'RS256' })
      .sign(createSecretKey(Buffer.from(publicPem)))
    await expect(verify(token)).rejects.toThrow(unproven)
  })

  test('with another RSA algorithm than the pinned one', async () => {
    const token = await new SignJWT(base)
      .setProtectedHeader({ alg: 'PS256', kid: 'RS256' })
      .sign(keys.RS256.privateKey)
    await expect(verify(token)).rejects.toThrow(unproven)
  })

  test('with crit', async () => {
    const token = await new SignJWT(base)
      .setProtectedHeader({ alg: 'EdDSA', kid: 'EdDSA', crit: ['exp'], exp: 1 })
      .sign(keys.EdDSA.privateKey, { crit: { exp: true } })
    await expect(verify(token)).rejects.toThrow(unproven)
  })

  test.each([
    ['nothing', ''],
    ['no JWT', 'ana'],
    ['too long', 'A'.repeat(8193)],
    ['five parts', 'a.b.c.d.e'],
  ])('that is %s', async (_, token) => {
    await expect(verify(token)).rejects.toThrow(unproven)
  })

  test('that is too long to be read at all', async () => {
    await expect(verify(await mint({ more: 'x'.repeat(8000) }))).rejects.toThrow('too long')
  })

  test('by a key that was not in force', async () => {
    const token = await mint()
    const retired = trustOf([
      jwk(keys.EdDSA.publicKey, 'EdDSA', { notAfter: '2026-06-01T12:00:00Z' }),
    ])
    await expect(verify(token, retired)).rejects.toThrow(unproven)
    await expect(verify(token, retired, nowMs - 1000)).resolves.toMatchObject({ subject: 'u-1' })
  })

  test('with any bit changed', async () => {
    const token = await mint()
    await fc.assert(
      fc.asyncProperty(oneBitFlipped(token.slice(0, token.lastIndexOf('.'))), async (changed) => {
        await expect(verify(changed + token.slice(token.lastIndexOf('.')))).rejects.toThrow(
          unproven,
        )
      }),
      { numRuns: 200 },
    )
  })

  test('and the error does not quote it', async () => {
    const token = await mint({ aud: 'wrong-audience', email: 'secret@example.org' })
    const error = await verify(token).catch((reason: unknown) => reason)
    expect(`${String(error)} ${(error as Error).stack}`).not.toMatch(/wrong-audience|secret@|eyJ/)
  })
})

test.each<[Algorithm]>([['EdDSA'], ['ES256'], ['RS256']])(
  'a person is proven by a token signed with %s',
  async (alg) => {
    expect(await verify(await mint({}, {}, undefined, alg))).toEqual({
      issuer,
      subject: 'u-1',
      email: 'ana@example.org',
      nonce: 'n-1',
      expiresMs: nowMs + 300_000,
    })
  },
)

test('a key id may be left out where the issuer has one key', async () => {
  const single = trustOf([jwk(keys.EdDSA.publicKey, 'EdDSA')])
  await expect(verify(await mint({}, { kid: undefined }), single)).resolves.toMatchObject({
    subject: 'u-1',
  })
})

test('an address that the issuer has not verified is not passed on', async () => {
  expect(await verify(await mint({ email_verified: false }))).not.toHaveProperty('email')
})
