import { digestBytes, type Fact } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { actionId, type Draft, GateHand, life, startMs } from '../gate-hand.ts'
import { leafTypes } from '../leaf.ts'
import { endsAction, type IndexedEvent, summarise } from './case.ts'

const source = { topic: 't', partition: 0, offset: 0, timestampMs: startMs }
/** Events of these drafts, at indices 10, 11, … */
const story = (...drafts: Draft[]): IndexedEvent[] =>
  new GateHand().transaction(0, drafts).map(({ fact }, i) => ({
    index: 10 + i,
    leaf: { type: leafTypes.event, fact, source },
  }))
const end = (kind: Fact['kind'], body: object): Draft =>
  ({ kind, atMs: startMs + 9, actionId: actionId(1), revision: 9, body }) as Draft

describe('the case of an action', () => {
  test('that nobody decided in time has no decision, but the rule it was held under', () => {
    const events = story(life.held(1), end('expired', { decideByMs: startMs }))
    const told = summarise(actionId(1), events)
    expect(told).toMatchObject({ status: 'expired', rule: 'refunds', votes: [], events: [10, 11] })
    expect(told.decided).toBeUndefined()
    expect(told.ran).toBeUndefined()
  })

  test('that takes another one back names it', () => {
    const held = life.held(1)
    const origin = { ...(held.body as { origin: object }).origin, reverses: actionId(2) }
    const undo = { ...held, body: { ...held.body, origin } } as Draft
    const told = summarise(actionId(1), story(undo, end('expired', { decideByMs: startMs })))
    expect(told.asked?.reverses).toBe(actionId(2))
  })

  test('that policy denied says so, without votes', () => {
    const told = summarise(actionId(1), story(life.denied(1)))
    expect(told.decided).toEqual({ verdict: 'denied', by: 'policy', atMs: startMs + 1 })
    expect(told.rule).toBe('never')
  })

  test('that was claimed and never answered names who held it, and how we know', () => {
    const silence = end('unknown', { claimId: 'cl-1', executor: 'exec-1', cause: 'deadline' })
    const told = summarise(actionId(1), story(life.approved(1), life.claimed(1), silence))
    expect(told.ran).toEqual({ executor: 'exec-1', claimId: 'cl-1', cause: 'deadline' })
  })

  test('that a person reconciled names them and what they found; the claim stays in doubt', () => {
    const silence = end('unknown', { claimId: 'cl-1', executor: 'exec-1', cause: 'deadline' })
    const said = { person: 'p-2', assurance: 'sso', channel: 'console' }
    const body = { ...said, found: 'failed', commandId: 'c' }
    const found = { ...end('reconciled', body), views: { reason: 'not in the ledger' } }
    const events = story(life.approved(1), life.claimed(1), silence, found)
    const told = summarise(actionId(1), events, 7)
    expect(told).toMatchObject({ status: 'failed', amends: 7, reconciled: said })
    expect(told.reconciled?.reason).toBe(events.at(-1)?.leaf.fact.commitments['reason'])
    expect(told.ran).toEqual({ executor: 'exec-1', claimId: 'cl-1', cause: 'deadline' })
    expect(JSON.stringify(told)).not.toContain('ledger')
  })

  test('that was claimed and then revoked names the claim alone', () => {
    const body = { person: 'p-2', assurance: 'sso', channel: 'console', commandId: 'c' }
    const told = summarise(
      actionId(1),
      story(life.approved(1), life.claimed(1), end('revoked', body)),
    )
    expect(told.ran).toEqual({ executor: 'exec-1', claimId: 'cl-1' })
  })

  test('tells every vote, for and against, with the commitment of what was written', () => {
    const other = life.voted(1, 'deny')
    const told = summarise(actionId(1), story(life.held(1), life.voted(1), other, life.denied(1)))
    expect(told.votes.map(({ verdict }) => verdict)).toEqual(['approve', 'deny'])
    expect(told.votes.every(({ reason }) => reason?.startsWith('sha256:'))).toBe(true)
  })

  test('without its first event tells what is left, and makes nothing up', () => {
    const told = summarise(actionId(1), story(life.claimed(1), life.ended(1)))
    expect([told.asked, told.presented, told.rule]).toEqual([undefined, undefined, undefined])
    expect(told.ran?.reported).toBe(digestBytes('reported 1'))
  })

  test('leaves out commands that changed nothing, however many there were', () => {
    const refusals = Array.from({ length: 50 }, () => life.refused(1))
    const events = story(life.held(1), ...refusals, end('expired', { decideByMs: startMs }))
    expect(summarise(actionId(1), events).events).toEqual([10, 61])
  })

  test('is made only when an action ends', () => {
    const endings = [
      'denied',
      'expired',
      'withdrawn',
      'revoked',
      'lapsed',
      'succeeded',
      'failed',
      'unknown',
      'reconciled',
    ]
    const others = [
      'held',
      'voted',
      'approved',
      'claimed',
      'extended',
      'refused',
      'rejected',
      'adopted',
    ]
    const ends = (kind: string) => endsAction({ kind, actionId: actionId(1) } as Fact)
    expect(endings.every(ends)).toBe(true)
    expect(others.some(ends)).toBe(false)
    expect(endsAction({ kind: 'denied' } as Fact)).toBe(false)
  })
})
