/** For tests of conditions: random originals, ways to mask them, and random conditions about them. */
import fc from 'fast-check'

const keys = ['a', 'b', 'c', 'to'] as const
const words = ['', 'a', 'ab', 'prod', 'x@y.z', 'rm -rf', '12', '1.5'] as const
const scalars: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...words) },
  { weight: 3, arbitrary: fc.constantFrom(0, 1, 2, 1.5, -3, 100) },
  { weight: 1, arbitrary: fc.constantFrom(true, false, null) },
)
const { json } = fc.letrec<{ json: unknown; list: unknown[]; object: Record<string, unknown> }>(
  (tie) => ({
    json: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      scalars,
      tie('list'),
      tie('object'),
    ),
    list: fc.array(tie('json'), { maxLength: 3 }),
    object: fc.dictionary(fc.constantFrom(...keys), tie('json'), { maxKeys: 3 }),
  }),
)
export const originals = fc.record({
  a: json,
  b: fc.array(json, { maxLength: 3 }),
  c: fc.dictionary(fc.constantFrom(...keys), json, { maxKeys: 3 }),
  n: fc.constantFrom(0, 1, 100),
  to: fc.constantFrom(...words),
})

/** Masks parts as a redactor would: whole values, pieces of strings, keys. `next` decides. */
function mask(value: unknown, next: () => number): unknown {
  const choice = next()
  if (choice === 1) return `⟦PERSON·${next()}⟧`
  if (typeof value === 'string')
    return choice === 2 ? `${value.slice(0, 1)}⟦EMAIL·${next()}⟧` : value
  if (Array.isArray(value)) return value.map((item) => mask(item, next))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, field], at) => {
    const name = next() === 1 ? `⟦PERSON·K${at}⟧` : key
    return [name, mask(field, next)]
  })
  return Object.fromEntries(entries)
}

export const maskings = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 40 })
export function masked(original: unknown, choices: readonly number[]): unknown {
  let at = 0
  return mask(original, () => choices[at++ % Math.max(choices.length, 1)] ?? 0)
}

const literals = fc.constantFrom(
  '1',
  '2',
  '100',
  '1.5',
  '"a"',
  '"prod"',
  '"12"',
  'true',
  'null',
  '""',
)
const paths = fc.constantFrom(
  'params.a',
  'params.b',
  'params.c',
  'params.n',
  'params.to',
  'params.missing',
  'params.a.b',
  'params.c.a',
  'params.c["to"]',
  'params.b[0]',
  'params.b[1].a',
  'params[params.to]',
  'params',
)
/** One depth for the whole condition: small ones hit more. */
const small = { depthIdentifier: 'condition', maxDepth: 3 }
export const { truth } = fc.letrec<{ truth: string; value: string; list: string }>((tie) => ({
  value: fc.oneof(
    small,
    paths,
    literals,
    fc.constantFrom('x', 'x.a', 'x[0]'),
    fc
      .tuple(tie('value'), fc.constantFrom('+', '-', '*'), tie('value'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('truth'), tie('value'), tie('value')).map(([q, a, b]) => `(${q} ? ${a} : ${b})`),
    tie('value').map((value) => `size(${value})`),
    tie('value').map((value) => `double(${value})`),
    tie('value').map((value) => `(${value}).lowerAscii()`),
    tie('list'),
  ),
  list: fc.oneof(
    small,
    fc.constantFrom(
      'params.b',
      'params.c.a',
      '[]',
      '[1, 2]',
      '["a", params.to]',
      '[params.a, params.b]',
    ),
    fc.tuple(tie('list'), tie('truth')).map(([list, test]) => `${list}.filter(x, ${test})`),
    fc.tuple(tie('list'), tie('value')).map(([list, value]) => `${list}.map(x, ${value})`),
  ),
  truth: fc.oneof(
    small,
    fc
      .tuple(tie('value'), fc.constantFrom('==', '!=', '<', '<=', '>', '>='), tie('value'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc
      .tuple(tie('truth'), fc.constantFrom('&&', '||'), tie('truth'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('truth').map((a) => `!(${a})`),
    fc.tuple(tie('value'), fc.oneof(tie('list'), paths)).map(([a, list]) => `(${a} in ${list})`),
    fc.constantFrom(
      'has(params.a)',
      'has(params.missing)',
      'has(params.c.a)',
      'has(params.a.b.c)',
      'has(x.a)',
    ),
    fc
      .tuple(
        tie('value'),
        fc.constantFrom('contains', 'startsWith', 'endsWith', 'glob'),
        tie('value'),
      )
      .map(([a, name, b]) => `(${a}).${name}(${b})`),
    fc
      .tuple(
        fc.oneof(tie('list'), paths),
        fc.constantFrom('all', 'exists', 'exists_one'),
        tie('truth'),
      )
      .map(([list, name, test]) => `${list}.${name}(x, ${test})`),
    fc.tuple(tie('truth'), tie('truth'), tie('truth')).map(([q, a, b]) => `(${q} ? ${a} : ${b})`),
  ),
}))
