import { generateKeyPairSync } from 'node:crypto'
import { inspect } from 'node:util'
import { HoldpointError } from '@holdpoint/contracts'
import { calculateJwkThumbprint } from 'jose'
import { describe, expect, test } from 'vitest'
import {
  generateKey,
  generateUnsealingKey,
  isInForce,
  keysOf,
  type PrivateJwk,
  Signer,
  thumbprint,
  verifyKeyOf,
} from './key.ts'
import { checkNow } from './signature.ts'

/** RFC 8037, appendix A.1 to A.4. */
const rfc8037 = {
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
} as const
const input = 'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc'
const signature =
  'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg'

describe('refused', () => {
  const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    format: 'jwk',
  })
  test.each([
    ['a public key', generateKey().publicJwk],
    ['a key of another curve', p256],
    ['an unsealing key', generateUnsealingKey().privateJwk],
    ['a key whose private part is cut', { ...rfc8037, d: rfc8037.d.slice(0, 20) }],
    ['null', null],
    ['text', 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A'],
  ])('to sign with: %s', (_, jwk) => {
    expect(() => new Signer(jwk as PrivateJwk, 'gate.jwk')).toThrow(
      expect.objectContaining({
        code: 'HP_CONFIG',
        details: expect.objectContaining({ file: 'gate.jwk' }),
      }),
    )
  })

  test('a key file that is not JSON, without quoting it', () => {
    expect(() => Signer.fromText(`{"d":"${rfc8037.d}`, 'gate.jwk')).toThrow(
      expect.objectContaining({
        code: 'HP_CONFIG',
        message: expect.not.stringContaining(rfc8037.d),
      }),
    )
  })

  test.each([
    ['another curve', { kty: 'OKP', crv: 'X25519', x: rfc8037.x }],
    ['another type', { kty: 'EC', crv: 'Ed25519', x: rfc8037.x }],
    ['no x', { kty: 'OKP', crv: 'Ed25519' }],
    ['a short x', { kty: 'OKP', crv: 'Ed25519', x: 'AAAA' }],
    ['a second spelling of x', { kty: 'OKP', crv: 'Ed25519', x: `${rfc8037.x.slice(0, -1)}p` }],
  ])('to verify with: a key with %s', (_, jwk) => {
    expect(verifyKeyOf(jwk)).toBeUndefined()
  })
})

test('a signer never shows its private key', () => {
  const signer = new Signer(rfc8037)
  const shown = inspect(signer, { showHidden: true, depth: 9 }) + JSON.stringify(signer)
  expect(shown).not.toContain(rfc8037.d)
  expect(JSON.stringify(signer.publicJwk)).not.toContain('"d"')
})

test('keys are named and sign as in RFC 8037', () => {
  const signer = new Signer(rfc8037)
  expect(signer.kid).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k')
  expect(signer.sign(Buffer.from(input)).toString('base64url')).toBe(signature)
  const key = keysOf(rfc8037)(signer.kid)
  if (key === undefined) throw new TypeError('no key')
  const wrong = () => new HoldpointError('HP_AUTH', { rule: 'wrong' })
  const check = (text: string) => () =>
    checkNow({
      ...{ key, wrong, bytes: Buffer.from(text) },
      signature: Buffer.from(signature, 'base64url'),
    })
  expect(check(input)).not.toThrow()
  expect(check(`${input}x`)).toThrow('wrong')
})

test('a public part that does not belong to the private one is not believed', () => {
  const lying = { ...rfc8037, x: generateKey().publicJwk.x ?? '' }
  expect(new Signer(lying).kid).toBe(new Signer(rfc8037).kid)
})

test.each([
  ['Ed25519', generateKey().publicJwk],
  ['X25519', generateUnsealingKey().publicJwk],
  ['P-256', generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })],
  ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' })],
])('a thumbprint of %s is what jose computes', async (_, jwk) => {
  const kty = jwk.kty ?? ''
  expect(thumbprint({ ...jwk, kty } as Parameters<typeof thumbprint>[0])).toBe(
    await calculateJwkThumbprint({ ...jwk, kty } as Parameters<typeof calculateJwkThumbprint>[0]),
  )
})

test('generated keys are new each time, and the public half holds no secret', () => {
  const [first, second] = [generateKey(), generateKey()]
  expect(first.kid).not.toBe(second.kid)
  expect(first.publicJwk).not.toHaveProperty('d')
  expect(new Signer(first.privateJwk).kid).toBe(first.kid)
})

test('a key counts from its first moment until before its last', () => {
  const key = { notBeforeMs: 10, notAfterMs: 20 }
  expect([9, 10, 19, 20].map((atMs) => isInForce(key, atMs))).toEqual([false, true, true, false])
})
