/** What an executor does not believe: neither the topic nor whoever made the sealed original. The edges are faked; every signature, seal and digest is real. */
import { type Action, type ActionId, digestOf, placeholder } from '@holdpoint/contracts'
import { Signer } from '@holdpoint/seal'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ExecutorOptions } from './executor.ts'
import { ExecutorRig } from './executor-rig.ts'

const hidden = placeholder('EMAIL', 'K7QX2M9A')

let rig: ExecutorRig
beforeEach(() => {
  rig = new ExecutorRig()
})
afterEach(() => rig.close())

describe('a record that must not be believed is not even claimed', () => {
  const refusal = async (record: unknown, changes: Partial<ExecutorOptions> = {}) => {
    rig.start(rig.bringing(record), changes)
    const { error } = await rig.event('refused')
    expect(rig.asked('/claim')).toEqual([])
    expect(rig.ran).toEqual([])
    return { code: error.code, rule: error.details['rule'] }
  }

  test('a grant for another audience, relabelled on its way', async () => {
    const issued = await rig.edge.approve(await rig.propose(), undefined, { audience: 'shipping' })
    expect(await refusal({ ...issued, audience: 'billing' })).toEqual({
      ...{ code: 'HP_GRANT_INVALID', rule: 'is for another audience' },
    })
  })

  test.each(['executor', 'agent', 'rival'] as const)('a grant signed by the %s', async (who) => {
    const signer = new Signer(rig.edge[who].privateJwk)
    const issued = await rig.edge.approve(await rig.propose(), undefined, { signer })
    expect(await refusal(issued)).toEqual({
      ...{ code: 'HP_GRANT_INVALID', rule: 'names a key that may not sign this' },
    })
  })

  test('a grant with another signature', async () => {
    const issued = await rig.edge.approve(await rig.propose())
    const grant = `${issued.grant.slice(0, -4)}AAAA`
    expect((await refusal({ ...issued, grant })).code).toBe('HP_GRANT_INVALID')
  })

  test('a grant that has expired', async () => {
    const nowMs = rig.edge.nowMs() - 120_000
    const issued = await rig.edge.approve(await rig.propose(), undefined, { nowMs })
    expect((await refusal(issued)).rule).toBe('has expired')
  })

  test('a grant from the future', async () => {
    const nowMs = rig.edge.nowMs() + 3_600_000
    const issued = await rig.edge.approve(await rig.propose(), undefined, { nowMs })
    expect((await refusal(issued)).rule).toBe('is not valid yet')
  })

  test('a grant of another action', async () => {
    const { grant } = await rig.edge.approve(await rig.propose())
    const issued = await rig.edge.approve(await rig.propose())
    expect((await refusal({ ...issued, grant })).rule).toBe('is about another action')
  })

  test('a view that was changed on its way, its digest with it', async () => {
    const issued = await rig.edge.approve(await rig.propose())
    const action = { ...(issued.action as Action), params: { amount: 1 } }
    const presented = digestOf(issued.salt, action)
    expect((await refusal({ ...issued, action, presented })).rule).toBe('is for another view')
  })

  test('a type that was relabelled on its way, so that another handler would run it', async () => {
    const issued = await rig.edge.approve(await rig.propose())
    const actions = { 'payments.payout': rig.noting }
    expect((await refusal({ ...issued, type: 'payments.payout' }, { actions })).rule).toBe(
      'is for another view',
    )
  })

  test.each(['id', 'type'])('a view that does not show the %s', async (name) => {
    const id = await rig.propose()
    const issued = await rig.edge.approve(id, { ...rig.edge.known(id).action, [name]: hidden })
    expect((await refusal(issued)).rule).toBe('is for another view')
  })

  test.each([
    ['nothing', null],
    ['text', 'x'],
    ['no grant', { actionId: 'x', audience: 'billing' }],
  ])('%s', async (_what, record) => {
    expect((await refusal(record)).code).toBe('HP_FIELD_INVALID')
  })

  test('what is for other audiences is passed over without a word', async () => {
    const foreign = await rig.edge.approve(await rig.propose(), undefined, { audience: 'shipping' })
    const id = await rig.propose()
    rig.start(rig.bringing(foreign, await rig.edge.approve(id)))
    await rig.outcome(id)
    expect(rig.events.map(({ kind }) => kind)).toEqual(['claimed', 'ended'])
  })
})

