/** Claims: one executor, one life, one run. */
import { type ActionId, digestBytes, type GrantIssued } from '@holdpoint/contracts'
import { type Receipt, Signer, signReceipt, signRequest } from '@holdpoint/seal'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ExecutorRig } from './executor-rig.ts'
import { readReceipt } from './release.ts'

const id = (n: number) => `00000000-0000-7000-8000-00000000000${n}` as ActionId
const digest = (text: string) => digestBytes(Buffer.from(text))

import { deployment } from './fake-deployment.ts'

let rig: ExecutorRig
beforeEach(() => {
  rig = new ExecutorRig()
})
afterEach(() => rig.close())

describe('a claim that is not ours ends there', () => {
  test('another executor holds it', async () => {
    const id = await rig.propose()
    const issued = await rig.edge.approve(id)
    rig.edge.claim(id, 'rival', rig.edge.rival.kid)
    rig.start(rig.bringing(issued))
    expect((await rig.event('lost')).error.code).toBe('HP_CLAIM_TAKEN')
    expect(rig.ran).toEqual([])
  })

  test('it was revoked before', async () => {
    const id = await rig.propose()
    const issued = await rig.edge.approve(id)
    rig.edge.change(id, { status: 'revoked' })
    rig.start(rig.bringing(issued))
    expect((await rig.event('lost')).error.code).toBe('HP_ACTION_CLOSED')
  })

  test.each<[string, (answer: Record<string, unknown>) => unknown]>([
    ['is missing', ({ receipt: _, ...rest }) => rest],
    ['is missing', () => null],
    ['is not a compact JWS', (answer) => ({ ...answer, receipt: 'x' })],
  ])('the receipt %s', async (rule, changeAnswer) => {
    rig.edge.changeAnswer = changeAnswer
    rig.start(rig.bringing(await rig.edge.approve(await rig.propose())))
    expect((await rig.event('refused')).error).toMatchObject({
      ...{ code: 'HP_RECEIPT_INVALID', details: { rule } },
    })
    expect(rig.asked('/unseal')).toEqual([])
  })

  test('the receipt is bound to another key', async () => {
    const other = await rig.propose()
    await rig.edge.approve(other)
    const { receipt } = rig.edge.claim(other, 'rival', rig.edge.rival.kid)
    rig.edge.changeAnswer = (answer) => ({ ...answer, receipt })
    rig.start(rig.bringing(await rig.edge.approve(await rig.propose())))
    expect((await rig.event('refused')).error.details).toEqual({ rule: 'is bound to another key' })
    expect(rig.asked('/unseal')).toEqual([])
  })

  test('the receipt is for another action of this executor', async () => {
    const other = await rig.propose()
    await rig.edge.approve(other)
    const { receipt } = rig.edge.claim(other, 'payer', rig.edge.executor.kid)
    rig.edge.changeAnswer = (answer) => ({ ...answer, receipt })
    rig.start(rig.bringing(await rig.edge.approve(await rig.propose())))
    expect((await rig.event('refused')).error.details).toEqual({ rule: 'is for another grant' })
  })

  test('a claim of a former life is reported as unknown and not run', async () => {
    const id = await rig.propose()
    const issued = await rig.edge.approve(id)
    const signer = new Signer(rig.edge.executor.privateJwk)
    const claim = { deployment, subject: id, act: 'claim', nowMs: rig.edge.nowMs() } as const
    await rig.http.claim(id, signRequest(signer, { ...claim, grant: `${id}/2` }))
    rig.start(rig.bringing(issued))
    expect(await rig.outcome(id)).toMatchObject({ status: 'unknown', code: 'executor-restarted' })
    expect(await rig.event('claimed')).toMatchObject({ isRepeated: true })
    expect(rig.asked('/unseal')).toEqual([])
    expect(rig.ran).toEqual([])
  })
})

describe('a receipt is the answer to one claim', () => {
  const grant = {
    ...{ deployment, audience: 'billing', actionId: id(1), jti: `${id(1)}/2`, policy: digest('p') },
    ...{ intended: digest('i'), presented: digest('v'), decision: { slot: 1, number: 2 } },
    ...{ notBeforeMs: 0, expiresMs: 100_000 },
  }
  const right: Receipt = {
    ...{ deployment, actionId: grant.actionId, claimId: 'c', grantJti: grant.jti },
    ...{ executor: 'payer', keyThumbprint: 'k'.repeat(43), intended: grant.intended },
    ...{ issuedMs: 10_000, expiresMs: 70_000 },
  }
  const read = (receipt: Receipt, nowMs = 20_000) => {
    const { gate, trust } = rig.edge
    const compact = signReceipt(new Signer(gate.privateJwk), receipt)
    const release = { grant, issued: {} as GrantIssued, usableUntilMs: grant.expiresMs }
    const known = { trust, executor: 'payer', keyThumbprint: 'k'.repeat(43), nowMs }
    return readReceipt(compact, release, known)
  }

  test('the right one is', () => expect(read(right)).toEqual(right))

  test.each<[string, Partial<Receipt>]>([
    ['another action', { actionId: id(2) }],
    ['another grant of the same action', { grantJti: `${id(1)}/9` }],
    ['another payload', { intended: digest('x') }],
    ['another executor', { executor: 'rival' }],
    ['another key of the same executor', { keyThumbprint: 'l'.repeat(43) }],
    ['another deployment', { deployment: 'urn:holdpoint:other' }],
    ['a claim that has ended', { expiresMs: 20_000 }],
  ])('not one for %s', (_what, changes) => {
    expect(() => read({ ...right, ...changes })).toThrow(
      expect.objectContaining({ code: 'HP_RECEIPT_INVALID' }),
    )
  })
})
