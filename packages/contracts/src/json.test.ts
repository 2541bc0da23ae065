import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalize } from './canonical.ts'
import { isHoldpointError } from './errors.ts'
import { type JsonLimits, parseJson } from './json.ts'
import { intakeBytesMax, jsonDepthMax } from './limits.ts'

const parse = (text: string, limits?: JsonLimits) => parseJson(Buffer.from(text), limits)

function refusal(bytes: string | Uint8Array, limits?: JsonLimits) {
  try {
    parseJson(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, limits)
  } catch (error) {
    if (isHoldpointError(error)) return { code: error.code, ...error.details }
    throw error
  }
  return 'accepted'
}

describe('refuses what is not JSON, and says at which byte', () => {
  test.each([
    ['', 0],
    [' ', 1],
    ['{', 1],
    ['[1', 2],
    ['[1,]', 3],
    ['{"a":1,}', 7],
    ['{a:1}', 1],
    ["{'a':1}", 1],
    ['{"a" 1}', 5],
    ['[1 2]', 3],
    ['[1}', 2],
    ['{"a":1]', 6],
    ['01', 1],
    ['+1', 0],
    ['.5', 0],
    ['1.', 1],
    ['-', 0],
    ['1e', 1],
    ['0x10', 1],
    ['NaN', 0],
    ['Infinity', 0],
    ['nul', 0],
    ['nulll', 4],
    ['undefined', 0],
    ['// x\n1', 0],
    ['1 // x', 2],
    ['"a', 2],
    ['"a\nb"', 2],
    ['"\\x41"', 1],
    ['"\\u12G4"', 1],
    ['"é" x', 5],
    ['{}{}', 2],
    ['\u00a01', 0],
    ['\u20281', 0],
    ['1\u0000', 1],
  ])('%j', (text, at) => {
    expect(refusal(text)).toMatchObject({ code: 'HP_JSON_SYNTAX', at })
  })

  test('a byte order mark', () => {
    expect(refusal('\ufeff{}')).toMatchObject({ code: 'HP_JSON_SYNTAX', at: 0 })
  })

  test.each([
    ['a stray continuation', [0x22, 0x80, 0x22], 1],
    ['an overlong slash', [0x22, 0x61, 0xc0, 0xaf, 0x22], 2],
    ['a surrogate in UTF-8', [0x22, 0xed, 0xa0, 0x80, 0x22], 1],
    ['beyond Unicode', [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22], 1],
    ['a cut character', [0x22, 0xe2, 0x82], 1],
    ['Latin-1', [0x22, 0xe9, 0x22], 1],
    ['bad bytes behind a real U+FFFD', [0x22, 0xef, 0xbf, 0xbd, 0xff, 0x22], 4],
    ['UTF-16', [0xff, 0xfe, 0x31, 0x00], 0],
  ])('bytes that are not UTF-8: %s', (_, bytes, at) => {
    expect(refusal(Uint8Array.from(bytes))).toEqual({
      code: 'HP_JSON_SYNTAX',
      at,
      rule: 'is not UTF-8',
    })
  })

  test('no error shows what was sent', () => {
    for (const text of ['{"card":4111111111111111x}', '["hunter2"', '{"a@b.example":1e999}']) {
      expect(JSON.stringify(refusal(text))).not.toMatch(/4111|hunter2|a@b/)
    }
  })
})

describe('refuses what two parsers could read differently', () => {
  test.each([
    ['twice the same', '{"a":1,"a":1}', ''],
    ['twice the same, one escaped', '{"a":1,"\\u0061":2}', ''],
    ['case', '{"amount":1,"Amount":2}', ''],
    ['case, deep down', '{"params":{"list":[0,{"To":1,"tO":2}]}}', '/params/list/1'],
    ['composed and decomposed', '{"\u00e9":1,"e\u0301":2}', ''],
    ['compatibility forms', '{"fi":1,"\ufb01":2}', ''],
    ['full-width letters', '{"id":1,"\uff49\uff44":2}', ''],
    ['sharp s', '{"strasse":1,"STRA\u1e9eE":2}', ''],
    ['the Kelvin sign', '{"k":1,"\u212a":2}', ''],
    ['a zero-width space', '{"amount":1,"amo\u200bunt":2}', ''],
    ['two empty keys', '{"x":{"":1,"":2}}', '/x'],
    ['__proto__ twice', '{"__proto__":1,"__PROTO__":2}', ''],
  ])('keys of one object: %s', (_, text, field) => {
    expect(refusal(text)).toEqual({ code: 'HP_JSON_DUPLICATE_KEY', field })
  })

  test('equal keys in different objects are fine', () => {
    expect(parse('[{"a":{"a":1}},{"A":2}]')).toEqual([{ a: { a: 1 } }, { A: 2 }])
  })

  test.each([
    ['"\\ud800"', ''],
    ['"\\udc00\\ud800"', ''],
    ['{"a":["\\ud83d"]}', '/a/0'],
    ['{"b":{"\\ud83d":1}}', '/b'],
    ['"\\ud83dx\\ude00"', ''],
  ])('lone surrogates by escape: %s', (text, field) => {
    expect(refusal(text)).toEqual({ code: 'HP_JSON_SURROGATE', field })
  })

  test('a pair of surrogate escapes is a character', () => {
    expect(parse('"\\ud83d\\ude00"')).toBe('\u{1f600}')
  })

  test.each(['"\ufdd0"', '"\\uffff"', '{"\\ufffe":1}', '"\u{1fffe}"'])(
    'noncharacters: %j',
    (text) => {
      expect(refusal(text)).toMatchObject({ code: 'HP_JSON_NONCHARACTER' })
    },
  )

  test('numbers that a double cannot hold, with their place', () => {
    const field = '/params/lines/1/amount'
    const text = '{"params":{"lines":[{"amount":1},{"amount":9007199254740993}]}}'
    expect(refusal(text)).toEqual({ code: 'HP_JSON_NUMBER', field })
  })
})

