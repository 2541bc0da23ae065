import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { CompactSign, compactVerify, importJWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { nowMs, oneBitFlipped, party } from '../test/fixture.ts'
import { encodeBase64url } from './base64url.ts'
import {
  jwsCharsMax,
  jwsTypes,
  refuseProof,
  signDetached,
  signJws,
  verifyDetached,
  verifyJws,
} from './jws.ts'
import { generateKey, keysOf, Signer } from './key.ts'

const { signer, keyOf } = party()
const typ = jwsTypes.intent
const proof = signJws(signer, typ, { say: 'so' })
const refused = (rule?: string) =>
  expect.objectContaining({
    code: 'HP_PROOF_INVALID',
    ...(rule === undefined ? {} : { message: expect.stringContaining(rule) }),
  })
const verify = (compact: string) => verifyJws(compact, typ, keyOf, nowMs)

/** A JWS by the right key with any header. */
function withHeader(header: object | string, key = signer): string {
  const text = typeof header === 'string' ? header : JSON.stringify(header)
  const input = `${encodeBase64url(text)}.${encodeBase64url('{}')}`
  return `${input}.${encodeBase64url(key.sign(Buffer.from(input)))}`
}
const header = { alg: 'EdDSA', kid: signer.kid, typ }

describe('refused', () => {
  test.each([
    ['nothing', ''],
    ['two parts', proof.slice(0, proof.lastIndexOf('.'))],
    ['four parts', `${proof}.AAAA`],
    ['padding', `${proof}=`],
    ['white space', `${proof}\n`],
    ['an empty payload', proof.replace(/\.[^.]*\./, '..')],
    ['a JSON serialization', JSON.stringify({ payload: proof })],
  ])('%s', (_, compact) => {
    expect(() => verify(compact)).toThrow(refused())
  })

  test.each([
    ['alg none', { ...header, alg: 'none' }, 'EdDSA'],
    ['alg in other case', { ...header, alg: 'eddsa' }, 'EdDSA'],
    ['alg Ed25519', { ...header, alg: 'Ed25519' }, 'EdDSA'],
    ['no typ', { alg: 'EdDSA', kid: signer.kid }, 'type'],
    ['the typ of another kind', { ...header, typ: jwsTypes.grant }, 'type'],
    ['no kid', { alg: 'EdDSA', typ }, 'names no key'],
    ['a kid that is not text', { ...header, kid: 7 }, 'names no key'],
    ['an unknown kid', { ...header, kid: generateKey().kid }, 'may not sign'],
    ['crit', { ...header, crit: ['exp'] }, 'not allowed'],
    ['b64', { ...header, b64: false }, 'not allowed'],
    ['a key of its own', { ...header, jwk: signer.publicJwk }, 'not allowed'],
    ['a key address', { ...header, jku: 'https://example.com/jwks' }, 'not allowed'],
    ['a list for a header', '[]', 'EdDSA'],
    ['null for a header', 'null', 'no header'],
    [
      'a header with a key twice',
      `{"alg":"none","alg":"EdDSA","kid":"${signer.kid}","typ":"${typ}"}`,
      'I-JSON',
    ],
  ])('a header with %s, though rightly signed', (_, given, rule) => {
    expect(() => verify(withHeader(given))).toThrow(refused(rule))
  })

  test('an HMAC keyed with the public key', () => {
    const text = { alg: 'HS256', kid: signer.kid, typ }
    const input = `${encodeBase64url(JSON.stringify(text))}.${encodeBase64url('{}')}`
    const mac = createHmac('sha256', signer.publicJwk.x ?? '')
      .update(input)
      .digest('base64url')
    expect(() => verify(`${input}.${mac}`)).toThrow(refused('EdDSA'))
  })

  test('a signature by another key under the right key id', () => {
    expect(() => verify(withHeader(header, new Signer(generateKey().privateJwk)))).toThrow(
      refused('wrong signature'),
    )
  })

  test('anything beyond the limit, before it is decoded', () => {
    expect(() => verify('A'.repeat(jwsCharsMax + 1))).toThrow(refused('too long'))
  })

  test.each([
    ['not yet', { notBefore: '2026-06-01T12:00:01Z' }],
    ['no longer', { notAfter: '2026-06-01T12:00:00Z' }],
  ])('a key that is %s in force when the statement was made known', (_, dates) => {
    const dated = keysOf({ ...signer.publicJwk, ...dates })
    expect(() => verifyJws(proof, typ, dated, nowMs)).toThrow(refused('not in force'))
  })
})

test('changing any bit makes it worthless', () => {
  expect(verify(proof).payload.toString()).toBe('{"say":"so"}')
  fc.assert(
    fc.property(oneBitFlipped(proof), (changed) => {
      expect(() => verify(changed)).toThrow(refused())
    }),
    { numRuns: 500 },
  )
})

test('a statement of one kind passes as no other', () => {
  const types = Object.values(jwsTypes)
  for (const made of types) {
    const compact = signJws(signer, made, { say: 'so' })
    for (const wanted of types) {
      const run = () => verifyJws(compact, wanted, keyOf, nowMs)
      if (made === wanted) expect(run).not.toThrow()
      else expect(run).toThrow(refused('is not of type'))
    }
  }
})

test('jose accepts what we sign, and we accept what jose signs', async () => {
  const key = await importJWK(signer.publicJwk, 'EdDSA')
  const { payload, protectedHeader } = await compactVerify(proof, key, { algorithms: ['EdDSA'] })
  expect(Buffer.from(payload).toString()).toBe('{"say":"so"}')
  expect(protectedHeader).toEqual(header)

  const pair = generateKey()
  const theirs = await new CompactSign(Buffer.from('{"by":"jose"}'))
    .setProtectedHeader({ alg: 'EdDSA', kid: pair.kid, typ })
    .sign(await importJWK(pair.privateJwk, 'EdDSA'))
  expect(verifyJws(theirs, typ, keysOf(pair.publicJwk), nowMs).payload.toString()).toBe(
    '{"by":"jose"}',
  )
})

test('a detached signature holds for its payload only', async () => {
  const payload = Buffer.from('sha256:abc')
  const detached = signDetached(signer, jwsTypes.fact, payload)
  const [first, between, last] = detached.split('.')
  expect(between).toBe('')
  expect(verifyDetached(detached, jwsTypes.fact, payload, keyOf, nowMs).kid).toBe(signer.kid)
  for (const bad of [
    `${first}.${encodeBase64url(payload)}.${last}`,
    `${detached}.`,
    `${first}..`,
  ]) {
    expect(() => verifyDetached(bad, jwsTypes.fact, payload, keyOf, nowMs)).toThrow(refused())
  }
  const other = Buffer.from('sha256:abd')
  expect(() => verifyDetached(detached, jwsTypes.fact, other, keyOf, nowMs)).toThrow(refused())
  const whole = `${first}.${encodeBase64url(payload)}.${last}`
  await compactVerify(whole, await importJWK(signer.publicJwk, 'EdDSA'))
})

test('the caller chooses the error, and it quotes nothing that was sent', () => {
  const error = refuseProof('hpproof')('is too long')
  expect(error.message).toBe('the proof in "hpproof" is too long')
})

test('golden bytes of a statement', () => {
  const fixed = new Signer({
    kty: 'OKP',
    crv: 'Ed25519',
    d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
    x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  })
  expect(signJws(fixed, typ, { b: 1, a: 'é' })).toMatchInlineSnapshot(
    `"eyJhbGciOiJFZERTQSIsImtpZCI6ImtQcktfcW14VldhWVZBOXd3QkY2SXVvM3ZWeno3VHhIQ1R3WEJ5Z3JTNGsiLCJ0eXAiOiJocC1pbnRlbnQrand0In0.eyJhIjoiw6kiLCJiIjoxfQ.eu1swtKsBWN8dZUKhNsbyVIX-YLODlawp8bQueyYwuVo_yDVNAi4WYeT1YE1OlzZGgHYuZtNqTuUrUEcHRiCDg"`,
  )
})
