import type { InRecord, OutRecord } from '@holdpoint/kafka'
import { generateKey } from '@holdpoint/seal'
import { describe, expect, test } from 'vitest'
import { actionOf, deployment, keys, trust } from '../test/fixture.ts'
import { FakeGate, heldDraft } from '../test/gate.ts'
import { type Reading, readDecision } from './decision-record.ts'
import { judgeable, prove } from './proven.ts'

const keyOf = trust.service('gate')
const slot = 1
const options = { deployment, prefix: '', slotCount: 3, key: keys.gate, clock: () => 1000 }
const drafts = (...numbers: number[]) => numbers.map((n) => heldDraft(actionOf(n), 1000))
const read = (records: readonly OutRecord[]): Reading[] =>
  records.map((record, offset) =>
    readDecision({ ...record, offset, timestampMs: 1000 } satisfies InRecord, deployment),
  )
const numbers = (proven: { records: readonly { event: { fact: { number: number } } }[] }) =>
  proven.records.map(({ event }) => event.fact.number)

function history(...transactions: number[][]) {
  const gate = new FakeGate(options)
  return transactions.map((each) => read(gate.transaction(slot, drafts(...each))))
}

describe('nothing is taken in', () => {
  test('that carries a head by another key', () => {
    const forger = new FakeGate({ ...options, key: generateKey() })
    const proven = prove(read(forger.transaction(slot, drafts(1, 2))), undefined, keyOf)
    expect(proven).toMatchObject({ records: [], point: undefined })
    expect(proven.parked.map(({ refusal }) => refusal.code)).toEqual([
      'HP_PROOF_INVALID',
      'HP_PROOF_INVALID',
    ])
  })

  test('that carries no head at all', () => {
    const [unit = []] = history([1, 2])
    const proven = prove(unit.slice(0, 1), undefined, keyOf)
    expect(proven.records).toEqual([])
    expect(proven.parked).toHaveLength(1)
  })

  test('that does not link to what follows it', () => {
    const [first = [], second = []] = history([1], [2, 3])
    const forger = new FakeGate({ ...options, key: generateKey() })
    const [, slipped] = read(forger.transaction(slot, drafts(8, 9)))
    const unit = [...first, ...(slipped ? [slipped] : []), ...second.slice(1)]
    const proven = prove(unit, undefined, keyOf)
    expect(numbers(proven)).toEqual([3])
    expect(proven.parked).toHaveLength(2)
  })

  test('that does not continue what is known', () => {
    const [first = []] = history([1])
    const [, other = []] = history([7], [8])
    const known = prove(first, undefined, keyOf)
    const proven = prove(other, known.point, keyOf)
    expect(proven.records).toEqual([])
    expect(proven.point).toEqual(known.point)
    expect(proven.parked[0]?.refusal.message).toContain('breaks the chain')
  })
})

test('a transaction is taken in as a whole, and its last fact is where the slot stands', () => {
  const [unit = []] = history([1, 2, 3])
  const proven = prove(unit, undefined, keyOf)
  expect(numbers(proven)).toEqual([1, 2, 3])
  expect(proven).toMatchObject({ parked: [], missing: 0, point: { number: 3 } })
})

test('a repeat is left out in silence', () => {
  const [first = [], second = []] = history([1, 2], [3])
  const known = prove(second, prove(first, undefined, keyOf).point, keyOf)
  expect(prove(first, known.point, keyOf)).toMatchObject({
    records: [],
    parked: [],
    point: known.point,
  })
  expect(
    prove([...first.slice(1), ...second], prove(first, undefined, keyOf).point, keyOf),
  ).toMatchObject({
    parked: [],
    missing: 0,
    point: { number: 3 },
  })
})

test('missing facts are counted, and what comes after them is taken in', () => {
  const [first = [], , third = []] = history([1], [2, 3], [4])
  const proven = prove(third, prove(first, undefined, keyOf).point, keyOf)
  expect(numbers(proven)).toEqual([4])
  expect(proven.missing).toBe(2)
})

test('a history whose beginning retention has removed is taken in', () => {
  const [, second = []] = history([1], [2])
  expect(prove(second, undefined, keyOf)).toMatchObject({ missing: 0, point: { number: 2 } })
})

test('unreadable records do not hide the others', () => {
  const [unit = []] = history([1, 2])
  const broken = readDecision(
    { ...(unit[0]?.record as InRecord), value: Buffer.from('{') },
    deployment,
  )
  const proven = prove([broken, ...unit], undefined, keyOf)
  expect(numbers(proven)).toEqual([1, 2])
  expect(proven.parked).toHaveLength(1)
})

test('what no head covers yet waits for it; what is unreadable does not', () => {
  const [first = [], second = []] = history([1], [2, 3])
  const broken = readDecision({ ...(first[0]?.record as InRecord), value: null }, deployment)
  expect(judgeable([...first, ...second.slice(0, 1)])).toBe(1)
  expect(judgeable(second.slice(0, 1))).toBe(0)
  expect(judgeable(second)).toBe(2)
  expect(judgeable([broken, broken])).toBe(2)
  expect(judgeable([])).toBe(0)
})
