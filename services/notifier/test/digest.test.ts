import {
  canonicalize,
  type Digest,
  decisionNonce,
  digestOf,
  linkNonce,
  orderNonce,
  reconcileNonce,
  revokeNonce,
} from '@holdpoint/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as page from '../console/digest.js'
import { ticketHash } from '../src/link/links.ts'
import { actionOf, idOf } from './fixture.ts'
import { salt } from './gate.ts'

test('the page writes JSON in the one canonical form', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(page.canonical(value)).toBe(canonicalize(value))
    }),
  )
})

test('the page computes the digest of what it shows as everybody else does', async () => {
  for (const action of [actionOf(1), actionOf(2, { params: { 'é⟦': [1.5, null, '\u202e'] } })]) {
    expect(await page.presentedDigest(salt, action)).toBe(digestOf(salt, action))
  }
})

test('the page asks for a token that is bound as the gate wants it', async () => {
  const vote = {
    actionId: idOf(1),
    presented: digestOf(salt, 1) as Digest,
    verdict: 'approve',
  } as const
  expect(await page.decisionNonce(vote)).toBe(decisionNonce(vote))
  expect(await page.decisionNonce({ ...vote, verdict: 'deny' })).not.toBe(decisionNonce(vote))
})

test('also to take an approval back, and to say how a doubt was resolved', async () => {
  const actionId = idOf(1)
  expect(await page.revokeNonce({ actionId })).toBe(revokeNonce({ actionId }))
  for (const found of ['succeeded', 'failed'] as const) {
    expect(await page.reconcileNonce({ actionId, found })).toBe(reconcileNonce({ actionId, found }))
  }
})

test('also to link an account', async () => {
  const link = ticketHash('t'.repeat(43))
  expect(await page.ticketHash('t'.repeat(43))).toBe(link)
  const said = { account: 'slack:T1:U7', link }
  expect(await page.linkNonce(said)).toBe(linkNonce(said))
})

test('also to freeze, and to thaw', async () => {
  const scopes = [
    { everything: true as const },
    { target: { system: 'é', resource: 'x' } },
    { agent: 'bot' },
  ]
  for (const freeze of scopes) {
    expect(await page.orderNonce({ freeze })).toBe(orderNonce({ freeze }))
  }
  expect(await page.orderNonce({ thaw: 'f-1' })).toBe(orderNonce({ thaw: 'f-1' }))
})
