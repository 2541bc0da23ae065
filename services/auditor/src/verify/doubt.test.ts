/** What a stranger finds in a log where a claim was extended, fell into doubt and was reconciled, and where an approval was called back. */
import { reconcileNonce, revokeNonce } from '@holdpoint/contracts'
import { signOutcome, signRequest } from '@holdpoint/seal'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Draft, startMs } from '../gate-hand.ts'
import { isEvent, type Leaf, leafTypes } from '../leaf.ts'
import { deployment } from '../rig.ts'
import { run } from './command.ts'
import { resigned, withoutCases } from './forging.ts'
import { changed, World } from './world.ts'

const salt = 'AAECAwQFBgcICQoLDA0ODw'
let world: World
let leaves: Leaf[]
let trustFile: string

beforeAll(async () => {
  world = new World()
  const running = await world.rig.start()
  await world.rig.write(0, world.adopted(), ...world.story(0).slice(0, 4), ...doubted())
  await world.rig.write(1, world.adopted(), ...calledBack())
  await world.rig.settled(running)
  await running.auditor.stop()
  leaves = await world.rig.read()
  trustFile = world.file('trust.json', world.trustText)
})
afterAll(() => world.rig.remove())

/** Goes on after the claim: extended, unknown, told too late, reconciled. */
function doubted(): Draft[] {
  const actionId = world.story(0)[0]?.actionId ?? never()
  const nowMs = startMs + 3000
  const extension = { subject: actionId, act: 'extend', claim: 'cl', forMs: 600_000 } as const
  const request = signRequest(world.executor, { deployment, nowMs, ...extension })
  const outcome = { actionId, claimId: 'cl', status: 'succeeded', result: 1 } as const
  const lateMs = startMs + 605_000
  const signed = { signer: world.executor, deployment, outcome, salt, nowMs: lateMs }
  const { proof, reported } = signOutcome(signed)
  const late = { claimId: 'cl', status: 'succeeded', reported, proof } as const
  const about = { actionId }
  return [
    {
      ...{ ...about, kind: 'extended', atMs: nowMs, revision: 5 },
      body: { claimId: 'cl', request, deadlineMs: nowMs + 600_000 },
    },
    {
      ...{ ...about, kind: 'unknown', atMs: startMs + 604_000, revision: 6 },
      body: { claimId: 'cl', executor: 'exec-1', cause: 'deadline' },
    },
    {
      ...{ ...about, kind: 'refused', atMs: lateMs },
      body: { command: 'outcome', commandId: 'o', code: 'HP_ACTION_CLOSED', late },
      views: { result: 'masked' },
    },
    {
      ...{ ...about, kind: 'reconciled', atMs: startMs + 5000, revision: 7 },
      body: { ...said('f'), found: 'succeeded' },
      views: {
        reason: 'seen in the ledger',
        token: world.token('one', reconcileNonce({ actionId, found: 'succeeded' })),
      },
    },
  ]
}

/** Approved, and then taken back by a person. */
function calledBack(): Draft[] {
  const story = world.story(2, 'approve').slice(0, 3)
  const actionId = story[0]?.actionId ?? never()
  return [
    ...story,
    {
      ...{ kind: 'revoked', atMs: startMs + 5000, actionId, revision: 4, body: said('r') },
      views: { reason: 'why', token: world.token('one', revokeNonce({ actionId })) },
    },
  ]
}

const said = (commandId: string) =>
  ({ person: 'p-1', assurance: 'sso', channel: 'console', commandId }) as const
const never = (): never => {
  throw new Error('a story without an action')
}

async function verify(dir: string) {
  const { exitCode, stdout } = await run(['verify', dir, '--trust', trustFile, '--json'])
  const told = JSON.parse(stdout) as {
    counts: Record<string, number>
    problems: { rule: string }[]
  }
  return { ...told, exitCode, rules: told.problems.map(({ rule }) => rule).join('\n') }
}

