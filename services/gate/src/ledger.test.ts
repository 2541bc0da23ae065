import type { Draft, Step } from '@holdpoint/approval'
import {
  type ActionSettled,
  check,
  type DecisionEvent,
  DecisionEvent as DecisionEventSchema,
  type Demand,
  decisionTypes,
  decodeEvent,
  digestOf,
  factDigest,
  GrantIssued,
  grantIssued,
  noDigest,
} from '@holdpoint/contracts'
import type { OutRecord } from '@holdpoint/kafka'
import {
  keysOf,
  type Sign,
  signInPool,
  signInTurn,
  verifyFact,
  verifyGrant,
  verifyHead,
  verifyReceipt,
} from '@holdpoint/seal'
import { decodeValue, type Put } from '@holdpoint/store'
import { describe, expect, test } from 'vitest'
import { type ClosedLedger, Ledger } from './ledger.ts'
import { emptySlot, type SlotRecord } from './slot-record.ts'
import {
  actionId,
  approvedState,
  claimedState,
  deployment,
  dossier,
  ledgerKeys,
  maskedAction,
  origin,
  salt,
  stateOf,
} from './testing.ts'

const keys = ledgerKeys()
const slot = 4
const next = { cursors: { redacted: 5, commands: 7 }, openSum: '0', atMs: 99 }
const gateKeys = { keyOf: keysOf(keys.publicJwk), atMs: 5000 }
const demand: Demand = {
  quorum: 1,
  groups: [],
  assurance: 'chat',
  denials: 1,
  reasonRequired: false,
}

const open = (from: SlotRecord = emptySlot('0'), sign: Sign = signInTurn) => {
  const place = { deployment, prefix: 'x.', slot, slotCount: 4, policy: noDigest }
  return new Ledger(from, { ...place, keys: { ...keys, sign } })
}

const held: Draft = {
  fact: {
    kind: 'held',
    atMs: 1000,
    actionId: actionId(),
    revision: 1,
    body: { origin, rule: 'ask', demand, decideByMs: 60_000 },
  },
  views: { action: { value: maskedAction, salt }, findings: { value: [] } },
}
const approved: Draft = {
  fact: {
    kind: 'approved',
    atMs: 2000,
    actionId: actionId(),
    revision: 2,
    body: {
      by: 'people',
      rule: 'ask',
      votes: [],
      grant: { jti: `${actionId()}/2`, audience: 'billing', notBeforeMs: 2000, expiresMs: 12_000 },
    },
  },
  views: {},
}
const step = (changes: Partial<Step>): Step => ({ drafts: [], answers: [], ...changes })

const on = (records: readonly OutRecord[], topic: string) =>
  records.filter((record) => record.topic === `x.${topic}`)
function eventsOf(records: readonly OutRecord[]): DecisionEvent[] {
  return on(records, 'decisions').map((record) => {
    const { attributes, data } = decodeEvent(record)
    const event = check(DecisionEventSchema, data)
    expect(attributes.type).toBe(decisionTypes[event.fact.kind])
    return event
  })
}
const putOf = (puts: readonly Put[], key: string) => puts.find((put) => put.key === key)
const jsonOf = (puts: readonly Put[], key: string) => {
  const value = putOf(puts, key)?.value
  return value ? JSON.parse(decodeValue(keys.state, slot, key, value.toString())) : value
}

async function releasing(sign?: Sign): Promise<ClosedLedger> {
  const ledger = open(undefined, sign)
  ledger.add(step({ state: stateOf(), isNew: true, drafts: [held] }), { state: stateOf(), dossier })
  const state = approvedState()
  ledger.add(step({ state, drafts: [approved], ...(state.grant ? { grant: state.grant } : {}) }), {
    state,
    dossier,
  })
  return ledger.close(next)
}

