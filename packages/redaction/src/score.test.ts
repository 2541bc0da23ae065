import { expect, test } from 'vitest'
import { scoreAll } from './score.ts'
import { type ContextMark, Sheet } from './sheet.ts'

function score(
  base: number,
  marks: readonly ContextMark[] = [],
  keyType?: 'PHONE' | 'CARD',
  isCounter = false,
) {
  const sheet = new Sheet(' '.repeat(200))
  sheet.add('PHONE', 100, 110, base, 'd')
  sheet.contexts.push(...marks)
  const [scored] = scoreAll(sheet, keyType, isCounter)
  return [scored?.score, scored?.detector]
}

const mark = (start: number, meaning: ContextMark['meaning']): ContextMark => ({
  start,
  end: start + 5,
  meaning,
})

test('a word on either side raises, out of reach it does not', () => {
  expect(score(0.3, [mark(60, 'PHONE')])).toEqual([0.65, 'd+context'])
  expect(score(0.3, [mark(150, 'PHONE')])).toEqual([0.65, 'd+context'])
  expect(score(0.3, [mark(54, 'PHONE')])).toEqual([0.3, 'd'])
  expect(score(0.3, [mark(151, 'PHONE')])).toEqual([0.3, 'd'])
})

test('a word behind something that was masked says nothing', () => {
  const scored = (text: string) => {
    const sheet = new Sheet(text)
    sheet.contexts.push({ start: 0, end: 5, meaning: 'PHONE' })
    sheet.hints.push({ start: 6, end: 86, type: 'PHONE' })
    sheet.add('PHONE', 30, 40, 0.1, 'd')
    return scoreAll(sheet, undefined)[0]?.detector
  }
  expect(scored(`phone ${'x'.repeat(40)}`)).toBe('d+key+context')
  expect(scored(`phone ⟦EMAIL·K7QX2M9A⟧ ${'x'.repeat(40)}`)).toBe('d')
})

test('a word for another type says nothing', () => {
  expect(score(0.3, [mark(90, 'CARD')])).toEqual([0.3, 'd'])
})

test('a counter word speaks only right before, and not against a key', () => {
  expect(score(0.5, [mark(94, 'counter')])).toEqual([0.1, 'd+counter'])
  expect(score(0.5, [mark(80, 'counter')])).toEqual([0.5, 'd'])
  expect(score(0.5, [mark(112, 'counter')])).toEqual([0.5, 'd'])
  expect(score(0.5, [mark(94, 'counter')], 'PHONE')).toEqual([1, 'd+key'])
})

test('a counter word is a label, not a part of what stands before', () => {
  const scored = (between: string) => {
    const sheet = new Sheet(`order${between}4155552671`)
    sheet.contexts.push({ start: 0, end: 5, meaning: 'counter' })
    sheet.add('PHONE', 5 + between.length, 15 + between.length, 0.6, 'd')
    return scoreAll(sheet, undefined)[0]?.detector
  }
  expect([' ', ': ', ' #', ' no. ', '-id=', ' number '].map(scored)).toEqual(
    Array(6).fill('d+counter'),
  )
  expect(['.test, ', ' by ', ', '].map(scored)).toEqual(Array(3).fill('d'))
})

test('a key of the type raises, a key that counts lowers', () => {
  expect(score(0.1, [], 'PHONE')).toEqual([0.6, 'd+key'])
  expect(score(0.1, [], 'CARD')).toEqual([0.1, 'd'])
  expect(score(0.6, [], undefined, true)).toEqual([0.2, 'd+counter'])
})

test('scores stay between 0 and 1', () => {
  expect(score(0.9, [mark(90, 'PHONE')], 'PHONE')[0]).toBe(1)
  expect(score(0.1, [], undefined, true)[0]).toBe(0)
})

test('what its shape proves is not argued with', () => {
  const sheet = new Sheet('')
  sheet.addFirm('SECRET', 0, 5, 0.95, 'd')
  sheet.contexts.push(mark(0, 'counter'))
  expect(scoreAll(sheet, undefined, true)[0]?.score).toBe(0.95)
})

test('a key inside the text counts for what begins in its reach', () => {
  const sheet = new Sheet('x'.repeat(200))
  sheet.hints.push({ start: 10, end: 90, type: 'PHONE' })
  sheet.add('PHONE', 20, 30, 0.1, 'd')
  sheet.add('PHONE', 95, 99, 0.1, 'd')
  expect(scoreAll(sheet, undefined).map((each) => each.score)).toEqual([0.6, 0.1])
})