describe('an original that is not what was approved is not run, and said to have failed', () => {
  const failure = async (
    id: ActionId,
    masked?: unknown,
    changes: Partial<ExecutorOptions> = {},
  ) => {
    rig.start(rig.bringing(await rig.edge.approve(id, masked)), changes)
    const told = await rig.outcome(id)
    expect(rig.ran).toEqual([])
    expect(told?.status).toBe('failed')
    return told?.code
  }
  type Sealed = { action: Action; salt: string; proof?: string }
  const sealing = (change: (sealed: Sealed) => unknown) => {
    rig.edge.changeSealed = (sealed) => change(sealed as Sealed)
  }

  test('another amount was sealed', async () => {
    sealing(({ action, ...rest }) => ({ ...rest, action: { ...action, params: { amount: 1 } } }))
    expect(await failure(await rig.propose())).toBe('HP_SEAL_INVALID')
  })

  test('another action of the same agent was sealed, with its own proof', async () => {
    const other = rig.edge.known(await rig.propose({ params: { amount: 1 } }))
    sealing(() => ({ action: other.action, salt: other.salt, proof: other.proof }))
    expect(await failure(await rig.propose())).toBe('HP_SEAL_INVALID')
  })

  test('something stands beside action, salt and proof', async () => {
    sealing((sealed) => ({ ...sealed, note: 'x' }))
    expect(await failure(await rig.propose())).toBe('HP_SEAL_INVALID')
  })

  test('it is no action', async () => {
    sealing((sealed) => ({ ...sealed, action: { id: 'x' } }))
    expect(await failure(await rig.propose())).toBe('HP_FIELD_INVALID')
  })

  test('the sealed original of another record stands in its place', async () => {
    const { sealed } = await rig.edge.approve(await rig.propose())
    const id = await rig.propose()
    rig.start(rig.bringing({ ...(await rig.edge.approve(id)), sealed }))
    expect(await rig.outcome(id)).toMatchObject({ status: 'failed', code: 'HP_SEAL_INVALID' })
    expect(rig.ran).toEqual([])
  })

  test('the agent did not sign it: the redactor made it up', async () => {
    const id = await rig.propose()
    const { action, ...rest } = rig.edge.known(id)
    const invented = { ...action, params: { amount: 1 } }
    rig.edge.held.set(id, { ...rest, action: invented, intended: digestOf(rest.salt, invented) })
    expect(await failure(id)).toBe('HP_PROOF_INVALID')
  })

  test('another agent signed it', async () => {
    const id = await rig.propose()
    const { action, ...rest } = rig.edge.known(id)
    const taken = { ...action, agent: { id: 'spy' } }
    rig.edge.held.set(id, { ...rest, action: taken, intended: digestOf(rest.salt, taken) })
    expect(await failure(id)).toBe('HP_PROOF_INVALID')
  })

  test('nobody signed it', async () => {
    sealing(({ action, salt }) => ({ action, salt }))
    expect(await failure(await rig.propose())).toBe('HP_PROOF_MISSING')
  })

  test('the reviewer saw another amount', async () => {
    const id = await rig.propose()
    const masked = { ...rig.edge.known(id).action, params: { amount: 42, to: hidden } }
    expect(await failure(id, masked)).toBe('HP_GRANT_INVALID')
  })

  test('the reviewer did not see a member at all', async () => {
    const id = await rig.propose({ params: { amount: 4200, everywhere: true } })
    const masked = { ...rig.edge.known(id).action, params: { amount: 4200 } }
    expect(await failure(id, masked)).toBe('HP_GRANT_INVALID')
  })

  test('the reviewer was shown that nobody stands behind it', async () => {
    const id = await rig.propose({ onBehalfOf: 'ann@example.org' })
    const { onBehalfOf: _, ...masked } = rig.edge.known(id).action
    expect(await failure(id, masked)).toBe('HP_GRANT_INVALID')
  })

  test('the reviewer was shown another person than the id it names', async () => {
    const id = await rig.propose({ onBehalfOf: 'ann' })
    const masked = { ...rig.edge.known(id).action, onBehalfOf: 'bob' }
    expect(await failure(id, masked)).toBe('HP_GRANT_INVALID')
  })

  test.each([[['ann']], [['ann', 'bob', 'cid']], [['ann', 'cid']], [['bob', 'ann']], ['ann']])(
    'the reviewer was shown another chain of people than it names: %j',
    async (onBehalfOf) => {
      const id = await rig.propose({ onBehalfOf: ['ann@example.org', 'bob'] })
      const masked = { ...rig.edge.known(id).action, onBehalfOf }
      expect(await failure(id, masked)).toBe('HP_GRANT_INVALID')
    },
  )

  test('the reviewer was not shown which agent asked', async () => {
    const id = await rig.propose()
    expect(await failure(id, { ...rig.edge.known(id).action, agent: { id: hidden } })).toBe(
      'HP_GRANT_INVALID',
    )
  })
})

test('a chain of people of which one is named by address is the same action', async () => {
  const id = await rig.propose({ onBehalfOf: ['ann@example.org', 'bob'] })
  const masked = { ...rig.edge.known(id).action, onBehalfOf: ['ann', 'bob'] }
  rig.start(rig.bringing(await rig.edge.approve(id, masked)))
  expect((await rig.outcome(id)).status).toBe('succeeded')
})

test('a person named by address and shown by directory id is the same action', async () => {
  const id = await rig.propose({ onBehalfOf: 'ann@example.org' })
  const masked = { ...rig.edge.known(id).action, onBehalfOf: 'ann' }
  rig.start(rig.bringing(await rig.edge.approve(id, masked)))
  expect((await rig.outcome(id)).status).toBe('succeeded')
  expect(rig.ran.map((action) => action.onBehalfOf)).toEqual(['ann@example.org'])
})