describe('one batch of output', () => {
  test('numbers facts without gaps and chains each to the one before, across batches', async () => {
    const first = await releasing()
    const ledger = open(first.slotRecord)
    ledger.announce({ ...held, fact: { ...held.fact, atMs: 3000 } })
    const second = await ledger.close(next)
    const events = [...eventsOf(first.records), ...eventsOf(second.records)]
    const facts = events.map(({ fact }) => fact)
    expect(facts.map(({ number }) => number)).toEqual([1, 2, 3])
    expect(facts.map(({ previous }) => previous)).toEqual([
      noDigest,
      ...facts.slice(0, 2).map(factDigest),
    ])
  })

  test('signs each decision, and the head of the chain once, at the end', async () => {
    const { records, slotRecord } = await releasing()
    const events = eventsOf(records)
    expect(
      events.map(({ signature, head }) => [signature !== undefined, head !== undefined]),
    ).toEqual([
      [false, false],
      [true, true],
    ])
    verifyFact(events[1]?.signature ?? '', slotRecord.head, gateKeys)
    verifyHead(events[1]?.head ?? '', { slot, number: 2, digest: slotRecord.head }, gateKeys)
  })

  test('a fact knows its views by commitment only: the masked action is in no fact', async () => {
    const [event] = eventsOf((await releasing()).records)
    expect(event?.fact.commitments['action']).toBe(origin.presented)
    for (const [name, view] of Object.entries(event?.views ?? {})) {
      expect(event?.fact.commitments[name]).toBe(digestOf(view.salt, view.value))
    }
    expect(JSON.stringify(event?.fact)).not.toContain('params')
  })

  test('done twice from the same place it gives the same bytes, whoever signs', async () => {
    const bytes = async (sign: Sign) => {
      const { records, puts } = await releasing(sign)
      return { puts, records: records.map((record) => [record, record.value?.toString()]) }
    }
    expect(await bytes(signInTurn)).toEqual(await bytes(signInTurn))
    expect(await bytes(signInPool)).toEqual(await bytes(signInTurn))
  })

  test('nothing comes out where a grant could not be signed', async () => {
    const broken: Sign = async (signer, bytes) => {
      if (bytes.length > 300) throw new RangeError('no key')
      return signer.sign(bytes)
    }
    await expect(releasing(broken)).rejects.toThrow('no key')
  })

  test('a grant names the fact that approved it, and verifies under the gate key for its audience alone', async () => {
    const { records } = await releasing()
    const [record] = on(records, 'actions.approved')
    const { attributes, data } = decodeEvent(record as OutRecord)
    const issued = check(GrantIssued, data)
    expect(attributes.type).toBe(grantIssued)
    const known = { deployment, actionId: actionId(), ...gateKeys }
    expect(verifyGrant(issued.grant, { ...known, audiences: ['billing'] }).decision).toEqual({
      slot,
      number: 2,
    })
    expect(() => verifyGrant(issued.grant, { ...known, audiences: ['other'] })).toThrow()
    expect(issued.sealed).toBe(dossier.sealed)
  })

  test('the slot record is the last of the changelog and says where to go on', async () => {
    const { records, puts } = await releasing()
    expect(records.at(-1)).toMatchObject({ topic: 'x.gate.state', key: '~slot', partition: slot })
    expect(jsonOf(puts, '~slot')).toMatchObject({ cursors: next.cursors, number: 2 })
    expect(on(records, 'gate.state').map(({ key }) => key)).toEqual(puts.map(({ key }) => key))
  })

  test('of two states of one action in a batch only the last is written, and its dossier once', async () => {
    const { puts } = await releasing()
    expect(puts.filter(({ key }) => key === `a:${actionId()}`)).toHaveLength(1)
    expect(jsonOf(puts, `a:${actionId()}`).status).toBe('approved')
    expect(jsonOf(puts, `o:${actionId()}`)).toEqual(dossier)
  })

  test('when a case ends its sealed original and its grant are deleted, and how it ended is kept', async () => {
    const ledger = open()
    const state = approvedState({ status: 'revoked', revision: 3, endedAtMs: 4000 })
    const settled: ActionSettled = {
      actionId: actionId(),
      agent: 'bot',
      status: 'revoked',
      atMs: 4000,
    }
    ledger.add(step({ state, settled }), { state, ending: settled })
    const { puts, records } = await ledger.close(next)
    expect(putOf(puts, `o:${actionId()}`)?.value).toBeNull()
    expect(putOf(puts, `g:${actionId()}`)?.value).toBeNull()
    expect(jsonOf(puts, `e:${actionId()}`)).toEqual(settled)
    expect(on(records, 'actions.settled')).toHaveLength(1)
  })

  test('an action that is denied at once leaves no sealed original behind', async () => {
    const ledger = open()
    const state = stateOf({ status: 'denied', endedAtMs: 1000 })
    ledger.add(step({ state, isNew: true }), { state, dossier })
    expect(putOf((await ledger.close(next)).puts, `o:${actionId()}`)).toBeUndefined()
  })

  test('the answer to a claim carries a receipt for that executor key, the same on every repeat', async () => {
    const state = claimedState()
    const answers = await Promise.all(
      [1, 2].map(async () => {
        const ledger = open()
        const answer = {
          ok: true,
          actionId: actionId(),
          status: 'claimed',
          revision: 3,
          ...(state.claim ? { claim: state.claim } : {}),
        } as const
        ledger.add(step({ answers: [{ commandId: 'c1', answer }] }), { state })
        return JSON.parse((await ledger.close(next)).answers[0]?.value ?? '')
      }),
    )
    expect(answers[0].receipt).toBe(answers[1].receipt)
    const receipt = verifyReceipt(answers[0].receipt, { deployment, ...gateKeys })
    expect(receipt).toMatchObject({
      keyThumbprint: state.claim?.keyThumbprint,
      intended: origin.intended,
      claimId: state.claim?.id,
    })
  })

  test('a refused claim carries no receipt', async () => {
    const ledger = open()
    const answer = { ok: false, code: 'HP_CLAIM_TAKEN', details: {} } as const
    ledger.add(step({ answers: [{ commandId: 'c1', answer }] }), { state: claimedState() })
    expect((await ledger.close(next)).answers[0]?.value).not.toContain('receipt')
  })

  test('a forgotten action is deleted whole', async () => {
    const ledger = open()
    ledger.forget(actionId())
    const { puts } = await ledger.close(next)
    const deleted = puts.filter(({ value }) => value === null)
    expect(deleted.map(({ key }) => key.slice(0, 2))).toEqual(['a:', 'o:', 'g:', 'e:'])
  })
})
