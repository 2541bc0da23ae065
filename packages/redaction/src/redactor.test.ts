/** What the whole engine promises: nothing planted survives, nothing throws, nothing is super-linear, and what was not looked at is not shown. */
import { isMasked, presentsText, splitPlaceholders } from '@holdpoint/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRedactor } from './redactor.ts'
import { card, email, iban, phone, redactor, scope, secret, ssn } from './testing.ts'

const planted = fc.oneof(email, card, iban, phone, ssn, secret)
const around = fc.constantFrom('', 'please see ', 'über ', 'to: ', '(', '"', '\n')
const behind = fc.constantFrom('', ' now', ', then', ')', '"', '\n', '。')

/** Values as they may stand in an action. */
const disguises: readonly [string, (value: string) => unknown][] = [
  ['a value', (value) => ({ params: { to: value } })],
  ['a key', (value) => ({ [value]: 1 })],
  ['a list', (value) => [[1, [value]]]],
  ['JSON in a string', (value) => ({ body: JSON.stringify({ a: [{ b: value }] }) })],
  ['JSON in JSON in a string', (value) => JSON.stringify({ x: JSON.stringify({ y: value }) })],
  ['base64', (value) => `token ${Buffer.from(`it is ${value} ok`).toString('base64')}`],
  ['base64url', (value) => Buffer.from(`it is ${value} ok`).toString('base64url')],
  ['hex', (value) => Buffer.from(`it is ${value} ok`).toString('hex')],
  ['base64 twice', (value) => base64(base64(`it is ${value} ok`))],
  ['percent signs', (value) => encodeURIComponent(value)],
  [
    'percent signs for all of it',
    (value) => [...Buffer.from(value)].map((b) => `%${hex(b, 2)}`).join(''),
  ],
  ['unicode escapes', (value) => [...value].map((c) => `\\u${hex(c.charCodeAt(0), 4)}`).join('')],
  ['HTML entities', (value) => [...value].map((c) => `&#${c.charCodeAt(0)};`).join('')],
  ['zero-width spaces', (value) => [...value].join('\u200b')],
  ['soft hyphens', (value) => [...value].join('\u00ad')],
  [
    'full-width letters',
    (value) => value.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
  ],
]

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

function hex(value: number, size: number): string {
  return value.toString(16).padStart(size, '0')
}

/** Everything a reader could make the value from again. */
function traces(value: string): string[] {
  const bare = value.replace(/[\s-]/g, '')
  return [value, bare, encodeURIComponent(value), value.normalize('NFKC')]
}

