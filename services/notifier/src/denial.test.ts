import { describe, expect, test } from 'vitest'
import { actionOf, deployment, idOf, keys } from '../test/fixture.ts'
import { type Draft, deniedDraft, FakeGate, heldDraft } from '../test/gate.ts'
import { type Approval, fold } from './approval.ts'
import { type DecisionRecord, readDecision } from './decision-record.ts'
import { denialOf } from './denial.ts'
import { shapeOf } from './shape.ts'

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
  const index = { id: idOf(1), agent: 'billing-bot', shape: shape() }

  test('what people denied, what expired, and what was called back', () => {
    const body = { by: 'people', rule: 'refunds', votes: [] }
    expect(denialOf(held, after('denied', body))).toEqual({
      ...{ ...index, status: 'denied', by: 'people', deniedAtMs: 2000 },
    })
    expect(denialOf(held, after('expired', { decideByMs: 2000 }))).toMatchObject({
      ...{ ...index, status: 'expired', by: 'nobody' },
    })
    const revoked = { person: 'ana', assurance: 'sso', channel: 'api', commandId: 'c' }
    expect(denialOf(held, after('revoked', revoked))).toMatchObject({ ...index, status: 'revoked' })
  })

  test('what policy denied at once, from its own view', () => {
    const denied = recordOf(deniedDraft(actionOf(1, { classification: ['secret'] }), 1000))
    expect(denialOf(undefined, denied)).toMatchObject({ ...index, status: 'denied', by: 'policy' })
  })

  test('nothing that was let through, taken back by its agent, or whose view is gone', () => {
    expect(denialOf(held, after('withdrawn', { agent: 'billing-bot', commandId: 'c' }))).toBe(
      undefined,
    )
    expect(denialOf(undefined, recordOf(heldDraft(actionOf(1), 1000)))).toBeUndefined()
    const { views: _, ...erased } = deniedDraft(actionOf(1), 1000)
    expect(denialOf(undefined, recordOf(erased))).toBeUndefined()
    const { shape: __, ...unseen } = held
    expect(denialOf(unseen, after('expired', { decideByMs: 2000 }))).toBeUndefined()
  })
})
