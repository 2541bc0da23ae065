import { areTooLong, blockProblems, parsedTexts } from '@holdpoint/testkit'
import { expect, test } from 'vitest'
import { card } from '../../../test/slack.ts'
import { hostileTexts } from '../../card/hostile.ts'
import { inertLine } from '../../card/inert.ts'
import { newsOf, type ThreadMessage, threadMessage, toldAll } from './thread.ts'

const at = (atMs: number, ...lines: string[]) => lines.map((line) => ({ atMs, line: [line] }))
const told = (news: ReturnType<typeof newsOf>): ThreadMessage =>
  threadMessage(news, card, undefined, []) ?? { text: '', blocks: [] }
const nudged = (nudge: 'reminder' | 'escalation', users: string[], of = card): ThreadMessage =>
  threadMessage([], of, nudge, users) ?? { text: '', blocks: [] }
const words = (story: ReturnType<typeof newsOf>) => story.map(({ line }) => line[0])

test('nothing is told twice, and nothing left out, also of one moment', () => {
  const first = at(1, 'asked')
  const second = [...at(5, 'ana approved'), ...first]
  const third = [...at(5, 'approved'), ...second]
  const fourth = [...at(9, 'done'), ...third]
  expect(words(newsOf(second, { ...toldAll(first) }))).toEqual(['ana approved'])
  expect(words(newsOf(third, { ...toldAll(second) }))).toEqual(['approved'])
  expect(words(newsOf(fourth, { ...toldAll(second) }))).toEqual(['approved', 'done'])
  expect(newsOf(fourth, { ...toldAll(fourth) })).toEqual([])
})

test('a copy of which nobody remembers how far it was tells the latest', () => {
  expect(words(newsOf([...at(5, 'approved'), ...at(1, 'asked')], { channel: 'C1' }))).toEqual([
    'approved',
  ])
})

test('where nothing has happened nothing is told; news and a nudge are one message', () => {
  expect(threadMessage([], card, undefined, [])).toBeUndefined()
  const both = threadMessage(at(5, 'ana approved'), card, 'reminder', ['U1'])
  expect(both?.text.split('\n')).toEqual(['ana approved', expect.stringContaining('Still waiting')])
  expect(blockProblems(both?.blocks, 'message')).toEqual([])
})

test('many lines are told in one message, the last ones of them', () => {
  const news = Array.from({ length: 20 }, (_, n) => at(n, `line ${n}`)).flat()
  const { blocks, text } = told(news)
  expect(blockProblems(blocks, 'message')).toEqual([])
  expect(text).toContain('line 19')
  expect(JSON.stringify(blocks)).toContain('… 12 earlier')
})

test.each(hostileTexts)('a reason is only shown: $name', ({ text }) => {
  const line = ['ana denied: ', { foreign: inertLine(text) }]
  const message = told(Array.from({ length: 8 }, (_, atMs) => ({ atMs, line })))
  expect(blockProblems(message.blocks, 'message')).toEqual([])
  expect(areTooLong(message.blocks)).toBe(false)
  expect(parsedTexts(message.blocks)).toEqual([])
  expect(message.text).not.toMatch(/[<>]/)
})

test('a nudge calls those who are asked by their accounts, and says how far it is', () => {
  const reminder = nudged('reminder', ['U1', 'U2'])
  expect(blockProblems(reminder.blocks, 'message')).toEqual([])
  const calls = JSON.stringify(reminder.blocks).match(/"user_id":"U\d"/g)
  expect(calls).toEqual(['"user_id":"U1"', '"user_id":"U2"'])
  expect(reminder.text).toContain('0 of 1, needs 1 from finance')
  expect(reminder.text).toContain('2026-06-01 12:15 UTC, not done if nobody decides')
  expect(reminder).not.toHaveProperty('reply_broadcast')
  const many = Array.from({ length: 200 }, (_, n) => `U${n}`)
  const escalation = nudged('escalation', many)
  expect(blockProblems(escalation.blocks, 'message')).toEqual([])
  expect(JSON.stringify(escalation.blocks).match(/user_id/g)).toHaveLength(20)
  expect(escalation).toMatchObject({ reply_broadcast: true })
})

test.each(hostileTexts)('who has voted is only shown: $name', ({ text }) => {
  const progress = [[{ foreign: inertLine(text) }, ' approved']]
  const { blocks, text: preview } = nudged('reminder', [], { ...card, progress })
  expect(blockProblems(blocks, 'message')).toEqual([])
  expect(areTooLong(blocks)).toBe(false)
  expect(preview).not.toMatch(/[<>]/)
})
