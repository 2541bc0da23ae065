/** The transition and the checker count the same, by different code. */
import { type Demand, noDigest } from '@holdpoint/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { standing } from '../eligible.ts'
import { count } from '../quorum.ts'
import { demandOf, directoryOf } from '../testing.ts'
import { originOf, stateOf } from '../testing-life.ts'
import type { Voted } from './life.ts'
import { recount, whyNot } from './recount.ts'

const groupNames = ['red', 'green', 'blue']
const ids = ['a', 'b', 'c', 'd', 'e']
const crowds = fc
  .array(fc.option(fc.subarray([...groupNames, 'grey', 'white']), { nil: undefined }), {
    minLength: 5,
    maxLength: 5,
  })
  .map((all) => all.flatMap((groups, at) => (groups ? [{ id: ids[at] ?? '', groups }] : [])))
const demands: fc.Arbitrary<Demand> = fc
  .record({
    quorum: fc.integer({ min: 1, max: 3 }),
    denials: fc.integer({ min: 1, max: 3 }),
    groups: fc.uniqueArray(fc.record({ group: fc.constantFrom(...groupNames), min: fc.nat(2) }), {
      selector: ({ group }) => group,
    }),
  })
  .chain((demand) =>
    fc
      .array(
        fc.record({
          afterMs: fc.constantFrom(10, 20),
          groups: fc.subarray(['red', 'grey', 'white']),
        }),
        { maxLength: 2 },
      )
      .map((escalate) => demandOf({ ...demand, escalate })),
  )
const ballots = fc.uniqueArray(
  fc.record({ person: fc.constantFrom(...ids), verdict: fc.constantFrom('approve', 'deny') }),
  { selector: ({ person }) => person },
)

test('whatever the people, the demand and the votes', () => {
  fc.assert(
    fc.property(
      crowds,
      demands,
      ballots,
      fc.subarray(ids, { maxLength: 2 }),
      fc.subarray(ids, { maxLength: 2 }),
      fc.option(fc.oneof(fc.constantFrom(...ids), fc.subarray(ids, { minLength: 1 })), {
        nil: undefined,
      }),
      fc.option(fc.constantFrom(...ids), { nil: undefined }),
      fc.constantFrom(0, 10, 20),
      (people, asked, cast, side, excluded, onBehalfOf, lastDeployer, ageMs) => {
        const demand: Demand = lastDeployer ? { ...asked, exclude: ['lastDeployer'] } : asked
        const directory = directoryOf(people, { side, ...(lastDeployer ? { lastDeployer } : {}) })
        const origin = { ...originOf(), ...(onBehalfOf ? { onBehalfOf } : {}) }
        const held = { origin, rule: 'ask', demand, decideByMs: 0, excluded }
        const rest = { assurance: 'sso' as const, commandId: 'c', atMs: 1 }
        const votes = cast.map((vote, at) => ({ ...vote, ...rest, revision: at + 2 }))
        const state = stateOf('pending', { origin, excluded, demand, votes })
        const facts = votes.map(
          (body): Voted => ({
            kind: 'voted',
            atMs: 1,
            revision: body.revision,
            body: { ...body, channel: 'console', tally: { approvals: 0, denials: 0, quorum: 0 } },
            deployment: '',
            slot: 0,
            number: 1,
            previous: noDigest,
            policy: noDigest,
            commitments: {},
          }),
        )
        const ours = recount(held, facts, directory, ageMs)
        const theirs = count(state, demand, directory, ageMs)
        expect([ours.isApproved, ours.isDenied]).toEqual([theirs.isApproved, theirs.isDenied])
        expect(ours.approvals.map(({ body }) => body.person)).toEqual(
          theirs.approvals.map(({ person }) => person),
        )
        for (const id of ids) {
          const may = standing(id, state, demand, directory, ageMs).may
          expect(whyNot(id, held, directory, ageMs) === undefined).toBe(may)
        }
      },
    ),
    { numRuns: 2500 },
  )
})
