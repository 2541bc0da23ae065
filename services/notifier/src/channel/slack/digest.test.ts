import { areTooLong, blockProblems, buttonsOf, parsedTexts, shownText } from '@holdpoint/testkit'
import { expect, test } from 'vitest'
import { card, decided } from '../../../test/slack.ts'
import { hostileTexts } from '../../card/hostile.ts'
import { inertLine } from '../../card/inert.ts'
import { renderDigest } from './digest.ts'

test('headlines in the order given, how each stands, and no button', () => {
  const { blocks, text } = renderDigest([card, decided('denied')])
  expect(blockProblems(blocks, 'message')).toEqual([])
  expect(text).toBe('1 request waits for approval')
  expect(shownText(blocks).split('\n').slice(1)).toEqual([
    'Needs approval · high risk  billing-bot wants to refund 1250 EUR  open',
    'Denied · high risk  billing-bot wants to refund 1250 EUR  open',
  ])
  expect(buttonsOf({ blocks })).toEqual([])
})

test('more than people read is counted', () => {
  const { blocks, text } = renderDigest(Array.from({ length: 500 }, () => card))
  expect(blockProblems(blocks, 'message')).toEqual([])
  expect(areTooLong(blocks)).toBe(false)
  expect(text).toBe('500 requests wait for approval')
  expect(shownText(blocks)).toContain('… 475 more')
})

test('an empty one is still a message', () => {
  expect(blockProblems(renderDigest([]).blocks, 'message')).toEqual([])
})

test.each(hostileTexts)('a headline is only shown: $name', ({ text }) => {
  const one = { ...card, headline: [{ foreign: inertLine(text) }] }
  const { blocks } = renderDigest(Array.from({ length: 25 }, () => one))
  expect(blockProblems(blocks, 'message')).toEqual([])
  expect(areTooLong(blocks)).toBe(false)
  expect(parsedTexts(blocks)).toEqual([])
})
