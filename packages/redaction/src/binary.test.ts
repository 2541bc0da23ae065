import { expect, test } from 'vitest'
import { isBinary } from './binary.ts'

test.each([['\u0000\u0001\u0002'], ['ab\u0000'], ['PK\u0003\u0004\u0014\u0000abc']])(
  '%j is nothing to read',
  (text) => {
    expect(isBinary(text)).toBe(true)
  },
)

test.each([[''], ['plain'], ['tabs\tand\r\nlines'], [`${'x'.repeat(10)}\u0001`]])(
  '%j is text',
  (text) => {
    expect(isBinary(text)).toBe(false)
  },
)
