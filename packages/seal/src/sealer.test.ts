import { generateKeyPairSync } from 'node:crypto'
import { compactDecrypt, decodeProtectedHeader, importJWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { actionId, deployment, digest, nowMs } from '../test/fixture.ts'
import { generateUnsealingKey, type PrivateJwk } from './key.ts'
import { dataKeyMs, type SealBinding, Sealer, wrapTo } from './sealer.ts'

const x25519 = generateUnsealingKey()
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  format: 'jwk',
}) as PrivateJwk
const binding: SealBinding = {
  kind: 'action',
  actionId,
  intended: digest('i'),
  presented: digest('p'),
}
const original = Buffer.from('{"iban":"a value nobody may read"}')
const newSealer = () => new Sealer({ deployment, wrapper: wrapTo(x25519.publicJwk) })

/** Opens with jose alone: what a stranger's implementation would do. */
async function openWithJose(sealed: string, privateJwk: PrivateJwk) {
  const header = decodeProtectedHeader(sealed) as { wk: string }
  const recipient = await importJWK(
    { ...privateJwk } as Parameters<typeof importJWK>[0],
    'ECDH-ES+A256KW',
  )
  const dataKey = await compactDecrypt(header.wk, recipient)
  const opened = await compactDecrypt(sealed, dataKey.plaintext)
  return {
    plaintext: Buffer.from(opened.plaintext),
    header: opened.protectedHeader,
    wrap: dataKey.protectedHeader,
  }
}

test.each([
  ['X25519', x25519.privateJwk],
  ['P-256', p256],
])('jose opens what we seal to %s', async (_, privateJwk) => {
  const sealer = new Sealer({ deployment, wrapper: wrapTo(privateJwk) })
  const { plaintext, header, wrap } = await openWithJose(
    await sealer.seal(original, binding, nowMs),
    privateJwk,
  )
  expect(plaintext.equals(original)).toBe(true)
  expect(header).toMatchObject({
    alg: 'A256GCMKW',
    enc: 'A256GCM',
    typ: 'hp-sealed',
    hp: { deployment, ...binding },
  })
  expect(wrap).toMatchObject({
    alg: 'ECDH-ES+A256KW',
    enc: 'A256GCM',
    typ: 'hp-data-key',
    hp: { deployment, kid: header.kid },
  })
})

test('nothing of the original is readable, and sealing it again looks unrelated', async () => {
  const sealer = newSealer()
  const [first, second] = await Promise.all([1, 2].map(() => sealer.seal(original, binding, nowMs)))
  const decoded = (first ?? '')
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString('latin1'))
  expect(decoded.join()).not.toContain('nobody may read')
  const parts = [first, second].map((text) => text?.split('.') ?? [])
  for (const at of [1, 2, 3, 4]) expect(parts[0]?.[at]).not.toBe(parts[1]?.[at])
  const ivs = [first, second].map((text) => decodeProtectedHeader(text ?? '')['iv'])
  expect(ivs[0]).not.toBe(ivs[1])
})

test('no two seals share a content key or an IV', async () => {
  const sealer = newSealer()
  const seal = await sealer.ready(nowMs)
  const parts = Array.from({ length: 500 }, () => {
    const sealed = seal(original, binding)
    const [, wrappedKey = '', iv = ''] = sealed.split('.')
    return [wrappedKey, iv, String(decodeProtectedHeader(sealed)['iv'])]
  }).flat()
  expect(new Set(parts).size).toBe(parts.length)
})

test('an outcome is sealed as an outcome', async () => {
  const outcome = {
    kind: 'outcome',
    actionId,
    reported: digest('r'),
    presented: digest('p'),
  } as const
  const sealed = await newSealer().seal(original, outcome, nowMs)
  expect(decodeProtectedHeader(sealed)['hp']).toEqual({ deployment, ...outcome })
})

describe('the data key', () => {
  function counted() {
    let calls = 0
    const inner = wrapTo(x25519.publicJwk)
    const failing = { next: false }
    const sealer = new Sealer({
      deployment,
      wrapper: {
        wrap: async (key, named) => {
          calls++
          if (failing.next) {
            failing.next = false
            throw new Error('the key service is away')
          }
          return inner.wrap(key, named)
        },
      },
    })
    const seal = (atMs: number) => sealer.seal(original, binding, atMs)
    return { seal, failing, calls: () => calls }
  }
  const kidOf = (sealed: string) => decodeProtectedHeader(sealed).kid

  test('is wrapped once an hour, also when many seal at once', async () => {
    const { seal, calls } = counted()
    const start = Math.floor(nowMs / dataKeyMs) * dataKeyMs
    const hour = await Promise.all([start, start, start + dataKeyMs - 1].map(seal))
    expect(new Set(hour.map(kidOf)).size).toBe(1)
    expect(calls()).toBe(1)
    expect(kidOf(await seal(start + dataKeyMs))).not.toBe(kidOf(hour[0] ?? ''))
    expect(calls()).toBe(2)
  })

  test('is made anew after a wrap that failed', async () => {
    const { seal, failing, calls } = counted()
    failing.next = true
    await expect(seal(nowMs)).rejects.toThrow('away')
    await expect(seal(nowMs)).resolves.toMatch(/^[\w-]+(\.[\w-]+){4}$/)
    expect(calls()).toBe(2)
  })

  test('is never shared by two sealers', async () => {
    const [first, second] = await Promise.all(
      [newSealer(), newSealer()].map((s) => s.seal(original, binding, nowMs)),
    )
    expect(kidOf(first ?? '')).not.toBe(kidOf(second ?? ''))
  })
})
