/** P8: a person stops everything of a scope at once. Nothing of it starts anywhere until it is thawed, whatever dies meanwhile. */
import {
  type ActionId,
  freezeCommand,
  freezeKey,
  type Scope,
  slotOf,
  topicName,
} from '@holdpoint/contracts'
import { Signer, signRequest } from '@holdpoint/seal'
import { openRedis, ownRedis, runDir, uniqueName, until } from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandRecord } from '../support/commands.ts'
import { Decisions } from '../support/decisions.ts'
import { grantOf } from '../support/forgery.ts'
import { Freezing } from '../support/freezing.ts'
import { Hand, jtiOf } from '../support/hand.ts'
import { type Stage, type StageOptions, stage, waitMs } from '../support/stage.ts'
import { onStage } from '../support/stage-scope.ts'
import { tailOf } from '../support/tail.ts'
import { issuer, policyOf, teamDirectory } from '../support/team.ts'

const slots = 2
const approvers = { groups: ['approvers'], assurance: 'sso' }
const policy = policyOf({
  types: {
    'payments.refund': {},
    'ledger.entry.add': {},
    'ledger.http': {},
    'ledger.kafka': {},
    'slow.pay': {},
    'quick.pay': {},
  },
  rules: [
    { name: 'refunds', types: ['payments.refund'], require: { assurance: 'sso' } },
    { name: 'ledger', types: ['ledger.*'], allow: {} },
    { name: 'short', types: ['slow.pay', 'quick.pay'], require: { decideWithin: '2s' } },
  ],
  offices: { freeze: approvers, thaw: approvers },
})
const settings: StageOptions = { issuer, policy, directory: teamDirectory, slots }
const everything: Scope = { everything: true }
/** Two deaths and two takeovers. */
const deathsMs = 150_000
/** An executor asks again every 15 s. */
const runsMs = 90_000

let at: Stage
let decisions: Decisions
let billing: Hand
let people: Freezing

beforeAll(async () => {
  at = await stage(settings)
  decisions = await Decisions.follow(at)
  billing = new Hand(at)
  people = new Freezing(at)
})
afterAll(() => at.close())

type Granted = Awaited<ReturnType<typeof granted>>
/** Allowed by policy, and ready to be claimed. */
async function granted(on = at) {
  const target = { system: 'ledger', resource: 'account 7' }
  const { id } = await on.agent.propose({ type: 'ledger.entry.add', target, params: { n: 1 } })
  return { id, grant: jtiOf((await grantOf(on, id)).grant) }
}
async function claimOf({ id, grant }: Granted, by = billing) {
  const { status, body } = await by.claim(id, grant)
  return [status, body.code ?? 'claimed']
}
const frozen = [423, 'HP_FROZEN']
const claimed = [200, 'claimed']

/** One for each slot. */
async function inEachSlot(on: Stage): Promise<Granted[]> {
  const found = new Map<number, Granted>()
  while (found.size < slots) {
    const it = await granted(on)
    found.set(slotOf(it.id, slots), it)
  }
  return [...found.values()]
}

