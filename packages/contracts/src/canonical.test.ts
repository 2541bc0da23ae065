import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalize } from './canonical.ts'
import { isHoldpointError } from './errors.ts'

function refusal(value: unknown) {
  try {
    canonicalize(value)
  } catch (error) {
    if (isHoldpointError(error)) return { code: error.code, field: error.details['field'] }
    throw error
  }
  return 'accepted'
}

describe('refuses what has no JSON form, and names the place', () => {
  const cycle: Record<string, unknown> = {}
  cycle['self'] = cycle
  test.each([
    ['not a number', { a: Number.NaN }, 'HP_JSON_NUMBER', '/a'],
    ['infinity', [1, -Infinity], 'HP_JSON_NUMBER', '/1'],
    ['a lone surrogate', { a: { b: '\ud800' } }, 'HP_JSON_SURROGATE', '/a/b'],
    ['a lone surrogate in a key', { '\udfff': 1 }, 'HP_JSON_SURROGATE', '/*'],
    ['undefined', undefined, 'HP_FIELD_INVALID', ''],
    ['undefined in an array', [undefined], 'HP_FIELD_INVALID', '/0'],
    ['a hole', Array(1), 'HP_FIELD_INVALID', '/0'],
    ['a function', { a: () => 1 }, 'HP_FIELD_INVALID', '/a'],
    ['a symbol', Symbol('x'), 'HP_FIELD_INVALID', ''],
    ['a bigint', { n: 1n }, 'HP_FIELD_INVALID', '/n'],
    ['a date', { at: new Date(0) }, 'HP_FIELD_INVALID', '/at'],
    ['a buffer', Buffer.from('x'), 'HP_FIELD_INVALID', ''],
    ['a map', new Map(), 'HP_FIELD_INVALID', ''],
    ['an instance', new (class Own {})(), 'HP_FIELD_INVALID', ''],
  ])('%s', (_, value, code, field) => {
    expect(refusal(value)).toEqual({ code, field })
  })

  test('a cycle ends', () => {
    expect(refusal(cycle)).toMatchObject({ code: 'HP_JSON_DEPTH' })
  })
})

/** Appendix B of RFC 8785: IEEE 754 bits and the text they must become. */
const numbers: readonly [string, string][] = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
]

describe('RFC 8785', () => {
  test.each(numbers)('number %s is %s', (bits, text) => {
    expect(canonicalize(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text)
  })

  test.each(['7fffffffffffffff', '7ff0000000000000', 'fff0000000000000'])(
    'number %s is refused',
    (bits) => {
      const number = Buffer.from(bits, 'hex').readDoubleBE()
      expect(refusal(number)).toMatchObject({ code: 'HP_JSON_NUMBER' })
    },
  )

  test('the sample of section 3.2.2', () => {
    const sample = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`
    const canonical = String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`
    expect(canonicalize(JSON.parse(sample))).toBe(canonical)
  })

  test('keys in the order of their UTF-16 code units, section 3.2.3', () => {
    const sample = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\u{1f600}': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    const order = Object.values(JSON.parse(`[${canonicalize(sample)}]`)[0])
    expect(canonicalize(sample)).toMatch(/^\{"\\r":/)
    expect(canonicalize(sample).indexOf('Emoji')).toBeLessThan(
      canonicalize(sample).indexOf('Hebrew'),
    )
    expect(order).toHaveLength(7)
  })

  test('control characters: short escapes where JSON has them, lower-case hex else', () => {
    expect(canonicalize('\b\t\n\f\r\u0000\u001f\u007f"\\/')).toBe(
      `"${String.raw`\b\t\n\f\r\u0000\u001f`}\u007f${String.raw`\"\\/`}"`,
    )
  })
})

test('members that are undefined are left out, at every level', () => {
  expect(canonicalize({ b: undefined, a: { c: undefined }, d: 1 })).toBe('{"a":{},"d":1}')
})

test('objects without a prototype are objects', () => {
  expect(canonicalize(Object.assign(Object.create(null), { a: 1 }))).toBe('{"a":1}')
})

describe('for any JSON value', () => {
  const value = fc.jsonValue({ stringUnit: 'grapheme' })

  test('the canonical text stands for the same value, and is its own canonical form', () => {
    fc.assert(
      fc.property(value, (sample) => {
        const text = canonicalize(sample)
        const back: unknown = JSON.parse(text)
        expect(back).toEqual(JSON.parse(JSON.stringify(sample)))
        expect(canonicalize(back)).toBe(text)
      }),
    )
  })

  test('the order of members makes no difference', () => {
    const shuffled = (sample: unknown): unknown => {
      if (Array.isArray(sample)) return sample.map(shuffled)
      if (typeof sample !== 'object' || sample === null) return sample
      const members = Object.entries(sample).reverse()
      return Object.fromEntries(members.map(([key, member]) => [key, shuffled(member)]))
    }
    fc.assert(
      fc.property(value, (sample) => canonicalize(shuffled(sample)) === canonicalize(sample)),
    )
  })

  test('two values with one text are one value', () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other)
        if (same) expect(canonicalize(one)).toBe(canonicalize(other))
        if (canonicalize(one) === canonicalize(other)) {
          expect(JSON.parse(JSON.stringify(one))).toEqual(JSON.parse(JSON.stringify(other)))
        }
      }),
    )
  })
})
