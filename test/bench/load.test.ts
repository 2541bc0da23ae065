import { parsePolicy } from '@holdpoint/approval'
import { Action, type ActionId, check } from '@holdpoint/contracts'
import { expect, test } from 'vitest'
import { actionOf, policyOf } from './load.ts'

const id = '0199a000-0000-7000-8000-000000000001' as ActionId

test.each([0, 1, 5, 49, 999, 30_000])('action %i is valid, and 1 KB of JSON', (index) => {
  const action = check(Action, actionOf(id, index))
  expect(Buffer.byteLength(JSON.stringify(action))).toBe(1024)
})

test('neighbours say different things', () => {
  const notes = [0, 1, 2, 3, 4, 5].map((index) => JSON.stringify(actionOf(id, index).params))
  expect(new Set(notes).size).toBe(notes.length)
})

test.each([1, 200])(
  'a policy of %i rules is one that the gate takes, and asks a person',
  (count) => {
    const policy = parsePolicy(policyOf(count), 'policy.yaml')
    const action = actionOf(id, 7)
    const identity = { kind: 'ingress', topic: 'platform' } as const
    const submission = { action, findings: [], labels: [], unscanned: false, identity }
    expect(policy.rule(submission)).toMatchObject({ verdict: 'require', rule: 'ask' })
  },
)
