import { describe, expect, test } from 'vitest'
import { actionOf, deployment, idOf, keys } from '../test/fixture.ts'
import { type Draft, deniedDraft, FakeGate, heldDraft } from '../test/gate.ts'
import { type Approval, fold } from './approval.ts'
import { type DecisionRecord, readDecision } from './decision-record.ts'
import { denialsOf } from './denial.ts'
import { attemptOf, shapeOf } from './shape.ts'

const run = { run: 'run-1' }
const shape = (change: object = {}, in_ = run as { run?: string }) =>
  shapeOf(actionOf(1, change), in_)

const gate = new FakeGate({
  ...{ deployment, prefix: '', slotCount: 1, key: keys.gate, clock: () => 1000 },
})
function recordOf(draft: Draft): DecisionRecord {
  const [record] = gate.transaction(0, [draft])
  if (!record) throw new Error('no record')
  const reading = readDecision({ ...record, offset: 0, timestampMs: 1000 }, deployment)
  if ('refusal' in reading) throw reading.refusal
  return reading
}
const held = fold(undefined, recordOf(heldDraft(actionOf(1), 1000))) as Approval
const after = (kind: string, body: object) =>
  recordOf({ fact: { kind, atMs: 2000, actionId: idOf(1), revision: 2, body } as Draft['fact'] })

describe('on record against repeats is', () => {
  const index = { id: idOf(1), agent: 'billing-bot' }
  /** Under both places. */
  const both = (denial: object) =>
    [shape(), attemptOf(actionOf(1), run)].map((place) => ({ ...index, shape: place, ...denial }))

  test('what people denied, what expired, and what was called back', () => {
    const body = { by: 'people', rule: 'refunds', votes: [] }
    expect(denialsOf(held, after('denied', body))).toEqual(
      both({ status: 'denied', by: 'people', deniedAtMs: 2000 }),
    )
    expect(denialsOf(held, after('expired', { decideByMs: 2000 }))).toMatchObject(
      both({ status: 'expired', by: 'nobody' }),
    )
    const revoked = { person: 'ana', assurance: 'sso', channel: 'api', commandId: 'c' }
    expect(denialsOf(held, after('revoked', revoked))).toMatchObject(both({ status: 'revoked' }))
  })

  test('what policy denied at once, from its own view', () => {
    const denied = recordOf(deniedDraft(actionOf(1, { classification: ['secret'] }), 1000))
    expect(denialsOf(undefined, denied)).toMatchObject(both({ status: 'denied', by: 'policy' }))
  })

  test('nothing that was let through, taken back by its agent, or whose view is gone', () => {
    const withdrawn = after('withdrawn', { agent: 'billing-bot', commandId: 'c' })
    expect(denialsOf(held, withdrawn)).toEqual([])
    expect(denialsOf(undefined, recordOf(heldDraft(actionOf(1), 1000)))).toEqual([])
    const { views: _, ...erased } = deniedDraft(actionOf(1), 1000)
    expect(denialsOf(undefined, recordOf(erased))).toEqual([])
    const { shape: __, attempt: ___, ...unseen } = held
    expect(denialsOf(unseen, after('expired', { decideByMs: 2000 }))).toEqual([])
  })
})
