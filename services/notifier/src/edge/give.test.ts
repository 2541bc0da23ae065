/** Revocations and reconciliations at the edge; votes have their tests in notifier.test.ts. */
import { decodeEvent, reconcileCommand, revokeCommand } from '@holdpoint/contracts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { desk } from '../../test/desk.ts'
import { actionOf, idOf, settle } from '../../test/fixture.ts'
import { deniedDraft } from '../../test/gate.ts'
import { resultLifetimeMs } from '../projection/port.ts'

let at: Awaited<ReturnType<typeof desk>>
beforeEach(async () => {
  at = await desk()
})
afterEach(() => at.close())

const claim = { executor: 'e', claimId: 'c', keyThumbprint: 't', request: 'r', deadlineMs: 5000 }
const doubt = { claimId: 'c', executor: 'e', cause: 'deadline' }
const approved = async (n: number) => {
  await at.hold(n)
  await at.decide(n, 'approve')
}
const inDoubt = async (n: number) => {
  await approved(n)
  await at.fact(n, 'claimed', claim)
  await at.fact(n, 'unknown', doubt)
}
const commands = () =>
  at.world.cluster
    .records('approvals.commands', at.world.gate.slot(idOf(1)))
    .map((record) => decodeEvent(record))
    .filter(({ attributes: { type } }) => type === revokeCommand || type === reconcileCommand)

describe.each([
  ['revoke', { reason: 'the customer rang' }, approved],
  ['reconcile', { reason: 'seen in the ledger', found: 'succeeded' }, inDoubt],
] as const)('a command to %s is refused', (verb, body, prepare) => {
  beforeEach(() => prepare(1))

  test('to machines, strangers and nobody', async () => {
    const url = `/v1/approvals/${idOf(1)}/${verb}`
    for (const headers of [{}, { authorization: 'HP a.b.c' }, await at.as('stranger')]) {
      const { statusCode } = await at.edge.inject({ method: 'POST', url, headers, payload: body })
      expect(statusCode === 401 || statusCode === 403).toBe(true)
    }
    expect(commands()).toEqual([])
  })

  test.each<[string, object, string]>([
    ['without a reason', { reason: undefined }, '/reason'],
    ['with a reason that is no text', { reason: 1 }, '/reason'],
    ['with a reason beyond all bounds', { reason: 'x'.repeat(5000) }, '/reason'],
    [
      'with a reason that grows beyond all bounds when masked',
      { reason: 'a@b '.repeat(900) },
      '/reason',
    ],
    ['with a member too many', { admin: true }, '/admin'],
  ])('%s', async (_, change, field) => {
    const answer = await at.post(1, verb, { ...body, ...change })
    expect(answer).toMatchObject({ status: 400, body: { code: 'HP_FIELD_INVALID', field } })
    expect(commands()).toEqual([])
  })

  test('about an action that is not here, or with an id that is none', async () => {
    expect(await at.post(2, verb, body)).toMatchObject({
      ...{ status: 404, body: { code: 'HP_ACTION_UNKNOWN' } },
    })
    const url = `/v1/approvals/x/${verb}`
    const headers = await at.as('ana')
    const answer = await at.edge.inject({ method: 'POST', url, headers, payload: body })
    expect(answer.json()).toMatchObject({ status: 400, field: 'id' })
  })

  test('under a key that is no key, and on GET', async () => {
    const headers = { 'idempotency-key': 'a b' }
    expect(await at.post(1, verb, body, { headers })).toMatchObject({
      ...{ status: 400, body: { field: 'idempotency-key' } },
    })
    expect(await at.get(`/v1/approvals/${idOf(1)}/${verb}`)).toMatchObject({ status: 404 })
  })

  test('with a token that was minted for something else, or for somebody else', async () => {
    const tokens = [
      ...[await at.reconcileToken(1, 'failed'), await at.revokeToken(2)],
      verb === 'revoke'
        ? await at.revokeToken(1, 'bea')
        : await at.reconcileToken(1, 'succeeded', 'bea'),
    ]
    for (const token of tokens) {
      expect(await at.post(1, verb, { ...body, token })).toMatchObject({
        ...{ status: 401, body: { code: 'HP_PERSON_UNPROVEN', field: '/token' } },
      })
    }
    expect(commands()).toEqual([])
  })

  test('by the gate: its code is the answer', async () => {
    at.world.gate.refusing = 'HP_OWN_ACTION'
    expect(await at.post(1, verb, body)).toMatchObject({
      ...{ status: 403, body: { code: 'HP_OWN_ACTION' } },
    })
  })
})

describe('a revocation', () => {
  test('travels signed, masked and with its token, and is answered with what became of it', async () => {
    await approved(1)
    const token = await at.revokeToken(1)
    const reason = 'ask ana@example.org first'
    expect(await at.post(1, 'revoke', { reason, token })).toEqual({
      ...{ status: 200, body: { actionId: idOf(1), status: 'revoked', revision: 4 } },
    })
    const said = { actionId: idOf(1), person: 'ana', channel: 'api', token }
    expect(commands().map(({ data }) => data)).toEqual([
      { ...said, reason: 'ask ⟦EMAIL·K7QX2M9A⟧ first' },
    ])
    expect((await at.seen(1)).timeline.at(-1)).toMatchObject({ kind: 'revoked', person: 'ana' })
  })

  test('asked again under the same key is one command, also when its result is long forgotten', async () => {
    await approved(1)
    const again = () =>
      at.post(1, 'revoke', { reason: 'why' }, { headers: { 'idempotency-key': 'k' } })
    const first = await again()
    expect(await again()).toEqual(first)
    at.world.time.nowMs += resultLifetimeMs
    for (const { results } of at.world.server.partitions.values()) results.clear()
    expect(await again()).toEqual(first)
    expect(commands()).toHaveLength(1)
  })

  test('of what policy allowed goes the same way: it is listed as long as it can be stopped', async () => {
    await at.allow(1)
    await at.allow(2)
    expect(await at.listed('allowed')).toHaveLength(2)
    expect(await at.seen(1)).toMatchObject({ status: 'approved', you: { canRevoke: true } })
    expect(await at.post(1, 'revoke', { reason: 'why' })).toMatchObject({ status: 200 })
    expect([await at.listed('allowed'), await at.listed('decided')]).toEqual([[idOf(2)], [idOf(1)]])
    await at.fact(2, 'claimed', claim)
    await at.fact(2, 'succeeded', { ...doubt, cause: 'reported' })
    expect(await at.seen(2)).toMatchObject({ status: 404 })
  })
})

