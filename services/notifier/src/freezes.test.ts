import type { FactDraft } from '@holdpoint/contracts'
import { expect, test } from 'vitest'
import { deployment, keys } from '../test/fixture.ts'
import { FakeGate, salt } from '../test/gate.ts'
import { type DecisionRecord, readDecision } from './decision-record.ts'
import { freezesAfter, hasFollowed, noneFrozen, type SlotFreezes, standings } from './freezes.ts'

const gate = new FakeGate({
  ...{ deployment, prefix: '', slotCount: 1, key: keys.gate },
  clock: () => 0,
})
const by = { person: 'ana', assurance: 'sso', channel: 'api' } as const

function factOf(kind: 'frozen' | 'thawed', atMs: number, body: object, reason?: string) {
  const fact = { kind, atMs, body: { ...by, ...body } } as FactDraft
  const views = reason === undefined ? {} : { reason: { salt, value: reason } }
  const [record] = gate.transaction(0, [{ fact, views }])
  if (!record) throw new RangeError('no record')
  return readDecision({ ...record, offset: 0, timestampMs: atMs }, deployment) as DecisionRecord
}
const scope = { agent: 'bot' }
const frozen = (id: string, spread: number, atMs: number, reason?: string) =>
  factOf('frozen', atMs, { freeze: id, scope, spread, commandId: id }, reason)
const thawed = (freeze: string, spread: number, atMs: number) =>
  factOf('thawed', atMs, { freeze, spread, commandId: `thaw-${freeze}` })
const after = (...records: DecisionRecord[]): SlotFreezes =>
  records.reduce(freezesAfter, noneFrozen)

test('a freeze stays until it is thawed, and its time is remembered', () => {
  const two = after(frozen('f-1', 1, 10, 'why'), frozen('f-2', 2, 20))
  expect(two.active).toMatchObject([{ id: 'f-1', fromMs: 10, reason: 'why', ...by }, { id: 'f-2' }])
  const one = freezesAfter(two, thawed('f-1', 3, 30))
  expect(one.active.map(({ id }) => id)).toEqual(['f-2'])
  const times = { fromMs: 10, untilMs: 30 }
  expect(one).toMatchObject({ spread: 3, past: [{ id: 'f-1', ...times, thaw: 'thaw-f-1' }] })
})

test('what was followed before changes nothing', () => {
  const now = after(frozen('f-1', 1, 10), thawed('f-1', 2, 20))
  expect(freezesAfter(now, frozen('f-1', 1, 10))).toBe(now)
  expect(freezesAfter(now, thawed('f-1', 2, 20))).toBe(now)
})

test('a command is known by its freeze or its thaw, for as long as that is remembered', () => {
  const now = after(frozen('f-1', 1, 10), thawed('f-1', 2, 20), frozen('f-2', 3, 30))
  const known = ['f-1', 'thaw-f-1', 'f-2', 'thaw-f-2'].map((id) => hasFollowed(now, id))
  expect(known).toEqual([true, true, true, false])
})

test('in force is what every slot holds; with one missing it is not', () => {
  const deciding = after(frozen('f-1', 1, 10, 'why'))
  const other = after(frozen('f-1', 1, 12))
  const [whole] = standings([other, deciding])
  expect(whole).toMatchObject({ confirmed: 2, slots: 2, inForce: true, thawed: 0 })
  expect(whole).toMatchObject({ id: 'f-1', scope, atMs: 10, reason: 'why', person: 'ana' })
  for (const missing of [undefined, noneFrozen]) {
    const [part] = standings([missing, deciding])
    expect(part).toMatchObject({ confirmed: 1, slots: 2, inForce: false, thawed: 0 })
  }
})

test('half thawed is not in force, and gone when the last slot has let go', () => {
  const held = after(frozen('f-1', 1, 10))
  const gone = freezesAfter(held, thawed('f-1', 2, 20))
  expect(standings([held, gone])).toMatchObject([{ confirmed: 1, thawed: 1, inForce: false }])
  expect(standings([gone, gone])).toEqual([])
})

test('the oldest comes first', () => {
  const two = after(frozen('f-2', 1, 20), frozen('f-1', 2, 10))
  expect(standings([two]).map(({ id }) => id)).toEqual(['f-1', 'f-2'])
})
