import {
  check,
  decodeEvent,
  Freeze,
  freezeCommand,
  freezeKey,
  slotOf,
  Thaw,
} from '@holdpoint/contracts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { desk, type Post } from '../../test/desk.ts'
import { newWorld, settle, slotCount } from '../../test/fixture.ts'

let at: Awaited<ReturnType<typeof desk>>
beforeEach(async () => {
  at = await desk()
})
afterEach(() => at.close())

const scope = { agent: 'other-bot' }
const reason = 'it runs wild'
const deciding = slotOf(freezeKey, slotCount)
const freeze = (body: object = {}, how: Post = {}) =>
  at.postTo('/v1/freezes', { scope, reason, ...body }, how)
const thaw = (id: string, body: object = {}, how: Post = {}) =>
  at.postTo(`/v1/freezes/${id}/thaw`, { reason: 'mended', ...body }, how)
const inForce = (person?: string) => at.get('/v1/freezes', person)
const keyed = (key: string) => ({ headers: { 'idempotency-key': key } })
const written = () =>
  at.world.cluster
    .records('approvals.commands', deciding)
    .map((record) => ({ key: record.key, ...decodeEvent(record) }))

describe('a freeze is refused', () => {
  test('to machines, strangers and nobody', async () => {
    const payload = { scope, reason }
    for (const headers of [{}, { authorization: 'HP a.b.c' }, await at.as('stranger')]) {
      for (const url of ['/v1/freezes', '/v1/freezes/f-1/thaw']) {
        const answer = await at.edge.inject({ method: 'POST', url, headers, payload })
        expect([401, 403]).toContain(answer.statusCode)
      }
      const { statusCode } = await at.edge.inject({ url: '/v1/freezes', headers })
      expect([401, 403]).toContain(statusCode)
    }
    expect(written()).toEqual([])
  })

  test.each<[string, object, string]>([
    ['without a reason', { reason: undefined }, '/reason'],
    ['with a member too many', { everything: true }, '/everything'],
    ['without a scope', { scope: undefined }, '/scope'],
    ['of everything but not quite', { scope: { everything: false } }, '/scope'],
    ['of two things at once', { scope: { agent: 'a', everything: true } }, '/scope'],
    ['of a type that is none', { scope: { type: 'A b' } }, '/scope'],
    ['of a target without a system', { scope: { target: { resource: 'x' } } }, '/scope'],
  ])('%s', async (_, body, field) => {
    const answer = await freeze(body)
    expect(answer).toMatchObject({ status: 400, body: { code: 'HP_FIELD_INVALID' } })
    expect(answer.body.field.startsWith(field)).toBe(true)
    expect(written()).toEqual([])
  })

  test.each<[string, object, string]>([
    ['agent', { agent: 'ana@example.org' }, '/scope/agent'],
    ['system', { target: { system: 'mail of ana@example.org' } }, '/scope/target/system'],
    [
      'resource',
      { target: { system: 'mail', resource: 'ana@example.org' } },
      '/scope/target/resource',
    ],
    ['target that is a mask', { target: { system: '⟦EMAIL·K7QX2M9A⟧' } }, '/scope/target/system'],
  ])('with something to be masked as its %s', async (_, sensitive, field) => {
    const answer = await freeze({ scope: sensitive })
    expect(answer).toMatchObject({ status: 422, body: { code: 'HP_NAME_SENSITIVE', field } })
    expect(JSON.stringify(answer.body)).not.toContain('ana@')
    expect(written()).toEqual([])
  })

  test('with a token that was minted for something else, or for somebody else', async () => {
    const tokens = [
      await at.orderToken({ freeze: { everything: true } }),
      await at.orderToken({ thaw: 'f-1' }),
      await at.orderToken({ freeze: scope }, 'bea'),
    ]
    for (const token of tokens) {
      const refused = { status: 401, body: { code: 'HP_PERSON_UNPROVEN', field: '/token' } }
      expect(await freeze({ token })).toMatchObject(refused)
    }
    expect(written()).toEqual([])
  })

  test.each([
    ['HP_NOT_ENTITLED', 403],
    ['HP_ASSURANCE_LOW', 403],
    ['HP_REASON_REQUIRED', 422],
    ['HP_FREEZES_FULL', 409],
  ])('by the gate: %s is the answer', async (code, status) => {
    at.world.gate.refusing = code
    expect(await freeze()).toMatchObject({ status, body: { code } })
    expect(await inForce()).toMatchObject({ freezes: [] })
  })
})

