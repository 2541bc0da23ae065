import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { check } from './check.ts'
import {
  commit,
  decisionId,
  decisionNonce,
  deriveActionId,
  digestBytes,
  digestOf,
  factDigest,
  linkNonce,
  noDigest,
  reconcileNonce,
  recordId,
  revokeNonce,
} from './digest.ts'
import type { Fact } from './events/decision.ts'
import { isActionId } from './ids.ts'
import { DigestSchema } from './shapes.ts'

/** Bytes 0 to 15. */
const salt = 'AAECAwQFBgcICQoLDA0ODw'
const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('base64url')

describe('salts', () => {
  test.each([
    ['none', ''],
    ['15 bytes', Buffer.alloc(15).toString('base64url')],
    ['33 bytes', Buffer.alloc(33).toString('base64url')],
    ['not base64url', 'AAECAwQFBgcICQoLDA0O+/'],
    ['padded', `${salt}==`],
    ['a second spelling of the same bytes', `${salt.slice(0, -1)}x`],
    ['spaces', `${salt} `],
  ])('%s: refused, without showing it', (_, bad) => {
    expect(() => digestOf(bad, {})).toThrow('field "salt" must be 16 to 32 bytes as base64url')
  })

  test('16 and 32 bytes are fine', () => {
    expect(() => digestOf(Buffer.alloc(16, 1).toString('base64url'), {})).not.toThrow()
    expect(() => digestOf(Buffer.alloc(32, 1).toString('base64url'), {})).not.toThrow()
  })
})

describe('digests', () => {
  test('a known one: sha256 over the salt’s bytes and the canonical text', () => {
    const bytes = Buffer.concat([Buffer.from(salt, 'base64url'), Buffer.from('{"a":"é","b":1}')])
    expect(digestOf(salt, { b: 1, a: 'é' })).toBe(`sha256:${sha256(bytes)}`)
    expect(digestOf(salt, { b: 1, a: 'é' })).toBe(
      'sha256:ewRrxOqLWiTCIWGUUQXIqBU2AWWLhSokdVbmBe5bf2I',
    )
  })

  test('have the form that the contract gives digests', () => {
    expect(check(DigestSchema, digestOf(salt, []))).toBeTypeOf('string')
    expect(check(DigestSchema, noDigest)).toBe(noDigest)
    expect(digestBytes(Buffer.from('abc'))).toBe(
      'sha256:ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0',
    )
  })

  test('another value or another salt, another digest', () => {
    const other = Buffer.alloc(16, 9).toString('base64url')
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, two) => {
        if (digestOf(salt, one) === digestOf(salt, two)) expect(one).toEqual(two)
        expect(digestOf(other, one)).not.toBe(digestOf(salt, one))
      }),
    )
  })

  test('a commitment is the digest of its view', () => {
    expect(commit(salt, 'why')).toBe(digestOf(salt, 'why'))
  })
})

describe('facts', () => {
  const fact: Fact = {
    kind: 'expired',
    atMs: 5,
    actionId: deriveActionId('bot', 'k'),
    revision: 2,
    body: { decideByMs: 5 },
    deployment: 'urn:holdpoint:demo',
    slot: 3,
    number: 7,
    previous: noDigest,
    policy: noDigest,
    commitments: {},
  }

  test('their digest is a known one, in a domain of its own', () => {
    expect(factDigest(fact)).not.toBe(digestBytes(JSON.stringify(fact)))
    expect(factDigest(fact)).toBe('sha256:rO10-31sEq0X37tqkOPQQCtYcotaprx7h9n24KAmfYw')
  })

  test.each<Partial<Fact>>([
    { number: 8 },
    { slot: 4 },
    { atMs: 6 },
    { deployment: 'urn:holdpoint:other' },
    { previous: digestBytes('x') },
    { commitments: { reason: digestBytes('y') } },
  ])('%j makes another digest', (change) => {
    expect(factDigest({ ...fact, ...change } as Fact)).not.toBe(factDigest(fact))
  })
})

