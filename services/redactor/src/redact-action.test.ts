import { type Action, deriveActionId } from '@holdpoint/contracts'
import { createRedactor } from '@holdpoint/redaction'
import { expect, test } from 'vitest'
import type { Intent } from './intent.ts'
import { redactAction } from './redact-action.ts'
import { action } from './testing.ts'

const redactor = createRedactor({ tagKey: Buffer.alloc(32, 9) })

/** The tag under which the address in `to` stands. */
function tagOf(agent: Action['agent'], key: string, params: object = { to: 'bob@one.example' }) {
  const id = deriveActionId(agent.id, key)
  const intent = { action: action({ id, agent, params: { ...params } }), onBehalfOf: undefined }
  const masked = redactAction(intent as Intent, redactor).action.params
  return /⟦EMAIL·(\w+)⟧/.exec(JSON.stringify(masked))?.[1]
}

test('another agent that calls its run the same does not get the same tags', () => {
  const mine = tagOf({ id: 'refunds', run: 'run-1' }, 'a')
  expect(mine).toMatch(/^\w{8}$/)
  expect(tagOf({ id: 'spy', run: 'run-1' }, 'b')).not.toBe(mine)
  expect(tagOf({ id: 'spy', run: '["refunds","run-1"]' }, 'b')).not.toBe(mine)
})

test('equal values have one tag in all actions of a run, however they are written', () => {
  const agent = { id: 'refunds', run: 'run-1' }
  const tags = [
    { to: 'bob@one.example' },
    { list: [{ mail: ' Bob@ONE.example ' }] },
    { 'bob@one.example': true },
    { body: JSON.stringify({ a: { b: 'bob@one.example' } }) },
    { data: Buffer.from('mail of bob@one.example').toString('base64') },
    { text: 'ｂｏｂ＠ｏｎｅ．ｅｘａｍｐｌｅ' },
    { query: 'u=bob%40one.example' },
    { text: 'b\u200bob@one.ex\u00adample' },
  ].map((params, i) => tagOf(agent, String(i), params))
  expect(new Set(tags).size).toBe(1)
})

test('other runs, and actions without one, have tags of their own', () => {
  const tags = [
    tagOf({ id: 'refunds', run: 'run-1' }, 'a'),
    tagOf({ id: 'refunds', run: 'run-2' }, 'a'),
    tagOf({ id: 'refunds' }, 'a'),
    tagOf({ id: 'refunds' }, 'b'),
  ]
  expect(new Set(tags).size).toBe(tags.length)
})
