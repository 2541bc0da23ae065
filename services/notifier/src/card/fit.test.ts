import type { ActionId, Digest } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import type { Card, Row } from './card.ts'
import { fit, type Room } from './fit.ts'
import { hostileTexts } from './hostile.ts'
import { inert, inertLine } from './inert.ts'

const room: Room = {
  ...{ sizeOf: (text) => text.length, total: 12_000, rowOverhead: 10 },
  ...{ headline: 150, label: 75, value: 2_900, rows: 40, story: 10 },
}
const row = (label: string, value: string): Row => ({
  label: [{ foreign: inertLine(label) }],
  value: [{ foreign: inert(value) }],
  kind: 'text',
})
const card: Card = {
  actionId: '01890a5d-ac96-774b-bcce-000000000001' as ActionId,
  presented: `sha256:${'A'.repeat(43)}` as Digest,
  ...{ revision: 1, fingerprint: '000000000000', state: 'pending', mark: 'Needs approval' },
  headline: [{ foreign: 'billing-bot' }, ' wants to ', { foreign: 'payments.refund' }],
  rows: [row('Amount', '1250'), row('Currency', 'EUR')],
  whyStopped: ['Rule ', { foreign: 'refunds' }],
  justification: [{ foreign: 'charged twice' }],
  forWhom: [row('Agent', 'billing-bot')],
  progress: [['0 of 1']],
  story: [{ atMs: 2, line: ['asked'] }],
  ...{
    buttons: ['approve', 'deny', 'open'],
    reasonRequired: false,
    link: 'https://hold.example/a/1',
  },
}

const sizeOf = ({ card: made }: { card: Card }): number =>
  [
    ...made.rows.flatMap(({ label, value, before = [] }) => [...label, ...value, ...before]),
    ...(made.justification ?? []),
    ...made.whyStopped,
  ].reduce((sum, part) => sum + (typeof part === 'string' ? part.length : part.foreign.length), 0)

test('what fits stays as it is, and can be approved', () => {
  const fitted = fit(card, room)
  expect(fitted).toEqual({ card, isComplete: true, omitted: [] })
})

describe('what is not shown whole can be denied there, not approved', () => {
  test.each<[string, Partial<Card>, string]>([
    ['a value', { rows: [row('a', 'x'.repeat(9000))] }, 'long values'],
    ['a label', { rows: [row('x'.repeat(100), 'a')] }, 'long names of fields'],
    [
      'a former value',
      { rows: [{ ...row('a', 'b'), kind: 'change', before: [{ foreign: 'x'.repeat(9000) }] }] },
      'former values',
    ],
    [
      'a field too many',
      { rows: Array.from({ length: 41 }, (_, at) => row(`${at}`, 'x')) },
      'fields',
    ],
    [
      'values that are too much together',
      { rows: Array.from({ length: 30 }, (_, at) => row(`${at}`, 'x'.repeat(600))) },
      'long values',
    ],
    ['the justification', { justification: [{ foreign: 'x'.repeat(4000) }] }, 'justification'],
    ['for whom it is', { forWhom: [row('Agent', 'x'.repeat(4000))] }, 'long values'],
    ['why it was stopped', { whyStopped: ['x'.repeat(4000)] }, 'why it was stopped'],
  ])('%s', (_, change, name) => {
    const fitted = fit({ ...card, ...change }, room)
    expect(fitted.isComplete).toBe(false)
    expect(fitted.omitted).toContain(name)
    expect(fitted.note).toMatch(/^… [\d,]+ more .*: open in the console$/)
    expect(fitted.card.buttons).toEqual(['deny', 'open'])
    expect(sizeOf(fitted)).toBeLessThanOrEqual(room.total)
  })

  test('nor a card of which something was never there', () => {
    const fitted = fit({ ...card, rows: [{ ...row('file', 'a blob'), isCut: true }] }, room)
    expect(fitted).toMatchObject({ isComplete: false, card: { buttons: ['deny', 'open'] } })
  })
})

test('the justification gives way before values do, and values before fields', () => {
  const rows = Array.from({ length: 8 }, (_, at) => row(`${at}`, 'x'.repeat(1400)))
  const long: Card = { ...card, rows, justification: [{ foreign: 'y'.repeat(2000) }] }
  const one = fit(long, { ...room, total: 12_400 })
  expect(one.omitted).toEqual(['justification'])
  const two = fit(long, { ...room, total: 9_000 })
  expect(two.omitted).toEqual(['justification', 'long values'])
  expect(two.card.rows).toHaveLength(8)
  const three = fit(long, { ...room, total: 900 })
  expect(three.omitted).toContain('fields')
  expect(three.note).toContain('more fields: open in the console')
})

test('a headline and a result may be cut for nothing: the one stands in rows, about the other nobody decides', () => {
  const headline = [{ foreign: 'x'.repeat(400) }]
  const fitted = fit({ ...card, headline, result: [row('out', 'y'.repeat(9000))] }, room)
  expect(fitted.isComplete).toBe(true)
})

test.each(hostileTexts)('$name in every field fits, and stays inert', ({ text }) => {
  const one = row(text, text)
  const fitted = fit(
    {
      ...card,
      rows: Array.from({ length: 12 }, () => one),
      ...{ justification: one.value, headline: one.label, whyStopped: one.label },
    },
    room,
  )
  expect(sizeOf(fitted)).toBeLessThanOrEqual(room.total)
  if (inert(text).length * 12 > room.total) expect(fitted.isComplete).toBe(false)
})

test('whatever is too much, what is sent is within the room', () => {
  const long = (count: number) =>
    Array.from({ length: count }, (_, at) => row(`${at}`, 'x'.repeat(3000)))
  for (const change of [
    { forWhom: long(6) },
    { result: long(40) },
    { progress: long(20).map(({ value }) => value) },
    { story: long(20).map(({ value }) => ({ atMs: 1, line: value })) },
    { forWhom: long(6), result: long(40), rows: long(60), whyStopped: long(1)[0]?.value ?? [] },
  ]) {
    const { card: made, isComplete } = fit({ ...card, ...change }, room)
    const all = [...made.rows, ...made.forWhom, ...(made.result ?? [])]
    const lines = [...made.progress, ...made.story.map(({ line }) => line), made.whyStopped]
    const size = [...all.flatMap(({ label, value }) => [label, value]), ...lines]
      .flat()
      .reduce((sum, part) => sum + (typeof part === 'string' ? part : part.foreign).length, 0)
    expect(size).toBeLessThanOrEqual(room.total)
    expect(isComplete).toBe(!('forWhom' in change))
  }
})
