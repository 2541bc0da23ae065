/** Random lives: whatever comes in whatever order, what must hold holds after every step. */

import { ActionSettled, check, type FactDraft, facts, noDigest } from '@holdpoint/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SlotRules } from './freeze.ts'
import type { Input } from './input.ts'
import type { Directory, Ruling } from './rules.ts'
import { type ActionState, type Dossier, statuses } from './state.ts'
import type { Step } from './step.ts'
import {
  allows,
  denies,
  digest,
  directoryOf,
  dossierOf,
  keyOf,
  outcomeOf,
  people,
  redactedOf,
  requires,
  rulesOf,
} from './testing.ts'
import { inputOf, inputs } from './testing-life.ts'
import { transition } from './transition.ts'

const names = [...people.map(({ id }) => id), 'stranger']
const keys = ['exec-1', 'exec-2'].map(keyOf)
const commandId = fc.integer({ min: 0, max: 40 }).map((n) => `c-${n}`)
const atMs = fc.constant(0)
const verdict = fc.constantFrom('approve', 'approve', 'deny')
const assurance = fc.constantFrom('chat', 'sso', 'passkey')

const arbitraries: Record<Input['kind'], fc.Arbitrary<Input>> = {
  intent: fc.constantFrom(
    inputs.intent,
    inputOf('intent', { redacted: redactedOf({ intended: digest('other') }) }),
  ),
  rejection: fc.constant(inputs.rejection),
  refusal: fc.constant(inputs.refusal),
  vote: fc
    .record({
      commandId,
      person: fc.constantFrom(...names),
      assurance,
      verdict,
      complete: fc.boolean(),
      presented: fc.constantFrom(inputs.vote.presented, inputs.vote.presented, digest('stale')),
      atMs,
    })
    .map((changes) => inputOf('vote', changes)),
  withdraw: fc
    .record({ commandId, agent: fc.constantFrom('bot', 'other') })
    .map((changes) => inputOf('withdraw', changes)),
  revoke: fc
    .record({ commandId, person: fc.constantFrom(...names) })
    .map((changes) => inputOf('revoke', changes)),
  claim: fc
    .record({
      commandId,
      keyThumbprint: fc.constantFrom(...keys),
      n: fc.integer({ min: 1, max: 6 }),
    })
    .map(({ n, ...changes }) =>
      inputOf('claim', { ...changes, grantJti: `${inputs.intent.actionId}/${n}` }),
    ),
  extend: fc
    .record({
      commandId,
      keyThumbprint: fc.constantFrom(...keys),
      n: fc.integer({ min: 1, max: 7 }),
      request: fc.constantFrom('longer', 'still longer'),
    })
    .map(({ n, ...changes }) =>
      inputOf('extend', { ...changes, claimId: `${inputs.intent.actionId}/${n}` }),
    ),
  reconcile: fc
    .record({
      commandId,
      person: fc.constantFrom(...names),
      assurance,
      found: fc.constantFrom('succeeded', 'failed'),
    })
    .map((changes) => inputOf('reconcile', changes)),
  outcome: fc
    .record({
      commandId,
      keyThumbprint: fc.constantFrom(...keys),
      n: fc.integer({ min: 1, max: 7 }),
      status: fc.constantFrom('succeeded', 'failed', 'unknown'),
    })
    .map(({ n, status, ...changes }) => {
      const claimId = `${inputs.intent.actionId}/${n}`
      const outcome = outcomeOf({ claimId, status: status as 'failed', reported: digest(status) })
      return inputOf('outcome', { ...changes, outcome })
    }),
  due: fc.constant(inputs.due),
  fault: fc
    .boolean()
    .map((isTimer) => (isTimer ? inputOf('fault', { source: undefined }) : inputs.fault)),
}

const rulings: fc.Arbitrary<Ruling> = fc.constantFrom(
  allows,
  denies,
  requires(),
  requires({ quorum: 2, groups: [{ group: 'finance', min: 1 }], denials: 2, assurance: 'chat' }),
  requires({ quorum: 2, groups: [{ group: 'legal', min: 2 }] }),
)
const directories: fc.Arbitrary<Directory> = fc.constantFrom(
  directoryOf(),
  directoryOf(people, { side: ['ann'] }),
  directoryOf(people.slice(1)),
  directoryOf(people, { may: () => false }),
)
const moments = fc.record({
  input: fc.oneof(
    { weight: 4, arbitrary: arbitraries.vote },
    { weight: 2, arbitrary: arbitraries.claim },
    { weight: 2, arbitrary: arbitraries.outcome },
    ...Object.values(arbitraries).map((arbitrary) => ({ weight: 1, arbitrary })),
  ),
  afterMs: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(6000, 12_000, 70_000)),
  ruling: fc.option(rulings, { nil: undefined }),
  directory: fc.option(directories, { nil: undefined }),
})

interface Lived {
  readonly before: ActionState | undefined
  readonly input: Input
  readonly rules: SlotRules
  readonly step: Step
}

