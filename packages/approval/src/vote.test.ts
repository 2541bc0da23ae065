import type { Demand, Verdict } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import {
  demandOf,
  digest,
  directoryOf,
  dossierOf,
  type InputOf,
  people,
  redactedOf,
  requires,
  rulesOf,
} from './testing.ts'
import { answerOf, inputOf, kindsOf, refusalOf, stateOf } from './testing-life.ts'
import { vote } from './vote.ts'

const held = (demand: Partial<Demand> = {}) => stateOf('pending', { demand: demandOf(demand) })
const cast = (
  changes: Partial<InputOf<'vote'>> = {},
  state = held(),
  rules = rulesOf(),
  dossier = dossierOf(),
) => vote(state, inputOf('vote', changes), rules, dossier)

describe('a vote that does not count', () => {
  test.each<[string, Partial<InputOf<'vote'>>, Partial<Demand>]>([
    ['HP_ACTION_CLOSED', { atMs: 61_001 }, {}],
    ['HP_STALE_VIEW', { presented: digest('another view') }, {}],
    ['HP_NOT_ENTITLED', { person: 'stranger' }, {}],
    ['HP_OWN_ACTION', { person: 'owner' }, {}],
    ['HP_NOT_ENTITLED', { person: 'cid' }, { groups: [{ group: 'finance', min: 0 }] }],
    ['HP_OWN_ACTION', { person: 'dan' }, { exclude: ['lastDeployer'] }],
    ['HP_ASSURANCE_LOW', { assurance: 'chat' }, {}],
    ['HP_VIEW_INCOMPLETE', { complete: false }, {}],
    ['HP_REASON_REQUIRED', {}, { reasonRequired: true }],
    ['HP_REASON_REQUIRED', { reason: ' \n' }, { reasonRequired: true }],
    ['HP_REASON_REQUIRED', { verdict: 'deny' }, { reasonRequired: true }],
  ])('%s for %j', (code, changes, demand) => {
    const rules = rulesOf(undefined, directoryOf(people, { lastDeployer: 'dan' }))
    const step = cast(changes, held(demand), rules)
    expect(refusalOf(step)).toBe(code)
    expect(step.state).toBeUndefined()
    expect(answerOf(step)).toMatchObject({ ok: false, status: 'pending', code })
  })

  test('is checked in a fixed order: the first thing wrong is told', () => {
    const wrong = [
      { atMs: 61_001 },
      { presented: digest('another view') },
      { person: 'owner' },
      { assurance: 'chat' },
      { complete: false },
      { reason: '' },
    ] as const
    const codes = wrong.map((_, from) => {
      const changes = Object.assign({}, ...wrong.slice(from))
      return refusalOf(cast(changes, held({ reasonRequired: true })))
    })
    expect(codes).toEqual([
      'HP_ACTION_CLOSED',
      'HP_STALE_VIEW',
      'HP_OWN_ACTION',
      'HP_ASSURANCE_LOW',
      'HP_VIEW_INCOMPLETE',
      'HP_REASON_REQUIRED',
    ])
  })

  test('in the last millisecond still counts, one later does not, whether or not the timer has fired', () => {
    expect(cast({ atMs: 61_000 }).state?.status).toBe('approved')
    const late = cast({ atMs: 61_001 })
    expect(answerOf(late)).toMatchObject({ ok: false, details: { status: 'expired' } })
  })

  test('of anybody of a delegation is one about their own', () => {
    const origin = { ...held().origin, onBehalfOf: ['ben', 'ann'] }
    for (const person of ['ann', 'ben']) {
      expect(refusalOf(cast({ person }, { ...held(), origin }))).toBe('HP_OWN_ACTION')
    }
    expect(cast({ person: 'cid' }, { ...held(), origin }).state?.status).toBe('approved')
  })

  test('of the last deployer counts where no rule excludes them', () => {
    const rules = rulesOf(undefined, directoryOf(people, { lastDeployer: 'dan' }))
    expect(cast({ person: 'dan' }, held(), rules).state?.status).toBe('approved')
  })

  test('is told the recorded outcome when the action is decided, and changes nothing about it', () => {
    const step = cast({ person: 'ben', verdict: 'deny' }, stateOf('approved'))
    expect(step.state).toBeUndefined()
    expect(answerOf(step)).toMatchObject({
      ok: false,
      code: 'HP_ACTION_CLOSED',
      status: 'approved',
    })
  })
})