describe('a reconciliation', () => {
  test('closes what is in doubt with what a person has found', async () => {
    await inDoubt(1)
    expect(await at.listed('unknown')).toEqual([idOf(1)])
    expect(await at.seen(1)).toMatchObject({ status: 'unknown', you: { canReconcile: true } })
    const token = await at.reconcileToken(1, 'failed')
    const finding = { found: 'failed', reason: 'not in the ledger', token }
    expect(await at.post(1, 'reconcile', finding)).toEqual({
      status: 200,
      body: { actionId: idOf(1), status: 'failed', revision: 6, reconciled: true },
    })
    expect([await at.listed('unknown'), await at.listed('decided')]).toEqual([[], [idOf(1)]])
    expect(commands()[0]?.data).toMatchObject({ person: 'ana', found: 'failed', token })
  })

  test.each([['yes'], [true], ['unknown'], [undefined]])('of %s is none', async (found) => {
    await inDoubt(1)
    expect(await at.post(1, 'reconcile', { found, reason: 'so' })).toMatchObject({
      ...{ status: 400, body: { field: '/found' } },
    })
    expect(commands()).toEqual([])
  })

  test('of what policy allowed is possible too, and it stays to be looked at', async () => {
    await at.allow(1)
    await at.fact(1, 'claimed', claim)
    await at.fact(1, 'unknown', doubt)
    expect(await at.listed('unknown')).toEqual([idOf(1)])
    const answer = await at.post(1, 'reconcile', { found: 'succeeded', reason: 'there' })
    expect(answer).toMatchObject({ status: 200 })
    expect(await at.seen(1)).toMatchObject({ status: 'succeeded' })
  })

  test('can look at what the claimer said too late, masked', async () => {
    await inDoubt(1)
    const late = { claimId: 'c', status: 'succeeded', reported: actionDigest(), proof: 'p' }
    const refusal = { command: 'outcome', commandId: 'o', code: 'HP_ACTION_CLOSED', late }
    const result = { salt: 'AAECAwQFBgcICQoLDA0ODw', value: { refund: '⟦ID·K7QX2M9A⟧' } }
    await at.fact(1, 'refused', refusal, { result })
    expect(await at.seen(1)).toMatchObject({
      ...{ status: 'unknown', late: { status: 'succeeded' }, result: result.value },
    })
  })
})

describe('a repeat of what was not let through is marked', () => {
  const again = { justification: 'Please, it is urgent.' }

  test('when people had denied it, in the row and in the detail, in whatever slot it lands', async () => {
    await at.hold(1)
    await at.decide(1, 'deny')
    for (const n of [2, 3, 4]) await at.hold(n, again)
    const slots = new Set([1, 2, 3, 4].map((n) => at.world.gate.slot(idOf(n))))
    expect(slots.size).toBeGreaterThan(1)
    const repeats = { id: idOf(1), status: 'denied', by: 'people' }
    for (const n of [2, 3, 4]) expect(await at.seen(n)).toMatchObject({ repeats })
    const { approvals } = await at.get('/v1/approvals')
    expect(approvals.map((row: { repeats?: object }) => row.repeats)).toMatchObject([
      ...[repeats, repeats, repeats],
    ])
  })

  test('when policy had denied it, and it comes in a form that needs a person', async () => {
    const denied = deniedDraft(actionOf(1, { classification: ['export'] }), at.world.time.nowMs)
    const { gate, gateBus } = at.world
    await gateBus.send(gate.transaction(gate.slot(idOf(1)), [denied]))
    await settle()
    await at.hold(2, { classification: [] })
    expect((await at.seen(2)).repeats).toMatchObject({ id: idOf(1), by: 'policy' })
    expect(await at.seen(1)).toMatchObject({ status: 404 })
  })

  test('when nobody had decided in time: it says so', async () => {
    await at.hold(1)
    await at.fact(1, 'expired', { decideByMs: at.world.time.nowMs })
    await at.hold(2, again)
    expect((await at.seen(2)).repeats).toMatchObject({ status: 'expired', by: 'nobody' })
  })

  test('and not in another run, by another agent, or where something else is asked', async () => {
    await at.hold(1)
    await at.decide(1, 'deny')
    await at.hold(2, { agent: { id: 'billing-bot', run: 'run-2' } })
    await at.hold(3, { agent: { id: 'other-bot', run: 'run-1' } })
    await at.hold(4, { params: { amount: 1251 } })
    for (const n of [2, 3, 4]) expect(await at.seen(n)).not.toHaveProperty('repeats')
  })

  test('also by a replica that lost everything and has read history again', async () => {
    await at.hold(1)
    await at.decide(1, 'deny')
    await at.close()
    at.world.server.flush()
    at = await desk(at.world)
    await settle()
    await at.hold(2, again)
    expect((await at.seen(2)).repeats).toMatchObject({ id: idOf(1), by: 'people' })
  })
})

const actionDigest = () => `sha256:${'B'.repeat(43)}`
