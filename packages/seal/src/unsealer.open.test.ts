/** Opening as such: what is bound, what was changed, and what other implementations write. */
import { createCipheriv, generateKeyPairSync, randomBytes } from 'node:crypto'
import { HoldpointError } from '@holdpoint/contracts'
import fc from 'fast-check'
import { CompactEncrypt } from 'jose'
import { describe, expect, test } from 'vitest'
import { actionId, deployment, digest, nowMs, oneBitFlipped, otherId } from '../test/fixture.ts'
import { encodeBase64url } from './base64url.ts'
import { generateKey, generateUnsealingKey, type PrivateJwk } from './key.ts'
import { type SealBinding, Sealer, sealAlgorithms, wrapTo } from './sealer.ts'
import { Unsealer } from './unsealer.ts'

const unsealing = generateUnsealingKey()
const unsealer = new Unsealer([unsealing.privateJwk])
const binding: SealBinding = {
  kind: 'action',
  actionId,
  intended: digest('i'),
  presented: digest('p'),
}
const expected = { kind: 'action', deployment, actionId, intended: digest('i') } as const
const original = Buffer.from('{"card":"the whole number"}')
const seal = () => new Sealer({ deployment, wrapper: wrapTo(unsealing.publicJwk) })
const sealed = await seal().seal(original, binding, nowMs)
const code = (text: string) => expect.objectContaining({ code: text })

describe('a sealed original is refused', () => {
  test.each([
    ['of another action', { actionId: otherId }],
    ['of another payload', { intended: digest('x') }],
    ['of another deployment', { deployment: 'urn:holdpoint:other' }],
  ])('%s', async (_, change) => {
    await expect(unsealer.open(sealed, { ...expected, ...change })).rejects.toThrow(
      code('HP_SEAL_INVALID'),
    )
  })

  test('of an outcome, where an action is expected', async () => {
    const outcome = { kind: 'outcome', deployment, actionId, reported: digest('i') } as const
    await expect(unsealer.open(sealed, outcome)).rejects.toThrow('bound to another kind')
  })

  test('for an unsealing key that is not here', async () => {
    const other = new Unsealer([generateUnsealingKey().privateJwk])
    await expect(other.open(sealed, expected)).rejects.toThrow('not here')
  })

  test.each([
    ['four parts', sealed.slice(0, sealed.lastIndexOf('.'))],
    ['padding', `${sealed}=`],
    ['nothing', ''],
    ['a signature instead', sealed.split('.').slice(0, 3).join('.')],
    ['null for a header', sealed.replace(/^[^.]+/, encodeBase64url('null'))],
    ['a short tag', sealed.slice(0, -2)],
    ['a short IV', sealed.replace(/(^[^.]+\.[^.]+\.)[^.]+/, '$1AAAA')],
  ])('with %s', async (_, text) => {
    await expect(unsealer.open(text, expected)).rejects.toThrow(code('HP_SEAL_INVALID'))
  })

  test('with any bit changed', async () => {
    await fc.assert(
      fc.asyncProperty(oneBitFlipped(sealed), async (changed) => {
        await expect(unsealer.open(changed, expected)).rejects.toThrow(code('HP_SEAL_INVALID'))
      }),
      { numRuns: 400 },
    )
  })

  test('that is longer than any record, before it is decoded', async () => {
    await expect(unsealer.open('A'.repeat(2_000_000), expected)).rejects.toThrow('too long')
  })

  test.each<[string, object, string]>([
    ['a header member too many', { zip: 'DEF' }, 'not allowed'],
    ['no wrapped key', { wk: undefined }, 'carries no data key'],
    ['no key id', { kid: undefined }, 'carries no data key'],
    ['no binding', { hp: undefined }, 'bound to another'],
    ['no IV of the wrapped key', { iv: undefined }, 'malformed'],
    ['another typ', { typ: 'JWE' }, 'pinned'],
  ])('with %s', async (_, change, rule) => {
    const [first = '', ...rest] = sealed.split('.')
    const header = { ...JSON.parse(Buffer.from(first, 'base64url').toString()), ...change }
    const text = [encodeBase64url(JSON.stringify(header)), ...rest].join('.')
    await expect(unsealer.open(text, expected)).rejects.toThrow(rule)
  })

  test('with keys of another length, though wrapped by somebody who knew how', async () => {
    const wrapper = wrapTo(unsealing.publicJwk)
    const dataKey = randomBytes(32)
    const short = await wrapper.wrap(randomBytes(16), { deployment, kid: 'k' })
    const right = await wrapper.wrap(dataKey, { deployment, kid: 'k' })
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', dataKey, iv)
    const wrapped = Buffer.concat([cipher.update(randomBytes(16)), cipher.final()])
    const withKey = (wk: string) => {
      const text = { ...sealAlgorithms.content, kid: 'k', wk, hp: expected }
      const ivAndTag = { iv: encodeBase64url(iv), tag: encodeBase64url(cipher.getAuthTag()) }
      const header = encodeBase64url(JSON.stringify({ ...text, ...ivAndTag }))
      return [header, encodeBase64url(wrapped), ...sealed.split('.').slice(2)].join('.')
    }
    await expect(unsealer.open(withKey(short), expected)).rejects.toThrow('data key of another')
    await expect(unsealer.open(withKey(right), expected)).rejects.toThrow('content key of another')
  })

  test('with parts of another one of the same hour', async () => {
    const sealer = new Sealer({ deployment, wrapper: wrapTo(unsealing.publicJwk) })
    const [one, two] = await Promise.all(
      [original, original].map((bytes) => sealer.seal(bytes, binding, nowMs)),
    )
    for (const at of [0, 1, 2, 3, 4]) {
      const mixed = (one ?? '')
        .split('.')
        .with(at, (two ?? '').split('.')[at] ?? '')
        .join('.')
      await expect(unsealer.open(mixed, expected)).rejects.toThrow(code('HP_SEAL_INVALID'))
    }
  })

  test('with other algorithms, though it would open', async () => {
    const sealer = {
      ...sealAlgorithms.content,
      alg: 'dir',
      kid: 'k',
      hp: { deployment, ...binding },
    }
    const direct = await new CompactEncrypt(original)
      .setProtectedHeader(sealer)
      .encrypt(randomBytes(32))
    await expect(unsealer.open(direct, expected)).rejects.toThrow('pinned algorithms')
  })

  test('with a data key that was wrapped under another name', async () => {
    const wrapper = wrapTo(unsealing.publicJwk)
    const lying = new Sealer({
      deployment,
      wrapper: { wrap: (key) => wrapper.wrap(key, { deployment, kid: 'other' }) },
    })
    const text = await lying.seal(original, binding, nowMs)
    await expect(unsealer.open(text, expected)).rejects.toThrow('foreign data key')
  })
})