test('every signature in it holds: the request for more time, what came too late, and who said so', async () => {
  const { exitCode, counts, rules } = await verify(world.rig.dir)
  expect([rules, exitCode]).toEqual(['', 0])
  expect(counts).toMatchObject({ claims: 1, extensions: 1, outcomes: 1, votes: 4, cases: 3 })
})

test('the doubt has a case, and the finding another one that refers to it and opens nothing', () => {
  const cases = leaves.flatMap((leaf, at) =>
    leaf.type === leafTypes.case && leaf.slot === 0 ? [{ leaf, at }] : [],
  )
  const [doubt, amended] = cases
  expect(doubt?.leaf).toMatchObject({ status: 'unknown' })
  expect(amended?.leaf).toMatchObject({
    ...{ status: 'succeeded', amends: doubt?.at, ran: { cause: 'deadline' } },
    reconciled: { person: 'p-1', assurance: 'sso', channel: 'console' },
  })
})

describe('a gate that went bad is found where', () => {
  const bad: [string, () => Leaf[], RegExp][] = [
    [
      'it gives more time than was asked for',
      () =>
        changed(leaves, 'extended', ({ fact }) => {
          if (fact.kind === 'extended') fact.body.deadlineMs += 1
        }),
      /extended beyond what was asked for/,
    ],
    [
      'it extends the claim of another',
      () =>
        changed(leaves, 'extended', ({ fact }) => {
          if (fact.kind !== 'extended') return
          const asked = { subject: fact.actionId ?? '', act: 'extend', nowMs: fact.atMs } as const
          fact.body.request = signRequest(world.otherExecutor, {
            ...{ deployment, ...asked, claim: 'cl', forMs: 600_000 },
          })
        }),
      /signature of what it asked for is by another party/,
    ],
    [
      'it turns a finding around',
      () =>
        changed(leaves, 'reconciled', ({ fact }) => {
          if (fact.kind === 'reconciled') fact.body.found = 'failed'
        }),
      /token was not minted for this decision/,
    ],
    [
      'it puts a finding into the mouth of somebody else',
      () =>
        changed(leaves, 'reconciled', ({ fact }) => {
          if (fact.kind === 'reconciled') fact.body.person = 'p-2'
        }),
      /token is of another person/,
    ],
    [
      'it makes up a revocation of high assurance',
      () =>
        changed(leaves, 'revoked', ({ fact }) => {
          fact.commitments = {}
        }),
      /a revocation of assurance sso without a token/,
    ],
    [
      'it changes what the claimer said too late',
      () =>
        changed(leaves, 'refused', ({ fact }) => {
          if (fact.kind === 'refused' && fact.body.late) fact.body.late.status = 'failed'
        }),
      /executor's signature of the outcome/,
    ],
    [
      'it reconciles what was never in doubt',
      () => withoutCases(leaves).filter((leaf) => isEvent(leaf) && leaf.fact.kind !== 'unknown'),
      /reconciled without having been in doubt/,
    ],
    [
      'it resolves a doubt without a person',
      () =>
        changed(leaves, 'reconciled', ({ fact }) => {
          const { person: _, found, ...body } = fact.body as never as Record<string, unknown>
          const ended = { claimId: 'cl', executor: 'exec-1', cause: 'deadline' }
          Object.assign(fact, { kind: found, body: { ...ended }, commitments: {} })
          return body
        }),
      /succeeded after it was unknown, and not by a person's finding/,
    ],
  ]
  test.each(bad)('%s', async (_, make, rule) => {
    const all = withCasesOf(make())
    const { exitCode, rules } = await verify(await world.forge(resigned(world, all, 0)))
    expect(rules).toMatch(rule)
    expect(exitCode).toBe(40)
  })

  /** The doubt's case stays where it was; without it nothing could be amended. */
  const withCasesOf = (all: readonly Leaf[]): Leaf[] => {
    const doubt = all.find((leaf) => leaf.type === leafTypes.case && leaf.status === 'unknown')
    return all.filter((leaf) => leaf === doubt || withoutCases([leaf]).length > 0)
  }
})
