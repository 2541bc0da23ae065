import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isHoldpointError } from './errors.ts'
import { scanJson } from './json-scan.ts'

function refusal(text: string, depthMax = 8) {
  try {
    scanJson(text, depthMax)
  } catch (error) {
    if (isHoldpointError(error)) return { code: error.code, ...error.details }
    throw error
  }
  return 'accepted'
}

describe('an error names the place', () => {
  test.each([
    ['1e999', ''],
    ['[1e999]', '/0'],
    ['[0,[],{},1e999]', '/3'],
    ['{"a":{"b":[{"c":1e999}]}}', '/a/b/0/c'],
    ['{"a":[1,2],"b":1e999}', '/b'],
    ['{"a":{},"b":{"x":[]},"c":{"d":1e999}}', '/c/d'],
    ['{"\\u0061\\u0062":1e999}', '/ab'],
    ['[[[1,2],[3]],[[4,1e999]]]', '/1/0/1'],
  ])('%s at %j', (text, field) => {
    expect(refusal(text)).toEqual({ code: 'HP_JSON_NUMBER', field })
  })

  test.each([
    ['{"a":1,"a":2}', ''],
    ['[{"x":1},{"a":{"k":1,"K":2}}]', '/1/a'],
    ['{"a":{"b":1},"c":{"d":{"e":1,"e":2}}}', '/c/d'],
  ])('of %s, the object that has a key twice is %j', (text, field) => {
    expect(refusal(text)).toEqual({ code: 'HP_JSON_DUPLICATE_KEY', field })
  })

  test('a syntax error: the byte, not the character', () => {
    expect(refusal('["é€😀" x')).toEqual({
      code: 'HP_JSON_SYNTAX',
      at: 13,
      rule: expect.any(String),
    })
  })
})

describe('every end of a text that is cut is a syntax error', () => {
  const text = '{"a":[1.5e-3,true,null,"x\\u00e9\\n"],"b":{"c":-0.1}}'
  test.each(Array.from(text, (_, at) => text.slice(0, at)))('%j', (cut) => {
    expect(refusal(cut)).toMatchObject({ code: 'HP_JSON_SYNTAX' })
  })

  test('and whole it is none', () => {
    expect(refusal(text)).toBe('accepted')
  })
})

describe('depth', () => {
  test('counts arrays and objects alike, and what is closed no more', () => {
    expect(refusal('[{"a":[{}]}]', 4)).toBe('accepted')
    expect(refusal('[{"a":[{}]}]', 3)).toMatchObject({ code: 'HP_JSON_DEPTH', field: '/0/a/0' })
    expect(refusal(`[${'[],{},'.repeat(1000)}[]]`, 2)).toBe('accepted')
    expect(refusal('1', 0)).toBe('accepted')
    expect(refusal('[]', 0)).toMatchObject({ code: 'HP_JSON_DEPTH' })
  })

  test('of a million levels ends as soon as the limit is passed', () => {
    expect(refusal('['.repeat(1_000_000))).toMatchObject({ code: 'HP_JSON_DEPTH' })
    expect(refusal('{"":'.repeat(1_000_000))).toMatchObject({ code: 'HP_JSON_DEPTH' })
  })
})

test('what it accepts is JSON', () => {
  const piece = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"b"', '1', 'true', ' ', '\n')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = pieces.join('')
      if (refusal(text) === 'accepted') JSON.parse(text)
    }),
    { numRuns: 3000 },
  )
})

test('white space is JSON’s four characters, anywhere between tokens', () => {
  const space = ' \t\r\n'
  expect(refusal(['', '{', '"a"', ':', '[', '1', ',', '2', ']', '}', ''].join(space))).toBe(
    'accepted',
  )
  for (const other of ['\u000b', '\f', '\u00a0', '\u2003', '\u2028', '\ufeff', '\u0000']) {
    expect(refusal(`[1,${other}2]`)).toMatchObject({ code: 'HP_JSON_SYNTAX' })
  }
})
