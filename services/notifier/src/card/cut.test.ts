import { placeholder } from '@holdpoint/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Line } from './card.ts'
import { cut, cutLine, type SizeOf } from './cut.ts'
import { hostileTexts } from './hostile.ts'
import { inert } from './inert.ts'

const tag = placeholder('EMAIL', 'K7QX2M9A')
/** As HTML counts. */
const escaped: SizeOf = (text) =>
  text.replace(/[&<>"']/g, (char) => ({ '<': '&lt;', '>': '&gt;' })[char] ?? '&quot;').length

describe('a cut never goes through', () => {
  test('a placeholder', () => {
    for (let max = 0; max < tag.length; max++) {
      expect(cut(`ab${tag}`, 2 + max).text).toBe('ab')
    }
    expect(cut(`ab${tag}cd`, 2 + tag.length).text).toBe(`ab${tag}`)
  })

  test('a visible code', () => {
    expect(cut('a[U+202E]b', 5)).toEqual({ text: 'a', omitted: 2 })
  })

  test('a character of several parts', () => {
    expect(cut('ae\u0301z', 2)).toEqual({ text: 'a', omitted: 3 })
    expect(cut('\ud83c\uddea\ud83c\uddfax', 3).text).toBe('')
    expect(cut('\ud83d\ude00\ud83d\ude00', 3).text).toBe('\ud83d\ude00')
  })

  test('an escape: sizes are those of what is sent', () => {
    expect(cut('<<<', 8, escaped).text).toBe('<<')
    expect(cut('<<<', 12, escaped)).toEqual({ text: '<<<', omitted: 0 })
  })
})

test('what fits is left alone, to the last unit', () => {
  expect(cut('abc', 3)).toEqual({ text: 'abc', omitted: 0 })
  const line: Line = ['says: ', { foreign: 'abc' }]
  expect(cutLine(line, 9)).toEqual({ line, omitted: 0 })
})

test('what is left out is said in our words, with how much', () => {
  const { line, omitted } = cutLine(['says: ', { foreign: 'x'.repeat(5000) }], 1000)
  expect(omitted).toBe(5006 - 952)
  expect(line.at(-1)).toBe(' … 4,054 more characters')
  expect(line[0]).toBe('says: ')
})

test('of a long value beginning and end are shown', () => {
  const { line } = cutLine([{ foreign: `begin${'x'.repeat(5000)}end` }], 500, undefined, 'middle')
  const [head, note, tail] = line
  expect(head).toMatchObject({ foreign: expect.stringMatching(/^begin/) })
  expect(note).toMatch(/^ … 4,\d{3} more characters … $/)
  expect(tail).toMatchObject({ foreign: expect.stringMatching(/end$/) })
})

test.each(hostileTexts)('$name: cut anywhere it takes no more room than there is', ({ text }) => {
  const shown = inert(text)
  for (const max of [60, 150, 3000]) {
    for (const where of ['end', 'middle'] as const) {
      const { line } = cutLine([{ foreign: shown }], max, escaped, where)
      const size = line.reduce(
        (sum, part) => sum + (typeof part === 'string' ? part.length : escaped(part.foreign)),
        0,
      )
      expect(size).toBeLessThanOrEqual(max)
    }
  }
})

test('nothing is shown twice, nothing is counted twice', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 300 }).map(inert),
      fc.integer({ min: 48, max: 300 }),
      (text, max) => {
        const { line, omitted } = cutLine([{ foreign: text }], max, escaped, 'middle')
        const kept = line.filter((part) => typeof part !== 'string').map(({ foreign }) => foreign)
        const head = text.startsWith(kept[0] ?? '') ? (kept[0] ?? '') : ''
        const tail = kept.length > 1 || head === '' ? (kept.at(-1) ?? '') : ''
        expect(text.endsWith(tail)).toBe(true)
        expect(head.length + tail.length <= text.length).toBe(true)
        expect(omitted === 0).toBe(kept.join('') === text)
      },
    ),
  )
})