describe('what is frozen cannot be claimed', () => {
  test.each<[string, Scope]>([
    ['everything', everything],
    ['its agent', { agent: 'refunds' }],
    ['types like its own', { type: 'ledger.*' }],
    ['its target, however it is spelt', { target: { system: ' LEDGER', resource: 'Account  7' } }],
  ])('by %s, and once thawed it can', async (_, scope) => {
    const it = await granted()
    await people.during(scope, async () => expect(await claimOf(it)).toEqual(frozen))
    expect(await claimOf(it)).toEqual(claimed)
  })

  test('and what is not frozen runs on beside it', async () => {
    const it = await granted()
    await people.during({ type: 'payments.*' }, async () =>
      expect(await claimOf(it)).toEqual(claimed),
    )
  })

  test('people go on deciding, and see that it stands still', async () => {
    const { id } = await at.agent.propose({ type: 'payments.refund', params: { amount: 1 } })
    await at.seen('bob', id)
    await people.during(everything, async () => {
      expect(await at.seen('bob', id)).toMatchObject({ isFrozen: true })
      expect(await at.decide('bob', id, 'approve')).toMatchObject({ status: 200 })
      const it = { id, grant: jtiOf((await grantOf(at, id)).grant) }
      expect(await claimOf(it)).toEqual(frozen)
    })
    expect(await at.seen('bob', id)).toMatchObject({ status: 'approved', isFrozen: false })
  })

  test.each(['http', 'kafka'] as const)(
    'nor run by an executor over %s, which runs on with everything else, and this once when it is thawed',
    async (by) => {
      const type = `ledger.${by}`
      const runner = at.execute({ [type]: { run: async () => ({ ok: true }) } }, by)
      const runs = (id: ActionId) => runner.runs.filter((run) => run.id === id).length
      const propose = async (system: string) =>
        (await at.agent.propose({ type, target: { system }, params: 1 })).id
      const stopped = await people.during({ target: { system: 'bank' } }, async () => {
        const id = await propose('bank')
        await grantOf(at, id)
        const free = await propose('till')
        expect(await at.agent.settled(free)).toMatchObject({ status: 'succeeded' })
        const isAsked = () =>
          runner.events.some((event) => event.kind === 'frozen' && event.actionId === id)
        if (by === 'kafka') await until(isAsked, { deadlineMs: waitMs, what: 'a refused claim' })
        expect(runs(id)).toBe(0)
        expect(await decisions.life(id)).toEqual(['approved'])
        return id
      })
      expect(await at.agent.settled(stopped)).toMatchObject({ status: 'succeeded' })
      expect(runs(stopped)).toBe(1)
      expect(await decisions.life(stopped)).toEqual(['approved', 'claimed', 'succeeded'])
    },
    runsMs,
  )
})

describe('nobody freezes or thaws', () => {
  test.each<[string, string, number, string]>([
    ['who is in none of the groups', 'frank', 403, 'HP_NOT_ENTITLED'],
    ['who is not in the directory', 'mallory', 403, 'HP_NOT_ENTITLED'],
  ])('%s', async (_, person, status, code) => {
    expect(await people.freeze(everything, { person })).toMatchObject({ status, body: { code } })
    await people.during({ agent: 'other' }, async (id) => {
      expect(await people.thaw(id, { person })).toMatchObject({ status, body: { code } })
    })
  })

  test('without a token for this very order, where the policy asks for one', async () => {
    const low = { status: 403, body: { code: 'HP_ASSURANCE_LOW' } }
    expect(await people.freeze(everything, { isUnsigned: true })).toMatchObject(low)
  })

  test.each(['agent-refunds.jwk', 'executor-billing.jwk'])(
    'with the key of a machine: %s',
    async (file) => {
      const signer = new Signer(at.key(file))
      const request = signRequest(signer, {
        ...{ deployment: at.hp.urn, subject: '*', act: 'poll', nowMs: Date.now() },
        ...{ audience: 'billing', jti: uniqueName('request') },
      })
      const body = { scope: everything, reason: 'mine now' }
      const asked = { authorization: `HP ${request}`, body }
      expect(await at.people.send('POST', '/v1/freezes', asked)).toMatchObject({ status: 403 })
      const command = { scope: everything, person: 'p-bob', reason: 'x', channel: 'api' }
      for (const signedBy of [file, null]) {
        const id = uniqueName('freeze')
        const options = { id, key: freezeKey, signedBy }
        await at.operator().send([commandRecord(at, freezeCommand, command, options)])
        expect(await decisions.effect(id)).toMatchObject({ kind: 'refused' })
      }
      expect(await people.list()).toEqual([])
    },
  )

  test('as the owner of a frozen agent: stopping one’s own is fine, setting it free is not', async () => {
    const { status, body } = await people.freeze({ agent: 'refunds' }, { person: 'carol' })
    expect(status).toBe(200)
    const own = { status: 403, body: { code: 'HP_OWN_ACTION' } }
    expect(await people.thaw(body.id, { person: 'carol' })).toMatchObject(own)
    expect(await people.list()).toMatchObject([{ id: body.id, inForce: true }])
    expect(await people.thaw(body.id)).toMatchObject({ status: 200 })
  })
})

