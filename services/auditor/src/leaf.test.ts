import { readFileSync } from 'node:fs'
import { canonicalize, digestBytes } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { actionId, GateHand, life, startMs } from './gate-hand.ts'
import {
  type CaseLeaf,
  type EventLeaf,
  encodeLeaf,
  type FindingLeaf,
  leafTypes,
  parseLeaf,
} from './leaf.ts'

const source = { topic: 't.decisions', partition: 3, offset: 17, timestampMs: startMs }
const [held] = new GateHand().transaction(3, [life.held(1)])
if (!held) throw new Error('no event')
const event: EventLeaf = {
  type: leafTypes.event,
  fact: held.fact,
  head: 'eyJhbGciOiJFZERTQSJ9..c2ln',
  source,
}
const gap: FindingLeaf = {
  type: leafTypes.finding,
  finding: 'gap',
  source,
  slot: 3,
  number: 4,
  through: 6,
}
const whole: CaseLeaf = {
  type: leafTypes.case,
  actionId: actionId(1),
  slot: 3,
  status: 'denied',
  atMs: startMs,
  policy: digestBytes('policy'),
  rule: 'refunds',
  decided: { verdict: 'denied', by: 'people', atMs: startMs },
  presented: digestBytes('presented 1'),
  votes: [
    {
      ...{ person: 'p-1', verdict: 'deny', assurance: 'sso', channel: 'console', atMs: startMs },
      reason: digestBytes('reason'),
    },
  ],
  events: [0, 1, 2],
}

/** What stands in logs for ever. Changing this file is a decision about the format, not an update. */
const golden = JSON.parse(
  readFileSync(new URL('../golden/leaves.golden.json', import.meta.url), 'utf8'),
) as Record<string, string>

describe('bytes of leaves', () => {
  test.each([
    ['event', event],
    ['finding', gap],
    ['case', whole],
  ] as const)(
    'of an %s are what they have always been, and come back as they were',
    (name, leaf) => {
      expect(encodeLeaf(leaf).toString()).toBe(golden[name])
      expect(parseLeaf(Buffer.from(golden[name] ?? ''))).toEqual(leaf)
    },
  )

  test.each([
    ['not JSON', 'leaf', 'HP_JSON_SYNTAX'],
    ['a type that nobody knows', canonicalize({ type: 'x' }), 'HP_FIELD_INVALID'],
    ['null', 'null', 'HP_FIELD_INVALID'],
    ['keys in another order', JSON.stringify(event), 'HP_FIELD_INVALID'],
    ['a space', encodeLeaf(gap).toString().replace(',', ', '), 'HP_FIELD_INVALID'],
    ['a field that is not named', canonicalize({ ...gap, more: 1 }), 'HP_FIELD_INVALID'],
    [
      'a finding that is not in the table',
      canonicalize({ ...gap, finding: 'bug' }),
      'HP_FIELD_INVALID',
    ],
    [
      'a case without its events',
      canonicalize({ ...whole, events: undefined }),
      'HP_FIELD_INVALID',
    ],
    [
      'a fact of an unknown kind',
      canonicalize({ ...event, fact: { ...event.fact, kind: 'x' } }),
      'HP_FIELD_INVALID',
    ],
    ['more than a leaf may be', `"${'x'.repeat(60_001)}"`, 'HP_TOO_LARGE'],
  ])('with %s are refused', (_, text, code) => {
    expect(() => parseLeaf(Buffer.from(text))).toThrow(expect.objectContaining({ code }))
  })

  test('say nothing that might have to be erased: no value of a view, only commitments', () => {
    expect(Object.keys(held.views)).toEqual(['action', 'findings'])
    expect(encodeLeaf(event).toString()).not.toContain('masked 1')
    for (const commitment of Object.values(held.fact.commitments)) {
      expect(encodeLeaf(event).toString()).toContain(commitment)
    }
  })
})
