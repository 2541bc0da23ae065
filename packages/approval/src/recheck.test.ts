import { describe, expect, test } from 'vitest'
import type { SlotRules } from './freeze.ts'
import {
  allows,
  denies,
  directoryOf,
  dossierOf,
  people,
  redactedOf,
  requires,
  rulesOf,
} from './testing.ts'
import { inputOf, kindsOf, stateOf } from './testing-life.ts'
import { transition } from './transition.ts'

const held = stateOf('pending')
const approve = (rules: SlotRules) => transition(held, inputOf('vote'), rules, dossierOf())

describe('before a release the rules in force are asked once more', () => {
  test('a policy that denies now wins over the people', () => {
    const step = approve(rulesOf(denies))
    expect(kindsOf(step)).toEqual(['voted', 'denied'])
    expect(step.drafts[1]?.fact.body).toMatchObject({
      by: 'policy',
      rule: 'never',
      code: 'HP_POLICY_RECHECK',
    })
    expect(step.grant).toBeUndefined()
    expect(step.settled).toMatchObject({ status: 'denied', by: 'policy', reason: 'not at night' })
  })

  test('a registry that no longer lets the agent ask wins too', () => {
    const directory = directoryOf(people, { may: () => false })
    const step = approve(rulesOf(requires(), directory))
    expect(step.settled).toMatchObject({ status: 'denied', code: 'HP_AGENT_UNREGISTERED' })
  })

  test('a policy that would allow or ask more now changes nothing: the hold stays under its demand', () => {
    for (const ruling of [allows, requires({ quorum: 5 })]) {
      expect(approve(rulesOf(ruling)).state?.status).toBe('approved')
    }
  })

  test('the policy sees the masked action of the dossier, with labels and identity of the intent', () => {
    const seen: unknown[] = []
    const rules = rulesOf((submission) => {
      seen.push(submission)
      return requires()
    })
    approve(rules)
    const { action, findings, unscanned, labels, identity } = redactedOf()
    const { kind } = identity
    expect(seen).toMatchObject([{ action, findings, unscanned, labels, identity: { kind } }])
  })

  test('without the masked action nothing is released', () => {
    const step = transition(held, inputOf('vote'), rulesOf())
    expect(step.state?.status).toBe('denied')
    expect(step.grant).toBeUndefined()
  })
})
