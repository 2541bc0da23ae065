import { memoryMs, reconcileCommand } from '@holdpoint/contracts'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Gate } from './gate.ts'
import { policy, Rig } from './rig.ts'
import { actionId } from './testing.ts'

const id = actionId()
let rig: Rig

const kinds = () => rig.story(id)
const grants = () => rig.records('approved').length

describe('a gate', () => {
  let gate: Gate & { crash(): void }
  beforeEach(async () => {
    rig = new Rig()
    gate = await rig.gate('gate-1')
    await rig.pass()
  })

  test('is ready when its slots are open, and says first by which rules it judges', () => {
    expect(gate.isReady).toBe(true)
    expect(rig.facts().map(({ kind }) => kind)).toEqual(['adopted'])
  })

  test('takes an action through its whole life, and tells the agent', async () => {
    const redacted = await rig.intend(id)
    expect(kinds()).toEqual(['held'])
    expect(grants()).toBe(0)
    await rig.vote(redacted, 'ana')
    expect(kinds()).toEqual(['held', 'voted', 'approved'])
    expect(grants()).toBe(1)
    await rig.claim(id)
    expect(await rig.answer(id, 'claim-1')).toMatchObject({ ok: true, receipt: expect.any(String) })
    await rig.report(id)
    expect(kinds()).toEqual(['held', 'voted', 'approved', 'claimed', 'succeeded'])
    expect(rig.records('settled')).toHaveLength(1)
  })

  describe('of an action in doubt', () => {
    const reconcile = (person: string, found: string, commandId: string) =>
      rig.command(
        reconcileCommand,
        { actionId: id, person, found, reason: 'looked it up', channel: 'api' } as never,
        commandId,
      )
    const inDoubt = async () => {
      const redacted = await rig.intend(id)
      await rig.vote(redacted, 'ana')
      await rig.claim(id)
      await rig.pass(3_600_000)
      await rig.pass()
    }

    test('lets a person say how it ended, once, and tells the agent again', async () => {
      await inDoubt()
      await reconcile('ana', 'succeeded', 'found-1')
      expect(await rig.answer(id, 'found-1')).toMatchObject({ ok: true, status: 'succeeded' })
      await reconcile('ana', 'succeeded', 'found-1')
      await reconcile('ben', 'failed', 'found-2')
      expect(await rig.answer(id, 'found-2')).toMatchObject({ code: 'HP_ACTION_CLOSED' })
      const life = ['held', 'voted', 'approved', 'claimed', 'unknown', 'reconciled', 'refused']
      expect(kinds()).toEqual(life)
      const told = rig.records('settled').map(({ value }) => JSON.parse(String(value)))
      expect(told).toMatchObject([{ status: 'unknown' }, { status: 'succeeded', reconciled: true }])
    })

    test('forgets it 8 days after it was reconciled, not after it fell into doubt', async () => {
      await inDoubt()
      await rig.pass(memoryMs - 7_200_000)
      await reconcile('ana', 'failed', 'found-1')
      await rig.pass(7_200_000)
      await rig.pass()
      await reconcile('ben', 'failed', 'found-2')
      expect(await rig.answer(id, 'found-2')).toMatchObject({ code: 'HP_ACTION_CLOSED' })
      await rig.pass(memoryMs)
      await rig.pass()
      await reconcile('ben', 'failed', 'found-3')
      expect(await rig.answer(id, 'found-3')).toMatchObject({ code: 'HP_ACTION_UNKNOWN' })
    })

    test('keeps what the claimer says too late beside the refusal', async () => {
      await inDoubt()
      await rig.report(id)
      expect(rig.facts('refused')[0]?.body).toMatchObject({
        ...{ command: 'outcome', code: 'HP_ACTION_CLOSED', late: { status: 'succeeded' } },
      })
      expect(rig.events().at(-1)?.views['result']?.value).toEqual({ ok: true })
    })
  })

  test('releases nothing for a record that the redactor has not authenticated', async () => {
    const redacted = await rig.intend(actionId(2))
    await rig.write('redacted', id, 'dev.holdpoint.action.redacted.v1', {
      ...redacted,
      actionId: id,
    })
    expect(kinds()).toEqual([])
    expect(rig.parked('redacted')).toHaveLength(1)
  })

  test('does not believe the redactor about an agent: without the proof of its key nothing is held', async () => {
    const redacted = await rig.intend(actionId(2))
    await rig.intend(id, {}, { identity: redacted.identity })
    await rig.intend(id, {}, { identity: { kind: 'ingress', topic: 'untrusted' } })
    expect(kinds()).toEqual([])
    expect(rig.parked('redacted')).toHaveLength(2)
  })

  test('a vote that the notifier has not signed changes nothing and is logged as refused', async () => {
    const { presented } = await rig.intend(id)
    const vote = {
      actionId: id,
      person: 'ana',
      verdict: 'approve',
      presented,
      complete: true,
      channel: 'console',
    }
    await rig.write('commands', id, 'dev.holdpoint.command.vote.v1', vote, { id: 'forged' })
    expect(kinds()).toEqual(['held', 'refused'])
    expect(await rig.answer(id, 'forged')).toMatchObject({ ok: false, code: 'HP_PROOF_MISSING' })
  })

  test('only the literal approve approves', async () => {
    const { presented } = await rig.intend(id)
    for (const verdict of ['APPROVE', 'yes', 'true', '', 'approved', true, 1, null]) {
      const vote = {
        actionId: id,
        person: 'ana',
        verdict,
        presented,
        complete: true,
        channel: 'console',
      }
      await rig.command('dev.holdpoint.command.vote.v1', vote, `vote-${verdict}`)
    }
    expect(new Set(kinds())).toEqual(new Set(['held', 'refused']))
  })

  test('the requester side has no vote', async () => {
    await rig.vote(await rig.intend(id), 'olga')
    expect(kinds()).toEqual(['held', 'refused'])
  })

  test('an input sees what an earlier one of the same batch made: intent, vote and claim at once', async () => {
    await gate.stop()
    const redacted = await rig.intend(id)
    await rig.vote(redacted, 'ana')
    await rig.vote(redacted, 'ben', 'deny')
    await rig.gate('gate-2')
    await rig.pass()
    expect(kinds()).toEqual(['held', 'voted', 'approved', 'refused'])
    expect(grants()).toBe(1)
  })

  test('one claim, whoever comes later; and the same executor gets the same receipt', async () => {
    await rig.intend(id, { type: 'allow.x' })
    await rig.claim(id)
    await rig.claim(id, 'claim-2', rig.otherExecutor)
    await rig.claim(id, 'claim-3')
    const [first, other, again] = await Promise.all(
      ['claim-1', 'claim-2', 'claim-3'].map((command) => rig.answer(id, command)),
    )
    expect(other).toMatchObject({ ok: false, code: 'HP_CLAIM_TAKEN' })
    expect(again).toMatchObject({ ok: true, repeated: true, receipt: first?.['receipt'] })
    expect(kinds().filter((kind) => kind === 'claimed')).toHaveLength(1)
  })

  test('an outcome counts from the claimer alone', async () => {
    await rig.intend(id, { type: 'allow.x' })
    await rig.claim(id)
    await rig.report(id, 'succeeded', rig.otherExecutor)
    expect(kinds()).toEqual(['approved', 'claimed', 'refused'])
    await rig.report(id, 'failed')
    expect(kinds().at(-1)).toBe('failed')
  })

  test('silence means no: at its deadline a held action expires, not a moment before', async () => {
    await rig.intend(id)
    await rig.pass(899_999)
    expect(kinds()).toEqual(['held'])
    await rig.pass(2)
    expect(kinds()).toEqual(['held', 'expired'])
  })

  test('a vote in time counts though the gate was down until after the deadline', async () => {
    const redacted = await rig.intend(id)
    await gate.stop()
    await rig.pass(899_000)
    await rig.vote(redacted, 'ana')
    rig.nowMs += 60_000
    await rig.gate('gate-2')
    await rig.pass()
    await rig.pass(1)
    expect(kinds()).toEqual(['held', 'voted', 'approved'])
  })

  test('a vote after the deadline is worth nothing, though the timer has not fired', async () => {
    const redacted = await rig.intend(id)
    await gate.stop()
    rig.nowMs += 900_001
    await rig.vote(redacted, 'ana')
    await rig.gate('gate-2')
    await rig.pass(1)
    expect(kinds()).toEqual(['held', 'refused', 'expired'])
  })

  test('an unclaimed grant lapses, an unanswered claim becomes unknown', async () => {
    await rig.intend(id, { type: 'allow.x' })
    await rig.intend(actionId(2), { type: 'allow.x' })
    await rig.claim(actionId(2))
    await rig.pass(60_001)
    expect(rig.story(actionId(2))).toEqual(['approved', 'claimed', 'unknown'])
    await rig.pass(600_001)
    expect(kinds()).toEqual(['approved', 'lapsed'])
  })

  test('the agent withdraws, and what it withdrew can neither be approved nor claimed', async () => {
    const redacted = await rig.intend(id)
    await rig.withdraw(id)
    await rig.vote(redacted, 'ana')
    expect(kinds()).toEqual(['held', 'withdrawn', 'refused'])
  })

  test('the same intent again changes nothing, and another one under its id is refused', async () => {
    await rig.intend(id)
    await rig.intend(id)
    await rig.intend(id, { params: { amount: 9999 } })
    expect(kinds()).toEqual(['held', 'refused'])
  })

  test('finished actions are forgotten when their memory ends, and not before', async () => {
    await rig.intend(id, { type: 'deny.x' })
    await rig.pass(memoryMs - 1)
    expect(rig.server.slot(0).values.has(`a:${id}`)).toBe(true)
    await rig.pass(2)
    expect([...rig.server.slot(0).values.keys()]).toEqual(['~slot'])
  })

  test('a new policy is announced before it judges, and a newer deny wins over votes', async () => {
    const redacted = await rig.intend(id)
    const second = policy('second')
    rig.rules = {
      ...rig.rules,
      policy: { ...second, rule: () => ({ verdict: 'deny', rule: 'frozen' }) },
    }
    await rig.pass()
    await rig.vote(redacted, 'ana')
    expect(rig.facts().map(({ kind, policy: digest }) => [kind, digest === second.digest])).toEqual(
      [
        ['adopted', false],
        ['held', false],
        ['adopted', true],
        ['voted', true],
        ['denied', true],
      ],
    )
    expect(grants()).toBe(0)
  })

  test('what cannot be read is parked with a pointer, and the slot goes on', async () => {
    const garbage = {
      topic: 't.approvals.commands',
      partition: 0,
      key: id,
      value: Buffer.from('{"a":'),
      headers: {},
    }
    await rig.cluster
      .bus('writer')
      .send([garbage, { ...garbage, key: null }, { ...garbage, value: null }])
    await rig.intend(id)
    expect(rig.parked('commands')).toHaveLength(3)
    expect(
      rig
        .parked('commands')
        .map(({ value }) => value?.toString())
        .join(),
    ).not.toContain('"a"')
    expect(kinds()).toEqual(['held'])
  })
})
