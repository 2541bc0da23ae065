import { areTooLong, blockProblems, parsedTexts } from '@holdpoint/testkit'
import { expect, test } from 'vitest'
import { hostileTexts } from '../../card/hostile.ts'
import { inertLine } from '../../card/inert.ts'
import { newsOf, threadMessage, toldAll } from './thread.ts'

const at = (atMs: number, ...lines: string[]) => lines.map((line) => ({ atMs, line: [line] }))
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

test('many lines are told in one message, the last ones of them', () => {
  const news = Array.from({ length: 20 }, (_, n) => at(n, `line ${n}`)).flat()
  const { blocks, text } = threadMessage(news)
  expect(blockProblems(blocks, 'message')).toEqual([])
  expect(text).toContain('line 19')
  expect(JSON.stringify(blocks)).toContain('… 12 earlier')
})

test.each(hostileTexts)('a reason is only shown: $name', ({ text }) => {
  const line = ['ana denied: ', { foreign: inertLine(text) }]
  const message = threadMessage(Array.from({ length: 8 }, (_, atMs) => ({ atMs, line })))
  expect(blockProblems(message.blocks, 'message')).toEqual([])
  expect(areTooLong(message.blocks)).toBe(false)
  expect(parsedTexts(message.blocks)).toEqual([])
  expect(message.text).not.toMatch(/[<>]/)
})
