import { expect, test } from 'vitest'
import { BREAK } from '../survey.ts'
import { Opened } from './opened.ts'
import { addUuencoded, mayBeUuencoded } from './uuencode.ts'

const cat = 'begin 644 cat.txt\n#0V%T\n`\nend'

function opened(text: string): string[] {
  const edits = new Opened(text)
  addUuencoded(text, edits)
  return edits.texts.map((shown, at) => `${text.slice(edits.starts[at], edits.ends[at])}>${shown}`)
}

test.each([
  'begin 644 cat.txt',
  'begin 644 cat.txt\n',
  'begin 888 cat.txt\n#0V%T\n`\nend',
  'begin at once\n#0V%T\n`\nend',
  'begin 644 cat.txt\nthese are words\nend',
])('opens nothing where no file is: %j', (text) => expect(opened(text)).toEqual([]))

test('three bytes are too few to be a text worth opening', () => expect(opened(cat)).toEqual([]))

test('opens a file from its first word to its last, wherever it stands', () => {
  const lines = '+:&5L;&\\@=V]R;&0'
  const file = `begin 644 hello.txt\n${lines}\n\`\nend`
  expect(opened(`see ${file}\nbye`)).toEqual([`${file}>hello world`])
  expect(opened(file.replaceAll('\n', '\r\n'))).toEqual([
    `${file.replaceAll('\n', '\r\n')}>hello world`,
  ])
  expect(opened(file.replace('\n`\nend', ''))).toEqual([
    `begin 644 hello.txt\n${lines}>hello world`,
  ])
})

test('is looked for only where lines break', () => {
  expect(mayBeUuencoded(cat, BREAK)).toBe(true)
  expect(mayBeUuencoded(cat, 0)).toBe(false)
  expect(mayBeUuencoded('begin now', BREAK)).toBe(false)
})
