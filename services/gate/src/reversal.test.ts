/** What a slot keeps for reversals, how long, and that it lets one through, once, whatever happens to Redis. */
import { type ActionId, decodeEvent, memoryMs, originalOf, slotOf } from '@holdpoint/contracts'
import { keysOf, verifyGrant, verifyReceipt } from '@holdpoint/seal'
import { openMemoryStore } from '@holdpoint/store'
import { beforeEach, describe, expect, test } from 'vitest'
import { refusedReversal } from './edge/reversal.ts'
import type { Gate } from './gate.ts'
import { Rig, reversibleWithinMs } from './rig.ts'
import { SlotLookup } from './slot-lookup.ts'
import { actionId, deployment } from './testing.ts'

const id = actionId()
const first = `${id}~1` as ActionId
const second = `${id}~2` as ActionId
let rig: Rig
let gate: Gate & { crash(): void }

beforeEach(async () => {
  rig = new Rig()
  gate = await rig.gate('gate-1')
  await rig.pass()
})

const reverse = (as: ActionId, type = 'allow.done.reverse', agent = 'bot') =>
  rig.intend(as, { type, reverses: originalOf(as) ?? id, agent: { id: agent } })
const run = async (as: ActionId, type = 'allow.done') => {
  await rig.intend(as, { type })
  await rig.claim(as, `claim-${as}`)
  await rig.report(as)
}
const reversed = async () => {
  await run(id)
  await reverse(first)
  await rig.claim(first, 'claim-first')
  await rig.report(first)
}
const kept = () => [...rig.server.slot(0).values.keys()].filter((key) => key !== '~slot').sort()
/** The latest value of each key of the changelog; null: deleted. */
const changelog = (key: string) =>
  rig.records('state').findLast((record) => record.key === key)?.value ?? undefined
const told = (as: ActionId) =>
  rig
    .records('settled')
    .filter(({ key }) => key === as)
    .map((record) => decodeEvent(record).data as { status: string; code?: string })
const codeFor = async (as: ActionId, ...how: [type?: string, agent?: string]) => {
  await reverse(as, ...how)
  return told(as).at(-1)?.code ?? 'accepted'
}
const gateKeys = () => keysOf(rig.keys.signer.publicJwk)

describe('what is kept of an action that can be reversed', () => {
  test('the sealed original and the sealed outcome, then the stub, then nothing', async () => {
    await run(id)
    expect(kept()).toEqual([`a:${id}`, `e:${id}`, `o:${id}`, `r:${id}`])
    await rig.pass(reversibleWithinMs)
    await rig.pass()
    expect(kept()).toEqual([`a:${id}`, `e:${id}`])
    for (const key of [`o:${id}`, `r:${id}`]) expect(changelog(key)).toBeUndefined()
    await rig.pass(memoryMs - reversibleWithinMs)
    await rig.pass()
    expect(kept()).toEqual([])
    expect(rig.story(id)).toEqual(['approved', 'claimed', 'succeeded'])
  })

  test('nothing but the stub of what can’t be', async () => {
    await run(id, 'allow.this')
    expect(kept()).toEqual([`a:${id}`, `e:${id}`])
    expect(rig.records('state').map(({ key }) => key)).not.toContain(`r:${id}`)
    expect(await codeFor(first, 'allow.this.reverse')).toBe('HP_REVERSAL_NONE')
  })

  test('everything while a reversal is open, and its own stub as long as the reversal’s', async () => {
    await run(id)
    await rig.pass(reversibleWithinMs - 1)
    await reverse(first)
    await rig.pass(300_000)
    await rig.pass()
    expect(kept()).toEqual(expect.arrayContaining([`o:${id}`, `r:${id}`]))
    await rig.claim(first, 'claim-first')
    await rig.report(first)
    expect(kept()).toEqual([`a:${id}`, `a:${first}`, `e:${id}`, `e:${first}`])
    await rig.pass(memoryMs - 1)
    await rig.pass()
    expect(kept()).toContain(`a:${id}`)
    await rig.pass(1)
    await rig.pass()
    expect(kept()).toEqual([])
  })

  test('is found again by whoever takes the slot over without Redis', async () => {
    await run(id)
    rig.server.wipeAll()
    gate.crash()
    await gate.stop().catch(() => {})
    await rig.gate('gate-2')
    await rig.pass(7000)
    await rig.pass()
    expect(kept()).toEqual([`a:${id}`, `e:${id}`, `o:${id}`, `r:${id}`])
    expect(await codeFor(first)).toBe('accepted')
  })
})