describe('stays within its limits', () => {
  test('one level too many is refused, as is ten thousand, without recursion', () => {
    const nest = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    expect(refusal(nest(jsonDepthMax))).toBe('accepted')
    const refused = { code: 'HP_JSON_DEPTH', limit: jsonDepthMax }
    expect(refusal(nest(jsonDepthMax + 1))).toMatchObject(refused)
    expect(refusal(nest(10_000))).toMatchObject(refused)
    expect(refusal('{"a":'.repeat(10_000))).toMatchObject(refused)
    expect(refusal('[[[]]]', { depthMax: 2 })).toEqual({
      code: 'HP_JSON_DEPTH',
      limit: 2,
      field: '/0/0',
    })
  })

  test('a field named in an error is short, however long the keys are', () => {
    const key = 'abcdefghijklmnopqrstuvwxyz'
    const text = `${`{"${key}":`.repeat(60)}1e999${'}'.repeat(60)}`
    const refused = refusal(text)
    expect(refused).toMatchObject({ code: 'HP_JSON_NUMBER' })
    expect(JSON.stringify(refused).length).toBeLessThan(300)
  })

  test('one byte too many is refused before anything looks at it', () => {
    const text = `"${'x'.repeat(intakeBytesMax - 2)}"`
    expect(parse(text)).toHaveLength(intakeBytesMax - 2)
    expect(refusal(`${text} `)).toEqual({
      code: 'HP_TOO_LARGE',
      bytes: intakeBytesMax + 1,
      limit: intakeBytesMax,
    })
    expect(refusal('{{{{', { bytesMax: 3 })).toMatchObject({ code: 'HP_TOO_LARGE' })
  })
})

describe('accepts I-JSON', () => {
  test('__proto__ is a member like any other and touches no prototype', () => {
    const value = parse('{"a":{"__proto__":{"isAdmin":true}}}') as { a: object }
    expect(Object.keys(value.a)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(value.a)).toBe(Object.prototype)
    expect('isAdmin' in value.a).toBe(false)
    expect(canonicalize(value)).toBe('{"a":{"__proto__":{"isAdmin":true}}}')
  })

  test('a view into a larger buffer is read within its bounds', () => {
    const bytes = Buffer.from('xx{"a":1}yy').subarray(2, 9)
    expect(parseJson(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length))).toEqual({
      a: 1,
    })
  })

  test('whatever JSON.stringify writes of a value with distinct keys', () => {
    const key = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '0', '_') })
    const leaf = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
      fc.boolean(),
      fc.constant(null),
    )
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('value')),
        fc.dictionary(key, tie('value'), { noNullPrototype: true }),
      ),
    }))
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 1, '\t'), (sample, indent) => {
        const text = JSON.stringify(sample, undefined, indent)
        const refused = refusal(text)
        // Integers beyond 2^53 are written with zeros that the double has not: refused, never misread.
        if (refused === 'accepted') expect(parse(text)).toEqual(JSON.parse(text))
        else expect(refused).toMatchObject({ code: 'HP_JSON_NUMBER' })
      }),
    )
  })
})

describe('agrees with the platform’s parser', () => {
  const alphabet = '[]{}",:\\u0019-+.eEtrufalsn \n/x\u00e9'
  const soup = fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 24 })
  const samples = ['{"a":[1,2.5e3,"x\\n"]}', '[true,false,null]', '"\\u00e9"', '[-0,0.1]']
  const broken = fc
    .tuple(fc.constantFrom(...samples), fc.nat(), fc.nat(2), soup)
    .map(([text, at, drop, put]) => {
      const from = at % (text.length + 1)
      return text.slice(0, from) + put.slice(0, 2) + text.slice(from + drop)
    })

  test('on what is JSON at all: nothing passes that it refuses, and no syntax error is ours alone', () => {
    fc.assert(
      fc.property(fc.oneof(soup, broken), (text) => {
        let isJson = true
        try {
          JSON.parse(text)
        } catch {
          isJson = false
        }
        const refused = refusal(text)
        const isSyntax = refused !== 'accepted' && refused.code === 'HP_JSON_SYNTAX'
        if (!isJson) expect(refused).not.toBe('accepted')
        if (isJson) expect(isSyntax).toBe(false)
      }),
      { numRuns: 3000 },
    )
  })
})
