import { Environment } from '@marcbachmann/cel-js'
import { describe, expect, test } from 'vitest'
import { Budget } from './budget.ts'
import { ExpressionScope } from './expression.ts'
import { unknown } from './value.ts'

const compile = (text: string) => new ExpressionScope().part(new Environment().parse(text).ast)

describe('what can be told of an expression before it meets an action', () => {
  test.each([
    ['type', 'string'],
    ['labels', 'list'],
    ['target', 'map'],
    ['params.a', 'any'],
    ['1 + 2', 'number'],
    ['"a" + type', 'string'],
    ['params.a + 1', 'any'],
    ['!params.a', 'bool'],
    ['params.a ? 1 : 2', 'number'],
    ['params.a ? 1 : "a"', 'any'],
    ['size(labels)', 'number'],
    ['labels.map(l, l)', 'list'],
    ['labels.exists(l, l == "a")', 'bool'],
    ['null', 'null'],
    ['type.trim()', 'string'],
  ])('%s is a %s', (text, kind) => {
    expect(compile(text).kind).toBe(kind)
  })
})

test('names of macros hide those outside, innermost first', () => {
  const { run } = compile('[1, 2].all(type, [3].exists(type, type == 3) && type < 3)')
  expect(run({ facts: { type: 'a.b' }, locals: [], budget: new Budget() })).toBe(true)
})

test('an expression gives values, not only answers', () => {
  const { run } = compile('labels.filter(l, l != "b").map(l, l + "!")')
  const frame = (labels: string[]) => ({ facts: { labels }, locals: [], budget: new Budget() })
  expect(run(frame(['a', 'b', 'c']))).toEqual(['a!', 'c!'])
  expect(run(frame(['a', '⟦EMAIL·K7QX2M9A⟧']))).toBe(unknown)
})
