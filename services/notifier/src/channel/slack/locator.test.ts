import fc from 'fast-check'
import { expect, test } from 'vitest'
import { card } from '../../../test/slack.ts'
import { locatorText, readLocator } from './locator.ts'

const text = locatorText(card, true)

test.each([
  ['nothing', ''],
  ['another version', text.replace('1|', '2|')],
  ['no action', text.replace(card.actionId, 'x')],
  ['a digest that is cut', text.replace('AAA|', '|')],
  ['a revision that is no number', text.replace('|3|', '|three|')],
  ['a flag that nobody knows', `${text}x`],
  ['a part too many', `${text}|c`],
  ['a part too few', text.slice(0, text.lastIndexOf('|'))],
])('a value with %s is not ours', (_, value) => {
  expect(readLocator(value)).toBeUndefined()
})

test('nothing that strangers make up is read as more than it says', () => {
  fc.assert(fc.property(fc.string(), (value) => readLocator(value) === undefined))
})

test('what a button carries comes back whole, and is short', () => {
  fc.assert(
    fc.property(
      fc.nat(999_999_999),
      fc.boolean(),
      fc.boolean(),
      (revision, isComplete, reasonRequired) => {
        const value = locatorText({ ...card, revision, reasonRequired }, isComplete)
        expect(value.length).toBeLessThan(200)
        const { actionId, presented } = card
        expect(readLocator(value)).toEqual({
          actionId,
          presented,
          revision,
          isComplete,
          reasonRequired,
        })
      },
    ),
  )
})