describe('a freeze', () => {
  test('travels signed to the deciding slot, masked and with its token', async () => {
    const token = await at.orderToken({ freeze: scope })
    await freeze({ reason: 'ask ana@example.org', token })
    const [{ key, attributes, data } = { key: '', attributes: undefined }] = written()
    expect([key, attributes?.type, attributes?.subject]).toEqual([
      ...[freezeKey, freezeCommand, freezeKey],
    ])
    const said = { person: 'ana', channel: 'api', token, reason: 'ask ⟦EMAIL·K7QX2M9A⟧' }
    expect(check(Freeze, data)).toEqual({ scope, ...said })
  })

  test('is answered when every slot has said so, and listed with who, when and why', async () => {
    const atMs = at.world.time.nowMs
    const { status, body } = await freeze()
    const whole = { inForce: true, confirmed: slotCount, slots: slotCount }
    expect([status, body]).toEqual([200, { id: expect.any(String), scope, ...whole }])
    const { freezes, slots } = await inForce()
    const who = { person: 'ana', assurance: 'chat', channel: 'api', reason }
    expect(freezes).toEqual([
      { id: body.id, scope, ...who, atMs, ...whole, thawed: 0, canThaw: true },
    ])
    expect(slots).toBe(slotCount)
  })

  test('that some slots have not confirmed is answered with how many of how many, and is not in force', async () => {
    at.world.gate.following = [deciding]
    const part = { inForce: false, confirmed: 1, slots: slotCount }
    expect(await freeze()).toMatchObject({ status: 202, body: part })
    expect((await inForce()).freezes).toMatchObject([part])
  })

  test('that no slot answers is a timeout: it may still take effect', async () => {
    at.world.gate.following = []
    expect(await freeze()).toMatchObject({ status: 504, body: { code: 'HP_TIMEOUT' } })
  })

  test('asked again under the same key is one, also when results are long forgotten', async () => {
    const first = await freeze({}, keyed('k'))
    for (const { results } of at.world.server.partitions.values()) results.clear()
    expect(await freeze({}, keyed('k'))).toEqual(first)
    expect(written()).toHaveLength(1)
    const other = await freeze({ scope: { everything: true } }, keyed('k'))
    expect(other.body.id).not.toBe(first.body.id)
  })

  test('asked again while slots are missing is not written again, and answered when they have followed', async () => {
    at.world.gate.following = [deciding]
    const { id } = (await freeze({}, keyed('k'))).body
    const { listeners } = at.world.server
    const others = listeners.size
    const again = freeze({}, keyed('k'))
    while (listeners.size === others) await settle(1)
    at.world.gate.following = undefined
    await at.world.gateBus.send(at.world.gate.spread())
    expect(await again).toMatchObject({ status: 200, body: { id, inForce: true } })
    expect(written()).toHaveLength(1)
  })

  test('is still known to a replica that lost everything', async () => {
    const { body } = await freeze()
    await at.close()
    at.world.server.flush()
    at = await desk(at.world)
    await settle()
    expect((await inForce()).freezes).toMatchObject([{ id: body.id, inForce: true, reason }])
  })

  test('marks what it stops, and people still decide about it', async () => {
    await at.hold(1)
    await at.hold(2, { agent: { id: 'other-bot', run: 'r' } })
    await freeze()
    expect([await at.seen(1), await at.seen(2)]).toMatchObject([
      ...[{ isFrozen: false }, { isFrozen: true }],
    ])
    const { approvals } = await at.get('/v1/approvals')
    const frozen = approvals.filter((row: { isFrozen: boolean }) => row.isFrozen)
    expect(frozen.map(({ agent }: { agent: string }) => agent)).toEqual(['other-bot'])
    expect(await at.decide(2, 'approve')).toMatchObject({ status: 200 })
  })

  test('is told to open pages, once for each slot', async () => {
    const heard: unknown[] = []
    const projection = at.world.server.open()
    projection.onChange(({ hints }) => heard.push(...hints))
    const { body } = await freeze()
    const hint = { id: body.id, revision: 1, kind: 'frozen' }
    expect(heard).toEqual(Array.from({ length: slotCount }, () => hint))
  })
})

describe('thawing', () => {
  test('is answered when every slot has let go, and travels with its own token', async () => {
    const { id } = (await freeze()).body
    const token = await at.orderToken({ thaw: id })
    expect(await thaw(id, { token })).toEqual({
      status: 200,
      body: { id, thawed: true, confirmed: slotCount, slots: slotCount },
    })
    expect(check(Thaw, written().at(-1)?.data)).toMatchObject({ freeze: id, token })
    expect(await inForce()).toMatchObject({ freezes: [] })
  })

  test('in part is shown as such', async () => {
    const { id } = (await freeze()).body
    at.world.gate.following = [deciding]
    const part = { confirmed: 1, slots: slotCount }
    expect(await thaw(id)).toMatchObject({ status: 202, body: { thawed: false, ...part } })
    const left = { confirmed: slotCount - 1, thawed: 1, inForce: false }
    expect((await inForce()).freezes).toMatchObject([left])
  })

  test('asked again under the same key is one', async () => {
    const { id } = (await freeze()).body
    const first = await thaw(id, {}, keyed('k'))
    expect(await thaw(id, {}, keyed('k'))).toEqual(first)
    expect(written()).toHaveLength(2)
  })

  test.each([
    ['HP_FREEZE_UNKNOWN', 404],
    ['HP_OWN_ACTION', 403],
  ])('is refused by the gate with %s', async (code, status) => {
    at.world.gate.refusing = code
    expect(await thaw('f-1')).toMatchObject({ status, body: { code } })
  })

  test('with the token of a freeze is refused', async () => {
    const { id } = (await freeze()).body
    const token = await at.orderToken({ freeze: scope })
    expect(await thaw(id, { token })).toMatchObject({ status: 401, body: { field: '/token' } })
  })
})

describe('who may is forecast', () => {
  test('the frozen agent’s owner may freeze, and not thaw', async () => {
    await freeze({ scope: { agent: 'billing-bot' } })
    expect(await inForce('olga')).toMatchObject({
      ...{ freezes: [{ canThaw: false }], you: { canFreeze: true } },
    })
    expect((await inForce('bea')).freezes).toMatchObject([{ canThaw: true }])
  })

  test('by the groups of the policy', async () => {
    await at.close()
    const office = (group: string) => ({ groups: [group], assurance: 'sso' }) as const
    const offices = { freeze: office('finance'), thaw: office('ops') }
    at = await desk(newWorld(), { offices })
    await freeze()
    expect(await inForce('ana')).toMatchObject({
      ...{ freezes: [{ canThaw: false }], you: { canFreeze: true } },
    })
    expect(await inForce('bea')).toMatchObject({
      ...{ freezes: [{ canThaw: true }], you: { canFreeze: false } },
    })
  })
})