/** An intent under some ruling, then whatever comes. */
function live(
  first: Ruling,
  history: readonly (typeof moments extends fc.Arbitrary<infer T> ? T : never)[],
): Lived[] {
  const lived: Lived[] = []
  let state: ActionState | undefined
  let dossier: Dossier | undefined
  let rules = rulesOf(first)
  let nowMs = 1000
  const go = (input: Input) => {
    const step = transition(state, input, rules, dossier)
    lived.push({ before: state, input, rules, step })
    if (step.isNew && input.kind === 'intent') dossier = dossierOf(input.redacted)
    state = step.state ?? state
  }
  go(inputs.intent)
  for (const { input, afterMs, ruling, directory } of history) {
    nowMs += afterMs
    if (ruling || directory) {
      rules = rulesOf(ruling ?? first, directory ?? rules.directory)
    }
    go({ ...input, atMs: nowMs })
  }
  return lived
}

const lives = (check: (lived: readonly Lived[]) => void, numRuns = 1500) =>
  fc.assert(
    fc.property(rulings, fc.array(moments, { maxLength: 14 }), (first, history) =>
      check(live(first, history)),
    ),
    { numRuns },
  )
const factsOf = (lived: readonly Lived[]): FactDraft[] =>
  lived.flatMap(({ step }) => step.drafts.map(({ fact }) => fact))

describe('in every life', () => {
  test('an ended action never changes again, but that a person resolves a doubt, once', () => {
    lives((lived) => {
      for (const { before, input, step } of lived) {
        if (!before || statuses[before.status].open || !step.state) continue
        expect([before.status, input.kind]).toEqual(['unknown', 'reconcile'])
        expect(['succeeded', 'failed']).toContain(step.state.status)
      }
    })
  })

  test('each change makes one fact and one revision, without gaps', () => {
    lives((lived) => {
      const revisions = factsOf(lived).flatMap(({ revision }) => revision ?? [])
      expect(revisions).toEqual(revisions.map((_, at) => at + 1))
      const last = lived.findLast(({ step }) => step.state)?.step.state
      expect(last?.revision ?? 0).toBe(revisions.length)
    })
  })

  test('there is at most one grant, one claim, one end, and none of them out of order', () => {
    const within = new Set(['voted', 'extended', 'reconciled'])
    const order = ['held', 'approved', 'claimed', 'end']
    lives((lived) => {
      expect(lived.filter(({ step }) => step.grant).length).toBeLessThanOrEqual(1)
      const stages = factsOf(lived)
        .filter(({ kind, revision }) => revision !== undefined && !within.has(kind))
        .map(({ kind }) => Math.max(order.indexOf(kind), order.includes(kind) ? 0 : 3))
      expect(stages).toEqual([...new Set(stages)].sort())
      const ends = lived.filter(
        ({ step: { settled } }) => settled && settled.status !== 'rejected' && !settled.reconciled,
      )
      expect(ends.length).toBe(stages.includes(3) ? 1 : 0)
    })
  })

  test('a release stands on a policy that allows, or on literal approvals of enough people', () => {
    lives((lived) => {
      const release = lived.find(({ step }) => step.grant)
      if (!release) return
      const { input, before, step } = release
      if (input.kind === 'intent') return
      expect(input).toMatchObject({ kind: 'vote', verdict: 'approve' })
      const approvers = new Set(
        step.state?.votes
          .filter(({ verdict }) => verdict === 'approve')
          .map(({ person }) => person),
      )
      expect(approvers.size).toBeGreaterThanOrEqual(before?.demand?.quorum ?? 1)
      expect(approvers.has('owner')).toBe(false)
      expect(approvers.has('stranger')).toBe(false)
    })
  })

  test('nothing is claimed after its grant has expired, been withdrawn or revoked', () => {
    lives((lived) => {
      for (const { before, input, step } of lived) {
        if (step.state?.status !== 'claimed' || input.kind === 'extend') continue
        expect(before?.status).toBe('approved')
        expect(input.atMs).toBeLessThanOrEqual(before?.grant?.expiresMs ?? 0)
      }
    })
  })

  test('the same input gives the same step, and no state is changed in place', () => {
    lives((lived) => {
      for (const { before, input, rules, step } of lived) {
        const frozen = structuredClone(before)
        const dossier = dossierOf()
        expect(transition(before, input, rules, dossier)).toEqual(step)
        expect(before).toEqual(frozen)
      }
    }, 300)
  })

  test('every fact and every settled event is one that the contract knows', () => {
    const envelope = {
      deployment: 'urn:holdpoint:test',
      slot: 0,
      number: 1,
      previous: noDigest,
      policy: noDigest,
      commitments: {},
    }
    lives((lived) => {
      for (const fact of factsOf(lived)) check(facts[fact.kind], { ...fact, ...envelope })
      for (const { step } of lived) if (step.settled) check(ActionSettled, step.settled)
    }, 300)
  })
})
