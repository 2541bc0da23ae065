import type { DecisionEvent } from '@holdpoint/contracts'
import type { InRecord } from '@holdpoint/kafka'
import { keysOf } from '@holdpoint/seal'
import { expect, test } from 'vitest'
import { GateHand, life, startMs, testPlace } from '../gate-hand.ts'
import { Decisions } from './decisions.ts'
import { Draft } from './draft.ts'

/** Longer than anything waits for its transaction. */
const longMs = 61_000
const emptyBook = { eventAt: () => undefined, leavesOf: () => [], leaf: async () => [] as never }

function half() {
  const gate = new GateHand()
  const found: string[] = []
  const watcher = {
    taken: () => {},
    repeated: () => {},
    found: ({ finding }: { finding: string }) => void found.push(finding),
  }
  const rules = { deployment: testPlace.deployment, gateKeys: keysOf(gate.signer.publicJwk) }
  const decisions = new Decisions(rules, watcher, new Map())
  const draft = new Draft(0, emptyBook)
  const events = gate.transaction(0, [life.held(1), life.voted(1), life.approved(1)])
  const take = (event: DecisionEvent | undefined, offset: number) => {
    const record = { ...gate.record(event as DecisionEvent), offset, timestampMs: startMs }
    return decisions.record(record as InRecord, draft, startMs)
  }
  return { decisions, draft, events, found, take }
}

test('an auditor that stood still in the middle of a transaction waits for the rest of it, and alarms nobody', async () => {
  const { decisions, draft, events, found, take } = half()
  await take(events[0], 0)
  expect(decisions.isOverdue(startMs)).toBe(false)
  expect(decisions.isOverdue(startMs + longMs)).toBe(true)
  await decisions.tick(draft, startMs + longMs, () => false)
  await take(events[1], 1)
  await take(events[2], 2)
  expect([found, decisions.reached(0)]).toEqual([[], 3])
})

test('a fact that is not vouched for although everything has been read is a finding, in time', async () => {
  const { decisions, draft, events, found, take } = half()
  await take(events[0], 0)
  await decisions.tick(draft, startMs, () => true)
  expect(found).toEqual([])
  await decisions.tick(draft, startMs + longMs, () => true)
  expect([found, decisions.isWaiting]).toEqual([['unvouched'], false])
})
