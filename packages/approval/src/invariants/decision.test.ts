import type { DecisionEvent, Fact } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { findViolations } from '../invariants.ts'
import {
  clean,
  find,
  ids,
  options,
  type Planted,
  planted,
  redactedOrigin,
  relink,
  voteBody,
  without,
} from './planting.ts'

describe('a decision that nobody could have made is found', () => {
  test.each<[string, Planted, RegExp]>([
    [
      'a vote of the requester side',
      planted(ids.revoked, 'voted', { person: 'owner' }),
      /owner votes: on the side of the requester/,
    ],
    [
      'a reconciliation by the requester side',
      planted(ids.reconciled, 'reconciled', { person: 'owner' }),
      /reconciled by owner: on the side of the requester/,
    ],
    [
      'a reconciliation with too little assurance',
      planted(ids.reconciled, 'reconciled', { assurance: 'chat' }),
      /reconciled by ann with too little assurance/,
    ],
    [
      'a reconciliation by the owner of what policy allowed',
      planted(ids.allowedUnknown, 'reconciled', { person: 'owner' }),
      /reconciled by owner, who may not/,
    ],
    [
      'a reconciliation by nobody of the directory',
      planted(ids.allowedUnknown, 'reconciled', { person: 'eve' }),
      /reconciled by eve, who may not/,
    ],
    [
      'a result of what policy allowed, cleared by no rule',
      planted(ids.allowedUnknown, 'approved', { clearResult: true }),
      /has a result cleared by no rule/,
    ],
    [
      'a result that was not to be cleared when people were asked',
      planted(ids.ran, 'approved', { clearResult: true }),
      /has a result cleared by no rule/,
    ],
    [
      'a vote of a stranger',
      planted(ids.revoked, 'voted', { person: 'eve' }),
      /eve votes: nobody of the directory/,
    ],
    ['a vote of the wrong group', planted(ids.revoked, 'voted', { person: 'cid' }), /cid votes/],
    [
      'two votes of one person',
      (records) => {
        const at = find(records, ids.ran, 'voted') + 1
        const event = records.decisions[at] as DecisionEvent
        const body = { ...event.fact.body, person: 'ann' }
        records.decisions[at] = { ...event, fact: { ...event.fact, body } as Fact }
        relink(records)
      },
      /ann votes twice/,
    ],
    [
      'a vote after the deadline',
      planted(ids.ran, 'voted', {}, { atMs: 99_999 }),
      /votes after the deadline/,
    ],
    [
      'an approval with too little assurance',
      planted(ids.ran, 'voted', { assurance: 'chat' }),
      /too little assurance/,
    ],
    [
      'a wrong tally',
      planted(ids.ran, 'voted', {
        tally: { approvals: 2, denials: 0, quorum: 2 },
      }),
      /tally after ann/,
    ],
    ['an approval without enough votes', without(ids.ran, 'voted'), /without enough votes/],
    [
      'an approval out of a denial',
      planted(ids.ran, 'voted', { verdict: 'deny' }),
      /without enough votes/,
    ],
    [
      'an approval that names other votes',
      planted(ids.ran, 'approved', {
        votes: [{ person: 'ann', revision: 2 }],
      }),
      /names other votes/,
    ],
    [
      'an approval by a policy that asks people',
      planted(ids.ran, 'approved', { by: 'policy', votes: [] }),
      /by a policy that does not allow/,
    ],
    [
      'an approval of what policy denies',
      planted(
        ids.never,
        'denied',
        {
          by: 'policy',
          grant: { jti: `${ids.never}/1`, audience: 'billing', notBeforeMs: 1000, expiresMs: 2000 },
        },
        { kind: 'approved' },
      ),
      /although the policy in force denies/,
    ],
    [
      'an approval by people of what nobody held',
      planted(ids.allowed, 'approved', { by: 'people' }),
      /by people without being held/,
    ],
    [
      'a denial without enough votes',
      planted(ids.denied, 'held', {
        demand: { quorum: 2, denials: 3, groups: [], assurance: 'sso', reasonRequired: false },
      }),
      /denied by people without enough/,
    ],
    [
      'an agent that may not ask',
      planted(ids.held, 'held', {
        origin: { ...redactedOrigin(), agent: 'other-bot' },
      }),
      /may not ask/,
    ],
    [
      'an owner who is not excluded',
      planted(ids.held, 'held', { excluded: [] }),
      /owner is on the requester's side/,
    ],
    [
      'a revocation by who may not',
      planted(ids.revoked, 'revoked', { person: 'dan' }),
      /revoked by dan/,
    ],
    [
      'a vote on what nobody held',
      planted(ids.expired, 'expired', voteBody(), { kind: 'voted' }, ids.allowed),
      /voted on without being held/,
    ],
    [
      'an approval without an origin',
      planted(ids.allowed, 'approved', { origin: undefined }),
      /approved without an origin/,
    ],
    [
      'an approval for an agent that may not ask',
      planted(ids.allowed, 'approved', { origin: { ...redactedOrigin(), agent: 'other-bot' } }),
      /approved although its agent may not ask/,
    ],
    [
      'an approval by policy after a hold',
      planted(ids.ran, 'approved', { by: 'policy', votes: [] }),
      /by policy after it was held/,
    ],
    [
      'an approval by policy with votes',
      planted(ids.allowed, 'approved', { votes: [{ person: 'ann', revision: 1 }] }),
      /by policy with votes/,
    ],
    [
      'an approval that no vote has made',
      (records) => {
        const at = find(records, ids.ran, 'approved')
        const vote = records.decisions[at - 1] as DecisionEvent
        const deny = { ...vote.fact.body, person: 'cid', verdict: 'deny' }
        const fact = { ...vote.fact, revision: 4, body: deny } as Fact
        records.decisions.splice(at, 0, { ...vote, fact })
        relink(records)
      },
      /something else than a vote to approve/,
    ],
    [
      'a denial by people of what nobody held',
      planted(ids.never, 'denied', { by: 'people' }),
      /denied by people without being held/,
    ],
    [
      'an approval that people have made and nobody says',
      planted(ids.ran, 'approved', { decideByMs: 1 }, { kind: 'expired' }),
      /expired although enough people had approved/,
    ],
    [
      'a denial that people have made and nobody says',
      planted(ids.denied, 'denied', { decideByMs: 1 }, { kind: 'expired' }),
      /expired although enough people had denied/,
    ],
    [
      'a decision that never comes',
      without(ids.denied, 'denied'),
      /is not denied, although enough people/,
    ],
  ])('%s', (_, plant, expected) => {
    const records = structuredClone(clean)
    plant(records)
    expect(findViolations(records, options).join('\n')).toMatch(expected)
  })
})