describe('action ids from idempotency keys', () => {
  test('a known one', () => {
    expect(deriveActionId('bot', 'order-1')).toBe('abe6861a-ea8d-8a74-b533-a161dd3ce41c')
  })

  test('are UUIDs version 8, the same for the same pair', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        (agent, key) => {
          const id = deriveActionId(agent, key)
          expect(isActionId(id)).toBe(true)
          expect(id).toMatch(/^.{14}8.{4}[89ab]/)
          expect(deriveActionId(agent, key)).toBe(id)
        },
      ),
    )
  })

  test('no two pairs run together', () => {
    expect(deriveActionId('a', 'bc')).not.toBe(deriveActionId('ab', 'c'))
    expect(deriveActionId('a","b', 'c')).not.toBe(deriveActionId('a', 'b","c'))
  })
})

describe('the nonce of a vote', () => {
  const vote = {
    actionId: deriveActionId('bot', 'k'),
    presented: digestBytes('view'),
    verdict: 'approve' as const,
  }

  test('is the documented hash', () => {
    const { actionId, presented } = vote
    const text = `{"actionId":"${actionId}","presented":"${presented}","verdict":"approve"}`
    expect(decisionNonce(vote)).toBe(sha256(`holdpoint.vote.v1\0${text}`))
  })

  test('binds the action, what was shown, and the verdict; nothing else', () => {
    const nonce = decisionNonce(vote)
    expect(decisionNonce({ ...vote, verdict: 'deny' })).not.toBe(nonce)
    expect(decisionNonce({ ...vote, presented: digestBytes('other') })).not.toBe(nonce)
    expect(decisionNonce({ ...vote, actionId: deriveActionId('bot', 'l') })).not.toBe(nonce)
    expect(decisionNonce({ ...vote, ...{ channel: 'chat' } })).toBe(nonce)
  })
})

test('the nonce of a link is the documented hash, and binds the account and the one link', () => {
  const said = { account: 'slack:T1:U7', link: 'l' }
  expect(linkNonce(said)).toBe(sha256('holdpoint.link.v1\0{"account":"slack:T1:U7","link":"l"}'))
  expect(linkNonce({ ...said, account: 'slack:T1:U8' })).not.toBe(linkNonce(said))
  expect(linkNonce({ ...said, link: 'm' })).not.toBe(linkNonce(said))
})

describe('the nonces of a revocation and of a reconciliation', () => {
  const actionId = deriveActionId('bot', 'k')

  test('are the documented hashes', () => {
    const text = `{"actionId":"${actionId}"}`
    expect(revokeNonce({ actionId })).toBe(sha256(`holdpoint.revoke.v1\0${text}`))
    const finding = `{"actionId":"${actionId}","found":"failed"}`
    expect(reconcileNonce({ actionId, found: 'failed' })).toBe(
      sha256(`holdpoint.reconcile.v1\0${finding}`),
    )
  })

  test('bind the action and what was found, and are no good for anything else', () => {
    const other = deriveActionId('bot', 'l')
    const presented = digestBytes('view')
    const nonces = [
      ...[revokeNonce({ actionId }), revokeNonce({ actionId: other })],
      reconcileNonce({ actionId, found: 'failed' }),
      reconcileNonce({ actionId, found: 'succeeded' }),
      reconcileNonce({ actionId: other, found: 'failed' }),
      decisionNonce({ actionId, presented, verdict: 'deny' }),
    ]
    expect(new Set(nonces).size).toBe(nonces.length)
  })
})

test('ids of events follow from where they came from, so that a repeat is recognised', () => {
  expect(decisionId(3, 17)).toBe('3-17')
  expect(recordId({ topic: 'x.actions.intended', partition: 2, offset: 40 })).toBe(
    'x.actions.intended/2/40',
  )
})
