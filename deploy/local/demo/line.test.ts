import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { folded, type Line, promises, render } from './line.ts'

const plain = { isColoured: false, columns: 60 }
const lines: readonly Line[] = [
  { kind: 'title', number: 3, text: 'needs a person' },
  { kind: 'step', number: 3, who: 'agent', text: 'proposes payments.refund' },
  { kind: 'promise', number: 3, name: 'P3' },
  { kind: 'ask', number: 3, text: 'decide at http://127.0.0.1:4680' },
  { kind: 'wrong', number: 12, text: 'not so: it ran once' },
  { kind: 'note', text: 'Every step was right.' },
]

test('all that is told of one action stands in columns', () => {
  expect(lines.map((line) => render(line, plain)).join('\n')).toBe(
    `
 3  needs a person
 3  agent      proposes payments.refund
 3  ✓ P3       nobody approves their own action
 3  ▸ you      decide at http://127.0.0.1:4680
12  ✗ wrong    not so: it ran once
Every step was right.`,
  )
})

test('long texts go on below their beginning', () => {
  const text = 'holds it; people have fifteen minutes to decide, and then it ends'
  expect(render({ kind: 'step', number: 1, who: 'gate', text }, plain)).toBe(
    [
      ' 1  gate       holds it; people have fifteen minutes to',
      '               decide, and then it ends',
    ].join('\n'),
  )
})

describe('colours', () => {
  const coloured = { ...plain, isColoured: true }
  const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9]+m`, 'g')

  test('change nothing but the colours', () => {
    for (const line of lines) {
      expect(render(line, coloured).replace(escapes, '')).toBe(render(line, plain))
    }
  })

  test('end where they begin: what follows is as before', () => {
    for (const line of lines) {
      expect((render(line, coloured).match(escapes) ?? []).length % 2).toBe(0)
    }
  })

  test('are in no line that is not for a terminal', () => {
    for (const line of lines) expect(render(line, plain)).not.toMatch(escapes)
  })
})

test('folding loses no word, and only single words are longer than the width', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,40}$/), { minLength: 1 })
  fc.assert(
    fc.property(words, fc.integer({ min: 0, max: 120 }), (given, width) => {
      const found = folded(given.join(' '), width)
      expect(found.join(' ')).toBe(given.join(' '))
      for (const line of found) {
        expect(line.length <= Math.max(30, width) || !line.includes(' ')).toBe(true)
      }
    }),
  )
})

test('each promise fits beside its name', () => {
  for (const name of Object.keys(promises) as (keyof typeof promises)[]) {
    const rendered = render({ kind: 'promise', number: 1, name }, { ...plain, columns: 100 })
    expect(rendered).not.toContain('\n')
  }
})
