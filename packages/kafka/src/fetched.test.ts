import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  deliverable,
  type FetchedPartition,
  hideAborted,
  type RawMessage,
  reach,
} from './fetched.ts'

const abortKey = Buffer.from([0, 0, 0, 0])
const commitKey = Buffer.from([0, 0, 0, 1])

function message(offset: number, producerId: string, key?: Buffer): RawMessage {
  return {
    offset: String(offset),
    isControlRecord: key === abortKey || key === commitKey,
    batchContext: {
      firstOffset: String(offset),
      lastOffsetDelta: 0,
      producerId,
      inTransaction: producerId !== '-1',
    },
  }
}
const fetched = (
  messages: RawMessage[],
  aborted: [producerId: string, first: number][] = [],
): FetchedPartition => ({
  partition: 0,
  messages,
  abortedTransactions: aborted.map(([producerId, first]) => ({
    producerId,
    firstOffset: String(first),
  })),
})
const shown = ({ messages }: FetchedPartition) =>
  messages.filter((each) => !each.isControlRecord).map(({ offset }) => Number(offset))

test('two transactions that were open when the fetch begins are both hidden', () => {
  // The library takes one entry of the list per record: the record of B, the second, would pass.
  const part = fetched(
    [message(5, 'B'), message(6, 'A')],
    [
      ['A', 1],
      ['B', 2],
    ],
  )
  hideAborted(part)
  expect(shown(part)).toEqual([])
  expect(part.abortedTransactions).toEqual([])
})

test('the list is in order of ends: one that began first and ended last is hidden too', () => {
  const part = fetched(
    [message(0, 'A'), message(1, 'B'), message(2, 'B', abortKey), message(3, 'A', abortKey)],
    [
      ['B', 1],
      ['A', 0],
    ],
  )
  hideAborted(part)
  expect(shown(part)).toEqual([])
})

test('what the same producer writes after its aborted transaction is shown', () => {
  const part = fetched(
    [message(0, 'A'), message(1, 'A', abortKey), message(2, 'A'), message(3, 'A', commitKey)],
    [['A', 0]],
  )
  hideAborted(part)
  expect(shown(part)).toEqual([2])
})

test('records outside of transactions, and of old formats, are shown', () => {
  const old: RawMessage = { offset: '1', isControlRecord: false }
  const part = fetched([message(0, '-1'), old], [['-1', 0]])
  hideAborted(part)
  expect(shown(part)).toEqual([0, 1])
  expect(reach(part)).toBe(2)
})

test('no list is an empty list', () => {
  const part = { ...fetched([message(0, 'A')]), abortedTransactions: null }
  hideAborted(part)
  expect(shown(part)).toEqual([0])
})

test('whatever the interleaving, exactly the records of aborted transactions are hidden', () => {
  const history = fc.array(
    fc.record({ producer: fc.constantFrom('A', 'B', 'C'), end: fc.constantFrom('', '', 'c', 'a') }),
    { maxLength: 40 },
  )
  fc.assert(
    fc.property(history, fc.nat(10), (steps, from) => {
      const messages: RawMessage[] = []
      const open = new Map<string, number[]>()
      const aborted: { producer: string; first: number }[] = []
      const hidden = new Set<number>()
      for (const [offset, { producer, end }] of steps.entries()) {
        const written = open.get(producer) ?? []
        if (end === '' || written.length === 0) {
          open.set(producer, [...written, offset])
          messages.push(message(offset, producer))
          continue
        }
        messages.push(message(offset, producer, end === 'a' ? abortKey : commitKey))
        open.delete(producer)
        if (end !== 'a') continue
        for (const each of written) hidden.add(each)
        // The broker lists what ended at or after the first record fetched.
        if (offset >= from) aborted.push({ producer, first: written[0] ?? 0 })
      }
      const isOpen = (offset: number) => [...open.values()].flat().includes(offset)
      const stable = messages.filter(
        ({ offset }) => Number(offset) >= from && !isOpen(Number(offset)),
      )
      const part = fetched(
        stable,
        aborted.map(({ producer, first }) => [producer, first]),
      )
      const data = stable
        .filter((each) => !each.isControlRecord)
        .map(({ offset }) => Number(offset))
      hideAborted(part)
      expect(shown(part)).toEqual(data.filter((offset) => !hidden.has(offset)))
    }),
    { numRuns: 500 },
  )
})

test('the reach counts records that compaction took from the end of a batch', () => {
  const cut = message(3, 'A')
  const context = { firstOffset: '3', lastOffsetDelta: 4, producerId: 'A', inTransaction: true }
  const part = fetched([{ ...cut, batchContext: context }])
  expect(reach(part)).toBe(8)
  expect(part.messages.map(({ offset }) => offset)).toEqual(['3', '7'])
  expect(shown(part)).toEqual([3])
})

test('nothing fetched reaches nowhere; markers alone are nothing to deliver', () => {
  expect(reach(fetched([]))).toBeUndefined()
  const part = fetched([message(4, 'A'), message(5, 'A', commitKey)])
  expect(reach(part)).toBe(6)
  expect(deliverable(part, 4)).toBe(true)
  expect(deliverable(part, 5)).toBe(false)
})
