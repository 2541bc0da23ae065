import { expect, test } from 'vitest'
import { survey } from '../survey.ts'
import { applyEdits } from '../view.ts'
import { spelledEdits } from './spelled.ts'

const read = (text: string) => applyEdits({ text }, spelledEdits(text, survey(text), 8)).view.text

test.each([
  ['four one five five five two six seven, jane at acme dot com', '41555267, jane@acme.com'],
  ['jane at acme dot com, four one five five five two six seven', 'jane@acme.com, 41555267'],
  ['0 0 0 0 0 0 0 dot x', '0000000.x'],
])('signs and digits are read in whatever order they stand: %s', (text, shown) => {
  expect(read(text)).toBe(shown)
})
