import type { DecisionEvent, Fact } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { findViolations } from '../invariants.ts'
import {
  again,
  clean,
  find,
  ids,
  options,
  type Planted,
  planted,
  relink,
  without,
} from './planting.ts'

describe('a life that could not have been is found', () => {
  test.each<[string, Planted, RegExp]>([
    ['a second end', again(ids.denied, 'denied'), /denied after it has ended/],
    [
      'an end after an end',
      again(ids.ran, 'succeeded', { kind: 'failed' }),
      /failed after it has ended as succeeded/,
    ],
    ['a claim without an approval', without(ids.ran, 'approved'), /claimed while it is pending/],
    ['a second approval', again(ids.unknown, 'approved'), /approved after it has ended/],
    [
      'a second claim',
      (records) => {
        const at = find(records, ids.ran, 'claimed')
        const event = records.decisions[at] as DecisionEvent
        const { revision = 0 } = event.fact
        records.decisions.splice(at + 1, 0, {
          ...event,
          fact: { ...event.fact, revision: revision + 1 } as Fact,
        })
        relink(records)
      },
      /claimed while it is claimed/,
    ],
    ['an action held twice', again(ids.held, 'held', { revision: 2 }), /held while it is pending/],
    [
      'a revision left out',
      planted(ids.expired, 'expired', {}, { revision: 3 }),
      /as revision 3 after 1/,
    ],
    [
      'a withdrawal by another agent',
      planted(ids.withdrawn, 'withdrawn', { agent: 'other' }),
      /withdrawn by another/,
    ],
    [
      'an expiry before its time',
      planted(ids.expired, 'expired', {}, { atMs: 2000 }),
      /expires before/,
    ],
    ['a lapse before its time', planted(ids.lapsed, 'lapsed', {}, { atMs: 4000 }), /lapses before/],
    [
      'a claim after expiry',
      planted(ids.ran, 'claimed', {}, { atMs: 99_999 }),
      /claimed after its grant/,
    ],
    [
      'an outcome of somebody else',
      planted(ids.ran, 'succeeded', { executor: 'exec-2' }),
      /does not hold the claim/,
    ],
    [
      'an outcome without a proof',
      planted(ids.ran, 'succeeded', { proof: undefined }),
      /without a proof/,
    ],
    [
      'a claim given up too early',
      planted(ids.unknown, 'unknown', {}, { atMs: 4001 }),
      /given up before/,
    ],
    [
      'an extension of another claim',
      planted(ids.reconciled, 'extended', { claimId: 'x/5' }),
      /another claim extended/,
    ],
    [
      'an extension after the deadline',
      planted(ids.reconciled, 'extended', {}, { atMs: 9001 }),
      /extended after its deadline/,
    ],
    [
      'an extension that shortens',
      planted(ids.reconciled, 'extended', { deadlineMs: 8000 }),
      /extended to an earlier time/,
    ],
    [
      'an extension beyond all limits',
      planted(ids.reconciled, 'extended', { deadlineMs: 500_000 }),
      /extended beyond what a claim may run/,
    ],
    [
      'a claim given up before its extension is over',
      planted(ids.reconciled, 'unknown', {}, { atMs: 10_000 }),
      /given up before/,
    ],
    [
      'a reconciliation of what is not in doubt',
      again(ids.reconciled, 'reconciled', { revision: 8 }),
      /reconciled after it has ended as succeeded/,
    ],
    [
      'a reconciliation while it may still run',
      without(ids.reconciled, 'unknown'),
      /reconciled while it is claimed/,
    ],
    [
      'a grant of another name',
      planted(ids.ran, 'approved', {
        grant: { jti: 'x/1', audience: 'billing', notBeforeMs: 3000, expiresMs: 13_000 },
      }),
      /grant of another name/,
    ],
    [
      'a grant that ends before it begins',
      planted(ids.ran, 'approved', {
        grant: { jti: `${ids.ran}/4`, audience: 'billing', notBeforeMs: 3000, expiresMs: 2000 },
      }),
      /ends before it begins/,
    ],
    [
      'a claim of another name',
      planted(ids.ran, 'claimed', { claimId: 'x/5' }),
      /claim of another/,
    ],
    [
      'an outcome that another has signed',
      planted(ids.ran, 'succeeded', { proof: 'exec-2' }),
      /the claimer has not signed/,
    ],
    [
      'a hold for longer than the agent wants it',
      planted(ids.held, 'held', { decideByMs: 3_600_001 }),
      /held longer than its agent wants/,
    ],
    [
      'a grant for longer than the agent wants it',
      planted(ids.ran, 'approved', {
        grant: {
          jti: `${ids.ran}/4`,
          audience: 'billing',
          notBeforeMs: 3000,
          expiresMs: 3_600_001,
        },
      }),
      /grant for longer than its agent wants/,
    ],
  ])('%s', (_, plant, expected) => {
    const records = structuredClone(clean)
    plant(records)
    expect(findViolations(records, options).join('\n')).toMatch(expected)
  })
})
