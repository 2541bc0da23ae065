import { expect, test } from 'vitest'
import { addBase85 } from './base85.ts'
import { Opened } from './opened.ts'

function opened(text: string): [end: number, ...texts: string[]] {
  const edits = new Opened(text)
  return [addBase85(text, 0, edits), ...edits.texts]
}

test.each([
  'no end',
  '<~ no sign {is left out~>',
  '<~87cURD]i,"Ebo80',
  '<~~>',
  '<~8~>',
  '<~!!!!~>',
])('opens nothing where nothing is written: %s', (text) => {
  const [end, ...texts] = opened(text)
  expect(texts).toEqual([])
  expect(end).toBeGreaterThan(0)
})

test.each([
  ['<~87cURD]i,"Ebo80~>', 'Hello World!'],
  ['<~87cUR\n  D]i,"Ebo80~> and more', 'Hello World!'],
  ['<~87cURD]i,"Ebo7~>', 'Hello World'],
])('opens %s', (run, text) => {
  expect(opened(run)).toEqual([run.indexOf('~>') + 2, text])
})
