import fc from 'fast-check'
import { compactVerify, importJWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { digest, nowMs, oneBitFlipped, party } from '../test/fixture.ts'
import { encodeBase64url } from './base64url.ts'
import { signFact, signHead, verifyFact, verifyHead } from './fact-signature.ts'
import { generateKey, keysOf } from './key.ts'

const { signer, keyOf } = party()
const known = { keyOf, atMs: nowMs }
const fact = signFact(signer, digest('f'))
const head = { slot: 3, number: 17, digest: digest('f') }
const headSignature = signHead(signer, head)
const refused = expect.objectContaining({ code: 'HP_PROOF_INVALID' })

describe('refused', () => {
  test('a signature over another fact', () => {
    expect(() => verifyFact(fact, digest('g'), known)).toThrow(refused)
  })

  test.each([
    ['slot', { slot: 4 }],
    ['number', { number: 18 }],
    ['digest', { digest: digest('g') }],
  ])('a head with another %s', (_, other) => {
    expect(() => verifyHead(headSignature, { ...head, ...other }, known)).toThrow(refused)
  })

  test('a head as a fact, and a fact as a head', () => {
    expect(() => verifyFact(headSignature, digest('f'), known)).toThrow(refused)
    expect(() => verifyHead(fact, head, known)).toThrow(refused)
  })

  test('keys of others, and keys out of force', () => {
    const others = { keyOf: keysOf(generateKey().publicJwk), atMs: nowMs }
    expect(() => verifyHead(headSignature, head, others)).toThrow(refused)
    const retired = keysOf({ ...signer.publicJwk, notAfter: '2026-06-01T11:00:00Z' })
    expect(() => verifyFact(fact, digest('f'), { keyOf: retired, atMs: nowMs })).toThrow(refused)
    expect(verifyFact(fact, digest('f'), { keyOf: retired, atMs: nowMs - 7_200_000 })).toBeTruthy()
  })

  test('every text that differs in one bit', () => {
    fc.assert(
      fc.property(oneBitFlipped(headSignature), (changed) => {
        expect(() => verifyHead(changed, head, known)).toThrow(refused)
      }),
      { numRuns: 300 },
    )
  })
})

test('facts and heads verify, and say by which key', () => {
  expect(verifyFact(fact, digest('f'), known)).toEqual({ keyId: signer.kid })
  expect(verifyHead(headSignature, head, known)).toEqual({ keyId: signer.kid })
})

test('a stranger verifies them with any JOSE library by putting the payload back', async () => {
  const key = await importJWK(signer.publicJwk, 'EdDSA')
  const [header, , signature] = fact.split('.')
  await compactVerify(`${header}.${encodeBase64url(digest('f'))}.${signature}`, key)
  const [headHeader, , last] = headSignature.split('.')
  const text = `{"digest":"${digest('f')}","number":17,"slot":3}`
  await compactVerify(`${headHeader}.${encodeBase64url(text)}.${last}`, key)
})
