import { Environment } from '@marcbachmann/cel-js'
import { describe, expect, test } from 'vitest'
import { Budget } from './budget.ts'
import { compileCall, compileMethod } from './call.ts'
import { ExpressionScope } from './expression.ts'
import { unknown, type Value } from './value.ts'

function call(text: string, params: unknown): Value {
  const { ast } = new Environment().parse(text)
  const scope = new ExpressionScope()
  const frame = { facts: { params }, locals: [], budget: new Budget() }
  if (ast.op === 'call') return compileCall(ast, scope).run(frame)
  if (ast.op === 'rcall') return compileMethod(ast, scope).run(frame)
  throw new Error('no call')
}

describe('functions and methods', () => {
  test.each([
    ['double(params)', '12.50', 12.5],
    ['double(params)', '1e3', 1000],
    ['double(params)', 7, 7],
    ['double(params)', ' 1', unknown],
    ['double(params)', '0x10', unknown],
    ['double(params)', '1,5', unknown],
    ['double(params)', '', unknown],
    ['double(params)', '1e999', unknown],
    ['double(params)', true, unknown],
    ['int(params)', '-12', -12],
    ['int(params)', '1.0', unknown],
    ['int(params)', 1.5, unknown],
    ['size(params)', 'a😀', 2],
    ['size(params)', { a: 1 }, 1],
    ['size(params)', 5, unknown],
    ['params.lowerAscii()', 'ÄBC', 'Äbc'],
    ['params.upperAscii()', 'äbc', 'äBC'],
    ['params.trim()', ' a ', 'a'],
    ['params.trim()', 1, unknown],
    ['params.glob("a*c")', 'abbc', true],
    ['params.endsWith("c")', 'abc', true],
  ])('%s of %j', (text, params, expected) => {
    expect(call(text, params)).toBe(expected)
  })

  test('what does not exist is refused with what does', () => {
    expect(() => call('params.matches("a")', '')).toThrow(/knows no \.matches\(\).*\.glob\(\)/)
    expect(() => call('params.constructor()', '')).toThrow(/knows no \.constructor\(\)/)
    expect(() => call('toString(params)', '')).toThrow(/knows no toString\(\)/)
  })
})
