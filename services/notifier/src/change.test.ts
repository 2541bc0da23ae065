import { type ActionId, type FactDraft, factDigest } from '@holdpoint/contracts'
import { expect, test } from 'vitest'
import { actionOf, deployment, idOf, keys } from '../test/fixture.ts'
import { FakeGate, heldDraft, salt } from '../test/gate.ts'
import type { Approval } from './approval.ts'
import { changeOf } from './change.ts'
import { type DecisionRecord, readDecision } from './decision-record.ts'
import { decidedKeepMs } from './projection/port.ts'

const atMs = 1_800_000_000_000
const gate = new FakeGate({
  deployment,
  prefix: '',
  slotCount: 1,
  key: keys.gate,
  clock: () => atMs,
})
const read = (records: ReturnType<FakeGate['hold']>): DecisionRecord[] =>
  records.map((record) => {
    const reading = readDecision({ ...record, offset: 0, timestampMs: atMs }, deployment)
    if ('refusal' in reading) throw reading.refusal
    return reading
  })
const step = { from: 4, to: { position: 9 }, isSilent: false }
const none = new Map<ActionId, Approval>()

const held = read(gate.transaction(0, [heldDraft(actionOf(1), atMs)]))
const before = changeOf(held, none, step)
const known = new Map(before.approvals.map((approval) => [approval.id, approval]))
const commandId = 'c-1'
const voted = gate.draft(idOf(1), 'voted', {
  ...{ person: 'ana', verdict: 'approve', assurance: 'sso', channel: 'api', commandId },
  tally: { approvals: 1, denials: 0, quorum: 1 },
})
const approved = gate.draft(idOf(1), 'approved', {
  ...{ by: 'people', rule: 'refunds', votes: [] },
  grant: { jti: 'g', audience: 'payments', notBeforeMs: atMs, expiresMs: atMs + 1000 },
})
const withRevision = (draft: typeof voted, revision: number) => ({
  ...draft,
  fact: { ...draft.fact, revision },
})

test('a held action comes with the view to show, and a hint', () => {
  expect(before).toMatchObject({
    from: 4,
    to: { position: 9 },
    approvals: [{ id: idOf(1), status: 'pending' }],
    views: [{ id: idOf(1), name: 'action', view: { salt, value: actionOf(1) } }],
    hints: [{ id: idOf(1), revision: 1, kind: 'held' }],
    results: [],
  })
})

test('an answer already says how the action stands after the whole transaction', () => {
  const records = read(gate.transaction(0, [withRevision(voted, 2), withRevision(approved, 3)]))
  const change = changeOf(records, known, step)
  expect(change.results).toEqual([
    {
      commandId,
      result: {
        ok: true,
        actionId: idOf(1),
        revision: 2,
        status: 'approved',
        tally: { approvals: 1, denials: 0, quorum: 1 },
      },
    },
  ])
  expect(change.approvals).toMatchObject([{ status: 'approved', revision: 3 }])
})

test('a refusal is an answer, and changes nothing else', () => {
  const refused = gate.draft(idOf(1), 'refused', {
    command: 'vote',
    commandId,
    code: 'HP_STALE_VIEW',
    field: 'presented',
  })
  const change = changeOf(read(gate.transaction(0, [refused])), known, step)
  expect(change).toMatchObject({ approvals: [], views: [], hints: [] })
  expect(change.results).toEqual([
    {
      commandId,
      result: {
        ok: false,
        actionId: idOf(1),
        code: 'HP_STALE_VIEW',
        field: 'presented',
        status: 'pending',
      },
    },
  ])
})

test('history that is read again tells nobody', () => {
  const change = changeOf(held, none, { ...step, isSilent: true })
  expect(change.hints).toEqual([])
  expect(change.approvals).toHaveLength(1)
})

test('facts that are about no action only move the position', () => {
  const digest = factDigest(held[0]?.event.fact as never)
  const adopted = {
    kind: 'adopted',
    atMs,
    body: { policy: digest, directory: digest, trust: digest },
  } as const
  const change = changeOf(read(gate.transaction(0, [{ fact: adopted }])), none, step)
  expect(change).toMatchObject({ approvals: [], views: [], hints: [], results: [] })
})

test('a freeze is a hint and a state of its slot, and its repeat is neither', () => {
  const by = { person: 'ana', assurance: 'sso', channel: 'api', commandId: 'f-1' }
  const body = { freeze: 'f-1', scope: { agent: 'bot' }, spread: 1, ...by }
  const fact = { kind: 'frozen', atMs, body } as FactDraft
  const views = { reason: { salt, value: 'runs wild' } }
  const records = read(gate.transaction(0, [{ fact, views }]))
  const { freezes, hints } = changeOf(records, none, step)
  expect(hints).toEqual([{ id: 'f-1', revision: 1, kind: 'frozen' }])
  const { assurance, channel, person } = by
  const frozen = { id: 'f-1', scope: { agent: 'bot' }, fromMs: atMs, reason: 'runs wild' }
  expect(freezes).toEqual({
    ...{ spread: 1, past: [] },
    active: [{ ...frozen, assurance, channel, person }],
  })
  expect(changeOf(records, none, { ...step, freezes, isSilent: true })).not.toHaveProperty(
    'freezes',
  )
  expect(changeOf(records, none, { ...step, isSilent: true }).hints).toEqual([])
})

test('what was decided long before the newest fact is forgotten', () => {
  expect(before.forgetBeforeMs).toBe(atMs - decidedKeepMs)
})