describe('a planted value', () => {
  test.each(disguises)(
    'is not in the masked view, the findings or the labels when it stands as %s',
    (_, hide) => {
      fc.assert(
        fc.property(planted, (value) => {
          const hidden = hide(value)
          const { masked, findings } = redactor.redact(hidden, { scope })
          const shown = JSON.stringify([masked, findings])
            .normalize('NFKC')
            .replace(/\u200b|\u00ad/g, '')
          expect(traces(value).filter((trace) => shown.includes(trace))).toEqual([])
          expect(findings.length).toBeGreaterThan(0)
        }),
        { numRuns: 60 },
      )
    },
  )

  test('is found in the middle of text', () => {
    fc.assert(
      fc.property(around, planted, behind, (before, value, after) => {
        const { masked } = redactor.redactText(before + value + after, { scope })
        expect(masked).not.toContain(value)
        expect(presentsText(before + value + after, masked)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test('is masked with everything else that its key gave away, wherever that stands again', () => {
    const { masked } = redactor.redact(
      {
        customer: { fullName: 'Ida Quist' },
        note: 'Ida Quist called; tell Quist.',
        password: 'tulip-77',
        log: 'used tulip-77',
      },
      { scope },
    )
    expect(JSON.stringify(masked)).not.toMatch(/Quist|tulip-77/)
  })

  test('of a number is masked whole, and ordinary numbers stay numbers', () => {
    const { masked } = redactor.redact(
      {
        n: 4111111111111111,
        owed: -4111111111111111,
        phone: 4155552671,
        amount: 4155550199,
        count: 7,
      },
      { scope },
    )
    expect(masked).toEqual({
      n: expect.stringMatching(/^⟦CARD·/),
      owed: expect.stringMatching(/^⟦CARD·\w{8}⟧$/),
      phone: expect.stringMatching(/^⟦PHONE·/),
      amount: 4155550199,
      count: 7,
    })
  })
})

describe('any value at all', () => {
  const anything = fc.anything({
    maxDepth: 6,
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
  })

  test('never throws, and the same call gives the same bytes', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const [once, again] = [redactor.redact(value, { scope }), redactor.redact(value, { scope })]
        expect(again).toEqual(once)
      }),
      { numRuns: 500 },
    )
  })

  test('makes no difference to the next one: a key is judged the same for the thousandth time', () => {
    const value = { 'a@b.de': 1, plain: 'x' }
    const first = redactor.redact(value, { scope }).masked
    for (let n = 0; n < 5000; n++) redactor.redact({ [`key-${n}`]: n, plain: n }, { scope })
    expect(redactor.redact(value, { scope }).masked).toEqual(first)
  })

  test('keeps its shape: keys, lists, booleans and ordinary numbers', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(presentsValue(value, redactor.redact(value, { scope }).masked)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('points each finding at its placeholder in the masked view', () => {
    fc.assert(
      fc.property(planted, planted, fc.string(), (one, two, text) => {
        const value = { [one]: [text, `${two} and ${one}`], text: { text } }
        const { masked, findings } = redactor.redact(value, { scope })
        for (const { path, start = 0, end = 0, type, in: place } of findings) {
          const shown = place === 'key' ? lastKey(path) : String(at(masked, path))
          expect(shown.slice(start, end)).toMatch(new RegExp(`^⟦${type}·[0-9A-Z]{8}⟧$`))
        }
      }),
      { numRuns: 200 },
    )
  })

  test('holds nothing new when it is masked again, and only brackets are escaped', () => {
    fc.assert(
      fc.property(planted, planted, fc.string(), (one, two, text) => {
        const value = {
          email: one,
          password: two,
          [two]: text,
          note: `a ${one} b ${two} 10685101`,
          token: `Bearer ${one}`,
        }
        const { masked } = redactor.redact(value, { scope })
        const again = redactor.redact(masked, { scope })
        expect(again.findings).toEqual([])
        expect(literal(again.masked)).toBe(JSON.stringify(masked))
      }),
      { numRuns: 300 },
    )
  })
})

describe('brackets of the input', () => {
  test('cannot pose as something that was masked', () => {
    const { masked, findings } = redactor.redactText('see ⟦EMAIL·K7QX2M9A⟧', { scope })
    expect(findings).toEqual([])
    expect(splitPlaceholders(masked)).toEqual([{ kind: 'text', text: 'see ⟦EMAIL·K7QX2M9A⟧' }])
  })

  test('around a value do not hide it', () => {
    const { masked } = redactor.redactText('⟦bob@acme.example⟧ ⟦EMAIL·bob@acme.example⟧', { scope })
    expect(masked).not.toContain('bob@')
  })
})

describe('tags', () => {
  const tagsOf = (value: unknown, of = scope): string[] =>
    redactor
      .redact(value, { scope: of })
      .findings.map(
        ({ path, type }) => `${type} ${at(redactor.redact(value, { scope: of }).masked, path)}`,
      )

  test('are equal for equal values in one scope, however they are written', () => {
    expect(
      new Set(tagsOf(['4111 1111 1111 1111', '4111-1111-1111-1111', 4111111111111111])).size,
    ).toBe(1)
    expect(new Set(tagsOf(['Bob@Acme.example', 'bob@acme.example'])).size).toBe(1)
    expect(new Set(tagsOf(['+49 30 1234567', '0049 30 1234567', '+4930-1234567'])).size).toBe(1)
  })

  test('differ between values, scopes and deployments', () => {
    const other = createRedactor({ tagKey: Buffer.alloc(32, 2) })
    const text = 'bob@acme.example'
    const seen = [
      redactor.redactText(text, { scope }).masked,
      redactor.redactText('eve@acme.example', { scope }).masked,
      redactor.redactText(text, { scope: 'run-2' }).masked,
      other.redactText(text, { scope }).masked,
    ]
    expect(new Set(seen).size).toBe(4)
  })

  test('keep keys of one object apart that mean the same value', () => {
    const { masked } = redactor.redact(
      { 'a@b.example': 1, 'A@B.example': 2, 'A@b.example': 3 },
      { scope },
    )
    expect(Object.values(masked as object)).toEqual([1, 2, 3])
  })

  test('need a key of some length', () => {
    expect(() => createRedactor({ tagKey: Buffer.alloc(15) })).toThrow(
      expect.objectContaining({ code: 'HP_CONFIG' }),
    )
  })
})

describe('limits: what nobody looked at is masked whole, and says so', () => {
  const small = (limits: object) => createRedactor({ tagKey: Buffer.alloc(32, 1), limits })

  test.each<[string, object, unknown, string]>([
    ['a string that is too long', { stringUnitsMax: 10 }, { a: 'x'.repeat(11) }, 'limit-string'],
    ['a key that is too long', { stringUnitsMax: 10 }, { ['x'.repeat(11)]: 1 }, 'limit-string'],
    ['a value that is too deep', { depthMax: 2 }, { a: { b: { c: 'secret' } } }, 'limit-depth'],
    ['too many findings', { findingsMax: 2 }, ['a@b.de', 'b@b.de', 'c@b.de'], 'limit-findings'],
    ['too much work', { workPerUnitMax: 0, workBaseMax: 50 }, 'x'.repeat(100), 'limit-work'],
    ['binary in a string', {}, '\u0001\u0002\u0003abc', 'binary'],
    ['what is no JSON value', {}, { when: 7n }, 'not-json'],
  ])('%s', (_, limits, value, reason) => {
    const { masked, findings, unscanned } = small(limits).redact(value, { scope })
    expect(unscanned).toBe(true)
    expect(findings.map(({ type, detector }) => [type, detector])).toEqual([['UNSCANNED', reason]])
    expect(JSON.stringify(masked)).toMatch(/⟦UNSCANNED·\d+⟧/)
    expect(JSON.stringify(masked)).not.toMatch(/xxx|secret|a@b/)
  })

  test('one less is looked at', () => {
    expect(small({ stringUnitsMax: 10 }).redactText('x'.repeat(10), { scope }).unscanned).toBe(
      false,
    )
    expect(small({ findingsMax: 2 }).redact(['a@b.de', 'b@b.de'], { scope }).unscanned).toBe(false)
    expect(small({ depthMax: 2 }).redact({ a: { b: 'c' } }, { scope }).unscanned).toBe(false)
  })

  test('a part over a limit leaves the other parts as they are', () => {
    const parts = { '/params': ['a@b.de', 'b@b.de', 'c@b.de'], '/justification': 'fine' }
    const { masked } = small({ findingsMax: 2 }).redactParts(parts, { scope })
    expect(masked['/justification']).toBe('fine')
    expect(masked['/params']).toMatch(/^⟦UNSCANNED·\d+⟧$/)
  })

  test('depth 100,000 does not end the process', () => {
    let deep: unknown = 'bottom'
    for (let level = 0; level < 100_000; level++) deep = [deep]
    expect(redactor.redact(deep, { scope }).unscanned).toBe(true)
  })
})

describe('labels', () => {
  test('name the kinds of what was found, once each', () => {
    const { labels } = redactor.redact(
      { password: 'x1y2', card: '4111111111111111', mrn: 'MRN-88123', to: 'a@b.de', cc: 'c@b.de' },
      { scope },
    )
    expect(labels).toEqual(['credentials', 'financial', 'health', 'pii'])
  })

  test('are none for nothing', () => {
    expect(redactor.redact({ amount: 10 }, { scope })).toMatchObject({
      labels: [],
      findings: [],
      unscanned: false,
    })
  })
})

test('the digest of the configuration changes with what decides findings, not with the key', () => {
  const digest = (over: object) =>
    createRedactor({ tagKey: Buffer.alloc(32, 9), ...over }).configDigest
  expect(digest({})).toBe(redactor.configDigest)
  expect(digest({ profile: 'strict' })).not.toBe(redactor.configDigest)
  expect(digest({ limits: { depthMax: 3 } })).not.toBe(redactor.configDigest)
})

function at(value: unknown, path: string): unknown {
  let current = value
  for (const token of path.split('/').slice(1)) {
    const key = token.replace(/~1/g, '/').replace(/~0/g, '~')
    current = (current as Record<string, unknown>)[key]
  }
  return current
}

function lastKey(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/~1/g, '/')
    .replace(/~0/g, '~')
}

/** A value of masked strings with the escapes undone. */
function literal(value: unknown): string {
  return JSON.stringify(value).replaceAll('⟦(⟧', '⟦').replaceAll('⟦)⟧', '⟧')
}

/** Same shape, and every text presents its original. */
function presentsValue(original: unknown, masked: unknown): boolean {
  if (typeof original === 'string')
    return typeof masked === 'string' && presentsText(original, masked)
  if (typeof original === 'number' && typeof masked === 'string')
    return presentsText(String(original), masked)
  if (typeof original !== 'object' || original === null) return Object.is(original, masked)
  if (typeof masked !== 'object' || masked === null) return false
  const [left, right] = [Object.entries(original), Object.entries(masked)]
  if (left.length !== right.length) return false
  if (left.some(([key], index) => isMasked(right[index]?.[0] ?? '') && /^\d+$/.test(key)))
    return true
  return left.every(([key, member], index) => {
    const [shownKey = '', shown] = right[index] ?? []
    return presentsText(key, shownKey) && presentsValue(member, shown)
  })
}