test('deadlines stand still: what was frozen expires later by just that time', async () => {
  const propose = async (type: string) => (await at.agent.propose({ type, params: 1 })).id
  const { body: freeze } = await people.freeze({ type: 'slow.*' })
  const slow = await propose('slow.pay')
  const held = await decisions.fact('held', slow)
  const quick = await propose('quick.pay')
  await decisions.fact('expired', quick)
  expect(await decisions.life(slow)).toEqual(['held'])
  await people.thaw(freeze.id)
  const expired = await decisions.fact('expired', slow)
  const thawed = await decisions.first(
    'the thaw in that slot',
    ({ fact }) =>
      fact.kind === 'thawed' && fact.body.freeze === freeze.id && fact.slot === held.slot,
  )
  const stoodMs = thawed.fact.atMs - held.atMs
  expect(expired.atMs).toBeGreaterThanOrEqual(held.body.decideByMs + stoodMs)
})

test(
  'the notifier killed midway: all slots are frozen or none, and asked again under the same key all are',
  () =>
    onStage({ ...settings, start: { notifier: { restart: 'always' } } }, async (own) => {
      const freezing = new Freezing(own)
      const hand = new Hand(own)
      const facts = await Decisions.follow(own)
      const commands = await tailOf(own, topicName(own.hp.prefix, 'commands'))
      const notifier = own.service('notifier')
      const kill = async () => {
        notifier.kill('SIGKILL')
        await notifier.ready(waitMs)
      }
      for (const round of ['while it is asked', 'when the command is written'] as const) {
        const key = uniqueName('round')
        await commands.catchUp()
        const count = () =>
          commands.records.filter(({ headers }) => String(headers['ce_type']) === freezeCommand)
            .length
        const before = count()
        const asking = freezing.freeze(everything, { key }).catch(() => undefined)
        if (round === 'when the command is written') {
          await until(() => count() > before, { deadlineMs: waitMs, what: 'the command' })
        }
        await kill()
        await asking
        const all = await inEachSlot(own)
        const codes = await Promise.all(all.map(async (it) => String(await claimOf(it, hand))))
        expect(new Set(codes).size).toBe(1)
        const again = await freezing.freeze(everything, { key })
        expect(again).toMatchObject({ status: 200, body: { inForce: true, confirmed: slots } })
        const later = await inEachSlot(own)
        for (const it of later) expect(await claimOf(it, hand)).toEqual(frozen)
        const spread = (await facts.events()).filter(
          ({ fact }) => fact.kind === 'frozen' && fact.body.freeze === again.body.id,
        )
        expect(spread.map(({ fact }) => fact.slot).sort()).toEqual([0, 1])
        expect(await freezing.thaw(again.body.id)).toMatchObject({ status: 200 })
      }
    }),
  deathsMs,
)

test(
  'FLUSHALL of Redis while frozen: it stays frozen, and is shown again',
  async () => {
    const redis = await ownRedis(runDir('redis'))
    await redis.server.start()
    const operator = await openRedis(redis.address)
    try {
      const start = { gate: { restart: 'always' }, notifier: { restart: 'always' } } as const
      await onStage({ ...settings, redis: redis.address, start }, async (own) => {
        const freezing = new Freezing(own)
        const hand = new Hand(own)
        const all = await inEachSlot(own)
        const { body: freeze } = await freezing.freeze(everything)
        await operator.flushall()
        const isRefused = async (it: Granted) => {
          const [, code] = await claimOf(it, hand)
          expect(code).not.toBe('claimed')
          return code === 'HP_FROZEN'
        }
        for (const it of all) {
          await until(() => isRefused(it), { deadlineMs: waitMs, what: 'an answer of the gate' })
        }
        await freezing.listed(freeze.id)
        expect(await freezing.thaw(freeze.id)).toMatchObject({ status: 200 })
        for (const it of all) expect(await claimOf(it, hand)).toEqual(claimed)
      })
    } finally {
      operator.disconnect()
      await redis.server.stop()
    }
  },
  deathsMs,
)
