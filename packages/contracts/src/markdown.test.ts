import { expect, test } from 'vitest'
import { markdownTable, withBlock } from './markdown.ts'

test('a bar in a cell does not make a column', () => {
  expect(markdownTable(['a', 'b'], [['x|y', 'z']])).toBe('| a | b |\n| --- | --- |\n| x\\|y | z |')
})

test('a document without the marks is left alone', () => {
  expect(withBlock('# Title', 'topics', 'x')).toBeUndefined()
  expect(withBlock('<!-- topics -->', 'topics', 'x')).toBeUndefined()
  expect(withBlock('<!-- /topics --><!-- topics -->', 'topics', 'x')).toBeUndefined()
  expect(withBlock('<!-- topics --><!-- /topics -->', 'errors', 'x')).toBeUndefined()
})

test('the text goes between the marks; again, it changes nothing', () => {
  const made = withBlock('a\n<!-- t -->\nold\n<!-- /t -->\nb\n', 't', 'new') ?? ''
  expect(made).toBe('a\n<!-- t -->\nnew\n<!-- /t -->\nb\n')
  expect(withBlock(made, 't', 'new')).toBe(made)
})

test('what would be a pattern elsewhere is text here', () => {
  expect(withBlock('<!-- t --><!-- /t -->', 't', '$& $1')).toBe('<!-- t -->\n$& $1\n<!-- /t -->')
})
