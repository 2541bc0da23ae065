import { Secret } from '@holdpoint/seal'
import { describe, expect, test } from 'vitest'
import { sampleCard, sampleId } from '../card/sample.ts'
import { locatorsOf, markOf, readLocator } from './locator.ts'

const mark = markOf(new Secret(Buffer.alloc(32, 1)), 'mattermost')
const [approve, deny] = locatorsOf(sampleCard, true, mark)

test('a button of ours is known again, with what it was made for', () => {
  expect(readLocator(approve, mark)).toEqual({
    ...{
      actionId: sampleId,
      presented: sampleCard.presented,
      isComplete: true,
      verdict: 'approve',
    },
  })
  expect(readLocator(deny, mark)).toMatchObject({ verdict: 'deny' })
  expect(locatorsOf({ ...sampleCard, buttons: ['deny', 'open'] }, false, mark)).toHaveLength(1)
})

describe('nothing else is', () => {
  test.each<[string, object | undefined]>([
    ['the other verdict', { ...approve, v: 'deny' }],
    [
      'a copy that showed everything where this one did not',
      { ...locatorsOf(sampleCard, false, mark)[0], c: true },
    ],
    ['another view', { ...approve, d: `sha256:${'B'.repeat(43)}` }],
    ['another action', { ...approve, a: sampleId.replace('1', '2') }],
    ['no mark', { ...approve, mac: '' }],
    ['a mark that is none', { ...approve, mac: '=' }],
    ['a member too many', { ...approve, x: 1 }],
    ['nothing', undefined],
  ])('%s', (_, given) => {
    expect(readLocator(given, mark)).toBeUndefined()
  })

  test('the button of another channel, or under another key', () => {
    expect(readLocator(approve, { ...mark, where: 'other' })).toBeUndefined()
    expect(
      readLocator(approve, markOf(new Secret(Buffer.alloc(32, 2)), 'mattermost')),
    ).toBeUndefined()
  })
})

test('a key that could be guessed is refused at start', () => {
  expect(() => markOf(new Secret(Buffer.alloc(31)), 'm')).toThrow(
    expect.objectContaining({ code: 'HP_CONFIG' }),
  )
})