test('we open what jose seals', async () => {
  const dataKey = randomBytes(32)
  const wk = await wrapTo(unsealing.publicJwk).wrap(dataKey, { deployment, kid: 'k1' })
  const theirs = await new CompactEncrypt(original)
    .setProtectedHeader({
      ...sealAlgorithms.content,
      kid: 'k1',
      wk,
      hp: { deployment, ...binding },
    })
    .encrypt(dataKey)
  expect((await unsealer.open(theirs, expected)).equals(original)).toBe(true)
})

test('a P-256 key unseals too, and former keys go on doing so', async () => {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    format: 'jwk',
  }) as PrivateJwk
  const both = new Unsealer([jwk, unsealing.privateJwk])
  const text = await new Sealer({ deployment, wrapper: wrapTo(jwk) }).seal(original, binding, nowMs)
  expect((await both.open(text, expected)).equals(original)).toBe(true)
  expect((await both.open(sealed, expected)).equals(original)).toBe(true)
})

test.each([
  ['a signing key', generateKey().privateJwk],
  ['a public key', unsealing.publicJwk],
  ['a key that is cut', { ...unsealing.privateJwk, d: 'AAAA' }],
])('%s cannot be an unsealing key', (_, jwk) => {
  expect(() => new Unsealer([jwk as PrivateJwk])).toThrow(code('HP_CONFIG'))
})

test('errors quote nothing of what was sealed, nor of the keys', async () => {
  const changed = sealed.replace(/.{4}$/, 'AAAA')
  const error = await unsealer.open(changed, expected).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(HoldpointError)
  const shown = `${String(error)} ${(error as Error).stack} ${JSON.stringify(error)}`
  for (const hidden of [original.toString(), unsealing.privateJwk.d, sealed.slice(0, 60)]) {
    expect(shown).not.toContain(hidden)
  }
})
