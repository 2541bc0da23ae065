/** What a storm would have to find is planted here, one thing at a time, into what a sound one leaves. */
import type { ActionId, ActionSettled, Digest, Fact, GrantIssued } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import type { Evidence } from './evidence.ts'
import { recoveries, slowest } from './recovery.ts'
import { judge } from './verdict.ts'

const id = '018f4d2e-0000-7000-8000-000000000001' as ActionId
const digest = `sha256:${'A'.repeat(43)}` as Digest

/** Only as far as this judge reads: the checker has tests of its own, and finds much amiss in these. */
function fact(kind: string, body: object = {}): Fact {
  const chained = { deployment: 'urn:holdpoint:x', slot: 0, number: 1, previous: digest }
  const rest = { actionId: id, atMs: 1, policy: digest, commitments: {}, revision: 1 }
  return { kind, body: { ...body }, ...chained, ...rest } as unknown as Fact
}
const decided = (...facts: Fact[]): Evidence['decisions'] =>
  facts.map((each) => ({ event: { fact: each, views: {} } as never, appendedMs: 1 }))

const salt = 'AAECAwQFBgcICQoLDA0ODw'
const grant = { actionId: id, grant: 'e30.eyJqdGkiOiJ4In0.', salt, action: {} } as GrantIssued
const claimed = fact('claimed', { claimId: 'c', executor: 'billing', commandId: 'claim' })
const approved = fact('approved', { by: 'policy', grant: { jti: 'x' }, votes: [], commandId: 'v' })
const succeeded = fact('succeeded', { claimId: 'c', executor: 'billing' })
const receipt = { actionId: id, executor: 'billing', claimId: 'c', receipt: 'r' }

const sound: Evidence = {
  accepted: new Map([[id, 'chaos.allowed']]),
  written: new Map([['v', 1]]),
  receipts: [receipt, receipt],
  ...{ runs: [], surprises: [], revocations: [], leaves: [], slotCount: 1 },
  decisions: decided(approved, claimed, succeeded),
  grants: [grant],
  settled: [{ actionId: id, status: 'succeeded' } as ActionSettled],
  verified: { code: 0, verdict: 'VALID-UNWITNESSED', problems: [], findings: [] },
}
const found = (change: Partial<Evidence>) => judge({ ...sound, ...change }).violations.join('\n')

describe('what breaks a promise is said', () => {
  test.each<[string, Partial<Evidence>, RegExp]>([
    ['no ending', { decisions: decided(approved, claimed) }, /claimed\) has 0 endings/],
    ['two', { decisions: decided(approved, succeeded, fact('lapsed')) }, /has 2 endings/],
    ['two approvals', { decisions: decided(approved, approved, succeeded) }, /approved 2 times/],
    ['two grants', { grants: [grant, grant] }, /is released 2 times/],
    ['two claims', { decisions: decided(claimed, claimed, succeeded) }, /is claimed 2 times/],
    ['nothing told', { settled: [] }, /is settled 0 times/],
    ['two receipts', { receipts: [receipt, { ...receipt, receipt: 's' }] }, /has 2 receipts/],
    [
      'a receipt of another',
      { receipts: [{ ...receipt, executor: 'second' }] },
      /without that claim/,
    ],
    ['a receipt for nothing', { decisions: decided(approved, succeeded) }, /without that claim/],
    ['a lost vote', { written: new Map([['w', 1]]) }, /command w came to nothing/],
    ['a doubled vote', { decisions: decided(approved, approved) }, /sent 1 times and came to 2/],
    ['a short log', {}, /the log has 0 of 3 decisions/],
    ['a false log', { verified: { ...sound.verified, code: 1 } }, /verify ends with 1/],
    ['a finding', { verified: { ...sound.verified, findings: [{ finding: 'gap' }] } }, /a finding/],
    ['a surprise', { surprises: ['executor billing ended'] }, /executor billing ended/],
  ])('%s', (_, change, expected) => {
    expect(found(change)).toMatch(expected)
  })

  test('and only that', () => {
    const own = /endings|times|receipt|command|verify|finding|surprise/
    const others = judge(sound).violations.filter((violation) => own.test(violation))
    expect(others).toEqual([])
  })
})

test('recovery is the time until the last slot has committed after the fault', () => {
  const happened = [
    { kind: 'wipe Redis', beganMs: 90, liftedMs: 100 },
    { kind: 'kill Kafka', beganMs: 100, liftedMs: 250 },
    { kind: 'kill a gate', beganMs: 900, liftedMs: 900 },
  ] as const
  const committed = [
    ...[90, 150, 260].map((appendedMs) => ({ slot: 0, appendedMs })),
    ...[95, 300].map((appendedMs) => ({ slot: 1, appendedMs })),
  ]
  const list = recoveries(happened, committed)
  expect(list).toEqual([
    { kind: 'wipe Redis', tookMs: 200 },
    { kind: 'kill Kafka', tookMs: 50 },
  ])
  expect(slowest(list)?.kind).toBe('wipe Redis')
})