describe('a reversal', () => {
  test('of a slot of its own does not exist: it lies beside its original', () => {
    for (let slots = 1; slots < 50; slots += 1) expect(slotOf(first, slots)).toBe(slotOf(id, slots))
  })

  test('is granted by name of its original and its executor', async () => {
    await run(id)
    await reverse(first)
    const record = rig.records('approved').findLast(({ key }) => key === first)
    const issued = record && (decodeEvent(record).data as { grant: string; reverses: object })
    const reverses = { actionId: id, executor: 'exec-1' }
    expect(issued?.reverses).toEqual(reverses)
    const grant = verifyGrant(issued?.grant ?? '', {
      ...{ deployment, audiences: ['billing'], actionId: first, atMs: rig.nowMs },
      keyOf: gateKeys(),
    })
    expect(grant.reverses).toEqual(reverses)
  })

  test('is claimed by who ran the original, whose receipt then names both digests', async () => {
    await run(id)
    await reverse(first)
    await rig.claim(first, 'claim-stranger', rig.otherExecutor)
    expect(await rig.answer(first, 'claim-stranger')).toMatchObject({ code: 'HP_NOT_ENTITLED' })
    await rig.claim(first, 'claim-first')
    const { receipt } = (await rig.answer(first, 'claim-first')) as { receipt: string }
    const read = verifyReceipt(receipt, { deployment, atMs: rig.nowMs, keyOf: gateKeys() })
    const reported = rig.facts('succeeded').map(({ body }) => 'reported' in body && body.reported)
    expect(read.reverses).toMatchObject({
      ...{ actionId: id, claimId: `${id}/2` },
      reported: reported[0],
    })
  })

  test.each<[string, () => Promise<unknown>, ActionId, [string?, string?], string]>([
    ['of nothing', async () => {}, first, [], 'HP_ACTION_UNKNOWN'],
    [
      'by another agent',
      () => run(id),
      first,
      ['allow.done.reverse', 'other-bot'],
      'HP_ACTION_UNKNOWN',
    ],
    [
      'of what waits',
      () => rig.intend(id, { type: 'ask.done' }),
      first,
      ['ask.done.reverse'],
      'HP_REVERSAL_EARLY',
    ],
    [
      'of what is denied',
      () => rig.intend(id, { type: 'deny.done' }),
      first,
      ['deny.done.reverse'],
      'HP_REVERSAL_NONE',
    ],
    [
      'after its time',
      () => run(id).then(() => rig.pass(reversibleWithinMs + 1)),
      first,
      [],
      'HP_REVERSAL_LATE',
    ],
    ['after another one', reversed, second, [], 'HP_REVERSAL_TAKEN'],
  ])('%s is refused, and its agent is told', async (_, before, as, how, code) => {
    await before()
    const lookup = new SlotLookup(openMemoryStore(rig.server), rig.keys.state, 1)
    const facts = rig.story(id)
    expect(await codeFor(as, ...how)).toBe(code)
    expect(rig.story(id)).toEqual(facts)
    expect(rig.story(as)).toEqual(['refused'])
    expect(kept()).not.toContain(`a:${as}`)
    const [, agent = 'bot'] = how
    const seen = (id: string) => refusedReversal(as, { kind: 'agent', id }, lookup)
    const isOwn = code !== 'HP_ACTION_UNKNOWN'
    expect(await seen(agent)).toEqual(isOwn ? expect.objectContaining({ code }) : undefined)
    expect(await seen('stranger')).toBeUndefined()
  })

  test('asked for twice in one batch goes through once: the second sees the first', async () => {
    await run(id)
    await Promise.all([reverse(first), reverse(second)])
    expect([rig.story(first), rig.story(second)]).toEqual([['approved'], ['refused']])
    expect(told(second)).toMatchObject([{ status: 'rejected', code: 'HP_REVERSAL_TAKEN' }])
  })

  test('that came to nothing leaves the way free for another one', async () => {
    await run(id)
    await reverse(first)
    await rig.withdraw(first)
    expect(await codeFor(second)).toBe('accepted')
  })
})

describe('once means once', () => {
  test('after FLUSHALL and a takeover', async () => {
    await reversed()
    rig.server.wipeAll()
    await rig.pass(2000)
    await rig.pass(2000)
    expect(await codeFor(second)).toBe('HP_REVERSAL_TAKEN')
  })

  test('where somebody puts the original back as it was before its reversal', async () => {
    await run(id)
    const before = rig.server.slot(0).values.get(`a:${id}`)
    await reverse(first)
    rig.server.tamper(0, `a:${id}`, before)
    await reverse(second)
    await rig.pass(2000)
    expect(rig.warnings).toEqual(['taking the slot over again'])
    expect(told(second)).toMatchObject([{ code: 'HP_REVERSAL_TAKEN' }])
    expect(rig.story(first)).toEqual(['approved'])
  })

  test('where somebody puts all of Redis back as it was before the reversal had succeeded', async () => {
    await run(id)
    const before = rig.server.snapshot()
    await reverse(first)
    await rig.claim(first, 'claim-first')
    await rig.report(first)
    rig.server.restore(before)
    await rig.pass(2000)
    await rig.pass(2000)
    expect(await codeFor(second)).toBe('HP_REVERSAL_TAKEN')
  })
})
