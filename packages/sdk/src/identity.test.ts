/** What is made out of a private key, and what must not be seen of it. */
import { inspect } from 'node:util'
import { generateKey, type PrivateJwk, verifyKeyOf, verifyRequest } from '@holdpoint/seal'
import { describe, expect, test } from 'vitest'
import { Identity } from './identity.ts'
import { realSurroundings } from './surroundings.ts'

const deployment = 'urn:holdpoint:test'
/** RFC 8037, appendix A. */
const key: PrivateJwk = {
  ...{ kty: 'OKP', crv: 'Ed25519', d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A' },
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
}
const identityOf = (jwk = key) =>
  new Identity({ id: 'bot', key: jwk }, deployment, realSurroundings)

describe('a salt', () => {
  test('is another for every key, subject and purpose', () => {
    const identity = identityOf()
    const salts = new Set([
      identity.salt('a', 'intended'),
      identity.salt('b', 'intended'),
      identity.salt('a', 'reported'),
      identityOf(generateKey().privateJwk).salt('a', 'intended'),
    ])
    expect(salts.size).toBe(4)
  })

  test('is what earlier versions made: a repeat must have the same digest', () => {
    expect(identityOf().salt('a', 'intended')).toBe('2rUBri0MUPR28Jiy_HkZI-K-OY2-Q0E1tQHDkUzhtSk')
  })
})

describe('a request', () => {
  test('verifies as this party’s, for this deployment, subject and act', () => {
    const identity = identityOf()
    const compact = identity.request('a', 'claim', { grant: 'g' })
    const verifyKey = verifyKeyOf(identity.signer.publicJwk)
    if (verifyKey === undefined) return expect.unreachable()
    const party = { kind: 'executor', id: 'bot', audiences: [], key: verifyKey } as const
    const known = { deployment, subject: 'a', act: 'claim', partyOf: () => party } as const
    const verified = verifyRequest(compact, { ...known, atMs: Date.now() })
    expect(verified).toMatchObject({ keyId: identity.signer.kid, grant: 'g', act: 'claim' })
  })

  test('is never the same twice', () => {
    const identity = identityOf()
    const requests = Array.from({ length: 10 }, () => identity.request('a', 'read'))
    expect(new Set(requests).size).toBe(10)
  })
})

test('no way of printing it shows the key', () => {
  const identity = identityOf()
  for (const text of [
    JSON.stringify(identity),
    inspect(identity, { depth: 9, showHidden: true }),
  ]) {
    expect(text).not.toContain(key.d)
    expect(text).not.toContain(Buffer.from(key.d, 'base64url').toString('hex').slice(0, 16))
  }
})