describe('nobody decides about their own action', () => {
  const mine: [string, ReturnType<typeof directoryOf>, Partial<ReturnType<typeof held>>][] = [
    ['who was owner or operator when it came in', directoryOf(people, { side: [] }), {}],
    ['who has become owner or operator since', directoryOf(people, { side: ['ann'] }), {}],
    [
      'the person it is done for',
      directoryOf(),
      { origin: { ...held().origin, onBehalfOf: 'ann' }, excluded: [] },
    ],
  ]
  test.each(mine)('not %s, neither to approve nor to deny', (_, directory, changes) => {
    const person = changes.origin || directory.agentSide('bot').length > 0 ? 'ann' : 'owner'
    for (const verdict of ['approve', 'deny'] as const) {
      const state = { ...held(), ...changes }
      const step = cast({ person, verdict }, state, rulesOf(requires(), directory))
      expect(refusalOf(step)).toBe('HP_OWN_ACTION')
    }
  })

  test('not even as a member of every group that is asked', () => {
    const groups = [{ group: 'finance', min: 1 }]
    expect(refusalOf(cast({ person: 'owner' }, held({ groups })))).toBe('HP_OWN_ACTION')
  })
})

test('a denial releases nothing, even where the earlier approvals have become enough meanwhile', () => {
  const demand = {
    quorum: 1,
    denials: 2,
    groups: [
      { group: 'finance', min: 1 },
      { group: 'legal', min: 0 },
    ],
  }
  const before = people.map((person) =>
    person.id === 'ann' ? { ...person, groups: ['legal'] } : person,
  )
  const rules = rulesOf(requires(demand), directoryOf(before))
  const voted = cast({ person: 'ann' }, held(demand), rules).state
  expect(voted?.status).toBe('pending')
  // Now ann is in finance: her vote alone would do.
  const denied = cast({ person: 'cid', verdict: 'deny' }, voted, rulesOf(requires(demand)))
  expect([kindsOf(denied), denied.grant]).toEqual([['voted'], undefined])
  const approved = cast({ person: 'ben' }, denied.state, rulesOf(requires(demand)))
  expect(kindsOf(approved)).toEqual(['voted', 'approved'])
})

describe('who votes twice', () => {
  const once = cast({}, held({ quorum: 2 })).state

  test('counts once, on whatever channel', () => {
    const again = cast({ commandId: 'c-2', channel: 'slack' }, once)
    expect(again.state).toBeUndefined()
    expect(refusalOf(again)).toBe('HP_ALREADY_VOTED')
  })

  test('with another verdict is refused: the first stands', () => {
    const other = cast({ commandId: 'c-2', verdict: 'deny' }, once)
    expect(refusalOf(other)).toBe('HP_ALREADY_VOTED')
    expect(other.state).toBeUndefined()
  })

  test('by a repeated record gets the same answer, also after the decision', () => {
    const approved = cast().state
    expect(answerOf(cast({}, approved))).toMatchObject({
      ok: true,
      status: 'approved',
      repeated: true,
    })
  })
})

describe('only a literal approve approves', () => {
  test.each(['Approve', 'approved', 'yes', '', 'true', true, 1, null, {}])('not %j', (verdict) => {
    const step = cast({ verdict: verdict as unknown as Verdict })
    expect(step.grant).toBeUndefined()
    expect(step.state?.status ?? 'pending').toBe('pending')
  })
})

