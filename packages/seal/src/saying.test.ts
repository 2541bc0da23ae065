import { clockSkewMs, decisionNonce } from '@holdpoint/contracts'
import { SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { jwsTypes, signJws } from './jws.ts'
import { generateKey, Signer } from './key.ts'
import { verifyPersonToken } from './person-token.ts'
import { signSaying, verifySaying } from './saying.ts'
import { parseTrust } from './trust.ts'

const deployment = 'urn:holdpoint:test'
const nowMs = Date.UTC(2026, 5, 1)
const keys = { ana: generateKey(), bea: generateKey(), agent: generateKey() }
const old = generateKey()
const trust = parseTrust(
  JSON.stringify({
    deployment,
    services: {},
    agents: { bot: { keys: [keys.agent.publicJwk] } },
    people: {
      ana: { keys: [keys.ana.publicJwk, { ...old.publicJwk, notAfter: '2026-01-01T00:00:00Z' }] },
      bea: { keys: [keys.bea.publicJwk] },
    },
  }),
)
const nonce = decisionNonce({
  actionId: '01890a5d-ac96-774b-bcce-000000000001' as never,
  presented: `sha256:${'A'.repeat(43)}` as never,
  verdict: 'approve',
})
const known = { trust, nowMs, idOf: () => undefined }
const said = { deployment, person: 'ana', nonce, nowMs }
const signer = (name: keyof typeof keys) => new Signer(keys[name].privateJwk)
const unproven = expect.objectContaining({ code: 'HP_PERSON_UNPROVEN' })

describe('no saying of this person is', () => {
  test.each<[string, string]>([
    ['one by the key of another person', signSaying(signer('bea'), said)],
    ['one by the key of an agent', signSaying(signer('agent'), said)],
    ['one by a key that is over', signSaying(new Signer(old.privateJwk), said)],
    [
      'one by a key that nobody has registered',
      signSaying(new Signer(generateKey().privateJwk), said),
    ],
    ['one of somebody without keys', signSaying(signer('ana'), { ...said, person: 'olga' })],
    ['one for another deployment', signSaying(signer('ana'), { ...said, deployment: 'urn:x:y' })],
    ['an old one', signSaying(signer('ana'), { ...said, nowMs: nowMs - clockSkewMs - 1000 })],
    [
      'one from the future',
      signSaying(signer('ana'), { ...said, nowMs: nowMs + clockSkewMs + 1000 }),
    ],
    [
      'a statement of another kind',
      signJws(signer('ana'), jwsTypes.request, { sub: 'ana', nonce }),
    ],
    [
      'one with another claim',
      signJws(signer('ana'), jwsTypes.saying, {
        aud: deployment,
        iat: nowMs / 1000,
        sub: 'ana',
        nonce,
        admin: true,
      }),
    ],
    ['one cut short', signSaying(signer('ana'), said).slice(0, -4)],
    ['nothing', ''],
    ['noise', 'a.b.c'],
  ])('%s', async (_, token) => {
    await expect(verifySaying(token, known)).rejects.toThrow(unproven)
  })
})

test('a statement by one’s own key says who and what, and is no login', async () => {
  const token = signSaying(signer('ana'), said)
  expect(await verifySaying(token, known)).toEqual({ person: 'ana', nonce })
  await expect(verifyPersonToken(token, { trust, nowMs })).rejects.toThrow(unproven)
})

test('an ID token says so too, of whom the directory names', async () => {
  const issuer = generateKey()
  const url = 'https://id.example'
  const own = parseTrust(
    JSON.stringify({
      ...{ deployment, services: {} },
      issuers: [{ issuer: url, audience: 'hold', keys: [issuer.publicJwk] }],
    }),
  )
  const iat = nowMs / 1000
  const claims = { iss: url, aud: 'hold', sub: 'u-1', iat, exp: iat + 60, nonce }
  const { importJWK } = await import('jose')
  const key = await importJWK({ ...issuer.privateJwk } as never, 'EdDSA')
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', kid: issuer.kid })
    .sign(key)
  const idOf = (from: string, subject: string) =>
    from === url && subject === 'u-1' ? 'ana' : undefined
  expect(await verifySaying(token, { trust: own, nowMs, idOf })).toEqual({ person: 'ana', nonce })
  const nobody = await verifySaying(token, { trust: own, nowMs, idOf: () => undefined })
  expect(nobody.person).toBeUndefined()
})
