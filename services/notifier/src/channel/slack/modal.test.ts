import { viewProblems } from '@holdpoint/testkit'
import { expect, test } from 'vitest'
import { card } from '../../../test/slack.ts'
import { locatorText, readLocator } from './locator.ts'
import { denyModal, readModal } from './modal.ts'

const formFor = (reasonRequired: boolean) => {
  const value = locatorText({ ...card, reasonRequired }, true)
  const locator = readLocator(value)
  if (locator === undefined) throw new Error('no locator')
  return denyModal({ value, channel: 'C1', ts: '1.2' }, locator)
}
const { private_metadata } = formFor(true)
const filled = (values: unknown) => readModal({ private_metadata, state: { values } })
const typed = (value: unknown) => ({ in_reason: { in_reason: { value } } })

test('the form is one that Slack takes, and picks nothing beforehand', () => {
  for (const isRequired of [true, false]) {
    const form = formFor(isRequired)
    expect(viewProblems(form)).toEqual([])
    expect(JSON.stringify(form)).not.toContain('initial')
    expect(JSON.stringify(form)).toContain('000000000000')
  }
})

test.each([
  ['no JSON', 'x'],
  ['another form', '{"a":1}'],
  ['another button', JSON.stringify({ value: 'x', channel: 'C1', ts: '1.2' })],
  ['a list', '[]'],
  ['nothing', 'null'],
])('what remembers %s is not ours', (_, text) => {
  expect(readModal({ private_metadata: text, state: { values: {} } })).toBeUndefined()
})

test.each([
  ['nothing', {}],
  ['no form', null],
  ['blanks', typed(' \n ')],
  ['no text', typed(7)],
  [
    'a reason that was not offered',
    { in_preset: { in_preset: { selected_option: { value: 'fine' } } } },
  ],
  [
    'a name of objects',
    { in_preset: { in_preset: { selected_option: { value: 'constructor' } } } },
  ],
])('%s is no reason', (_, values) => {
  expect(filled(values)).toMatchObject({ kind: 'lacking' })
})

test('a reason is what was picked and what was typed, within bounds', () => {
  const picked = { in_preset: { in_preset: { selected_option: { value: 'suspicious' } } } }
  expect(filled({ ...picked, ...typed(' why? ') })).toMatchObject({
    reason: 'Looks suspicious: why?',
  })
  expect(filled(picked)).toMatchObject({ reason: 'Looks suspicious' })
  const long = filled(typed('x'.repeat(10_000)))
  expect(long?.kind === 'whole' && long.reason?.length).toBe(3000)
})
