import { parsePolicy } from '@holdpoint/approval'
import { Action, type ActionId, check } from '@holdpoint/contracts'
import { expect, test } from 'vitest'
import { actionOf, policy } from './load.ts'

const id = '0199a000-0000-7000-8000-000000000001' as ActionId

test.each([0, 1, 5, 49, 999, 30_000])('action %i is valid, and 1 KB of JSON', (index) => {
  const action = check(Action, actionOf(id, index))
  expect(Buffer.byteLength(JSON.stringify(action))).toBe(1024)
})

test('neighbours say different things', () => {
  const notes = [0, 1, 2, 3, 4, 5].map((index) => JSON.stringify(actionOf(id, index).params))
  expect(new Set(notes).size).toBe(notes.length)
})

test('the policy is one that the gate takes', () => {
  expect(() => parsePolicy(policy, 'policy.yaml')).not.toThrow()
})