describe('a denial', () => {
  test('needs neither assurance nor the whole view', () => {
    const step = cast({ verdict: 'deny', assurance: 'chat', complete: false, reason: 'no' })
    expect(step.state?.status).toBe('denied')
  })

  test('ends it at the threshold, with the reason for the agent', () => {
    const first = cast({ verdict: 'deny' }, held({ denials: 2 }))
    expect(first.state?.status).toBe('pending')
    const second = cast({ verdict: 'deny', person: 'ben', reason: 'wrong account' }, first.state)
    expect(kindsOf(second)).toEqual(['voted', 'denied'])
    expect(second.settled).toMatchObject({
      status: 'denied',
      by: 'people',
      rule: 'ask',
      reason: 'wrong account',
    })
    const { body } = second.drafts[1]?.fact ?? {}
    expect(body).toMatchObject({ by: 'people', votes: [{ person: 'ann' }, { person: 'ben' }] })
  })

  test('stands although its voter has left', () => {
    const first = cast({ verdict: 'deny' }, held({ denials: 2 })).state
    const left = directoryOf(people.filter(({ id }) => id !== 'ann'))
    const second = cast({ verdict: 'deny', person: 'ben' }, first, rulesOf(requires(), left))
    expect(second.state?.status).toBe('denied')
  })
})

describe('an approval', () => {
  test('below the quorum is recorded with the tally and releases nothing', () => {
    const step = cast({ reason: 'fine' }, held({ quorum: 2 }))
    expect(kindsOf(step)).toEqual(['voted'])
    expect(step.drafts[0]).toMatchObject({
      fact: { revision: 2, body: { tally: { approvals: 1, denials: 0, quorum: 2 } } },
      views: { reason: { value: 'fine' } },
    })
    expect(step.grant).toBeUndefined()
  })

  test('at the quorum approves, names the votes, and gives one grant', () => {
    const first = cast({}, held({ quorum: 2 })).state
    const step = cast({ person: 'ben', commandId: 'c-2', atMs: 4000 }, first)
    expect(kindsOf(step)).toEqual(['voted', 'approved'])
    expect(step.drafts[1]?.fact).toMatchObject({
      revision: 4,
      body: {
        by: 'people',
        rule: 'ask',
        votes: [
          { person: 'ann', revision: 2 },
          { person: 'ben', revision: 3 },
        ],
      },
    })
    const { id } = held()
    const grant = { jti: `${id}/4`, audience: 'billing', notBeforeMs: 4000, expiresMs: 14_000 }
    expect(step.grant).toEqual(grant)
    expect(answerOf(step)).toMatchObject({ ok: true, status: 'approved', revision: 4 })
  })

  test('keeps the token beside the fact, where it can be erased', () => {
    const step = cast({ token: 'header.body.signature' }, held({ quorum: 2 }))
    expect(step.drafts[0]?.views).toEqual({ token: { value: 'header.body.signature' } })
    expect(JSON.stringify(step.drafts[0]?.fact)).not.toContain('signature')
  })

  test('stops counting when its voter leaves the directory, the groups, or joins the other side', () => {
    const first = cast({}, held({ quorum: 2, groups: [{ group: 'finance', min: 0 }] })).state
    const gone = people.filter(({ id }) => id !== 'ann')
    const directories = [
      directoryOf(gone),
      directoryOf([...gone, { id: 'ann', groups: ['sales'] }]),
      directoryOf(people, { side: ['owner', 'ann'] }),
    ]
    for (const directory of directories) {
      const step = cast({ person: 'ben' }, first, rulesOf(requires(), directory))
      expect(step.state?.status).toBe('pending')
      expect(step.drafts[0]?.fact.body).toMatchObject({ tally: { approvals: 1 } })
    }
  })

  test("is not used after the agent's own expiry", () => {
    const redacted = redactedOf({}, { expiresAt: '1970-01-01T00:00:08Z' })
    const step = cast({}, held(), rulesOf(), dossierOf(redacted))
    expect(step.grant?.expiresMs).toBe(8000)
  })
})

test('a held action without a demand is a defect, and no vote can release it', () => {
  const { demand: _, ...state } = held()
  expect(refusalOf(vote(state, inputOf('vote'), rulesOf(), dossierOf()))).toBe('HP_INTERNAL')
})
