import { describe, expect, test } from 'vitest'
import { Budget } from './budget.ts'
import { compileCondition } from './condition.ts'
import { ConditionError } from './kind.ts'
import { unknown } from './value.ts'

const masked = '⟦EMAIL·K7QX2M9A⟧'
const partly = `to ${masked}`

function mistake(text: string): string {
  try {
    compileCondition(text)
    return 'none'
  } catch (error) {
    if (error instanceof ConditionError) return `${error.at}: ${error.message}`
    throw error
  }
}

describe('a condition that is refused when the policy is read', () => {
  test.each([
    ['', /no condition/],
    ['params.a ==', /no condition/],
    ['params.a = 1', /no condition/],
    ['foo == 1', /^1: knows no "foo"/],
    ['true && (action.x || bar)', /^22: knows no "bar"/],
    ['labels.exists(l, k == "pii")', /knows no "k"/],
    ['params.a.matches("a*")', /knows no \.matches\(\)/],
    ['size()', /knows no size\(\)/],
    ['has(params)', /knows no has\(\)/],
    ['has(labels.x)', /expects a map here, not a list/],
    ['timestamp("2026-01-01T00:00:00Z") > 1', /knows no timestamp\(\)/],
    ['params.n / 2 > 1', /multiply the other side/],
    ['params.n % 2 == 1', /multiply the other side/],
    ['type == 1', /joins a string with a number/],
    ['type + 1 == "x"', /expects|joins/],
    ['labels == "pii"', /joins a list with a string/],
    ['type', /must be true or false, is a string/],
    ['1 + 1', /must be true or false, is a number/],
    ['!type', /expects a bool here, not a string/],
    ['type && true', /expects a bool here, not a string/],
    ['labels.foo', /expects a map here, not a list/],
    ['labels["a"] == "a"', /expects a number here, not a string/],
    ['type.exists(c, c == "a")', /expects a list or map/],
    ['params.a == b"bytes"', /literal of a type that JSON has not/],
    ['params.a == 1u', /literal of a type that JSON has not/],
    ['params.n == 9007199254740993', /cannot hold exactly/],
    [`params.to == "${masked}"`, /names a placeholder/],
    ['params == {"a": 1}', /conditions do not have/],
    ['params.a.exists(1, true)', /no condition|needs a name/],
    ['cel.bind(x, 1, x == 1)', /knows no/],
    [`type == "${'x'.repeat(4000)}"`, /longer than 4000/],
    [`${'('.repeat(100)}true${')'.repeat(100)}`, /no condition.*maxDepth/],
  ])('%s', (text, message) => {
    expect(mistake(text)).toMatch(message)
  })
})

const params = {
  amount: 120,
  text: 'rm -rf /tmp',
  price: '19.99',
  list: [1, 2, 3],
  names: ['a', 'b'],
  deep: { a: { b: null } },
  yes: true,
}
const facts = {
  params,
  type: 'payments.refund',
  labels: ['pii', 'financial'],
  findings: [{ type: 'EMAIL', score: 0.9, path: '/params/to' }],
  target: {},
  agent: { id: 'bot', proven: true },
}

describe('what is plain is judged as CEL does', () => {
  test.each([
    ['type == "payments.refund"', true],
    ['type.startsWith("payments.") && params.amount > 100', true],
    ['params.amount > 120 || params.amount <= 119.5', false],
    ['params.amount * 2 - 40 == 200', true],
    ['-params.amount < 0', true],
    ['params.text.contains("rm -rf")', true],
    ['params.text.upperAscii().endsWith("/TMP")', true],
    ['" a ".trim() == "a"', true],
    ['params.text.glob("rm *")', true],
    ['double(params.price) < 20', true],
    ['int("42") == 42', true],
    ['"pii" in labels', true],
    ['"health" in labels', false],
    ['"amount" in params', true],
    ['labels.exists(l, l.startsWith("fin"))', true],
    ['params.list.all(n, n > 0 && params.list.exists(m, m == n))', true],
    ['params.list.exists_one(n, n == 2)', true],
    ['size(params.list.filter(n, n > 1)) == 2', true],
    ['params.list.map(n, n * 2) == [2, 4, 6]', true],
    ['findings.exists(f, f.type == "EMAIL" && f.score > 0.5)', true],
    ['has(params.amount) && !has(params.missing)', true],
    ['params.deep.a.b == null', true],
    ['params.names[1] == "b"', true],
    ['params["amount"] == 120', true],
    ['params.amount == "120"', false],
    ['params.list == [1.0, 2, 3]', true],
    ['size("⌘😀") == 2', true],
    ['"😀" > "\uffee"', true],
    ['params.yes ? params.amount == 120 : false', true],
    ['[1] + [2] == [1, 2]', true],
    ['agent.proven && agent.id == "bot"', true],
    ['r"\\d" == "\\\\d"', true],
  ])('%s', (text, expected) => {
    expect(compileCondition(text)(facts)).toBe(expected)
  })
})

describe('what can go wrong is unknown, not false', () => {
  test.each([
    'params.missing == 1',
    'params.missing.deeper == 1',
    'params.amount < "x"',
    'params.text + 1 == 1',
    'params.list[7] == null',
    'params.list[-1] == null',
    'params.list[0.5] == 1',
    'params.text.size > 1',
    'params.amount.startsWith("a")',
    '1 in params.amount',
    'params.amount.exists(x, true)',
    'double(params.text) > 1',
    'int("9007199254740993") > 1',
    '1e308 * 10.0 > params.amount * 1e300',
    'environment == "prod"',
    'onBehalfOf == "ann"',
    'params.amount',
    'params.yes && params.text',
    'params["toString"] == 1',
    'params.__proto__ == 1',
  ])('%s', (text) => {
    expect(compileCondition(text)(facts)).toBe(unknown)
  })
})

describe('a masked value is unknown', () => {
  const view = {
    to: masked,
    note: partly,
    escaped: 'a ⟦(⟧ b',
    plain: 'a',
    list: [masked, 'b'],
    map: { [masked]: 1, b: 2 },
  }
  const holds = (text: string) => compileCondition(text)({ params: view })

  test.each([
    'params.to == "a@example.org"',
    'params.to != "a@example.org"',
    'params.to == params.to',
    'params.note.startsWith("to ")',
    'size(params.to) > 3',
    'params.to > "a"',
    'params.to + "x" == "x"',
    'params.to == null',
    'params.to in ["a", "b"]',
    'params.escaped.contains("b")',
    '"a" in params.list',
    'params.list == ["a", "b"]',
    'params.list.exists(x, x == "a")',
    'params.list.all(x, x == "b")',
    'size(params.list.filter(x, x == "b")) > 0',
    'params.map.a == 1',
    'has(params.map.a)',
    '"a" in params.map',
    'params.map == params.map',
    'params.map.exists(k, k == "a")',
    'params[params.to] == 1',
    'params.to ? true : false',
    '!(params.to == "a")',
    'params.to == "a" && params.plain == "a"',
  ])('%s', (text) => {
    expect(holds(text)).toBe(unknown)
  })

  test.each([
    ['params.plain == "a" || params.to == "a"', true],
    ['params.to == "a" || params.plain == "a"', true],
    ['params.plain == "b" && params.to == "a"', false],
    ['params.to == "a" && params.plain == "b"', false],
    ['has(params.to)', true],
    ['has(params.map.b) && params.map.b == 2', true],
    ['size(params.list) == 2 && size(params.map) == 2', true],
    ['"b" in params.list', true],
    ['params.list == ["a", "c"]', false],
    ['params.list == ["a"]', false],
    ['params.list.exists(x, x == "b")', true],
    ['params.list.all(x, x == "a")', false],
    ['[params.to, "b", "b"].exists_one(x, x == "b")', false],
    ['params.to == "a" ? true : true', true],
  ])('and what does not depend on it is known: %s', (text, expected) => {
    expect(holds(text)).toBe(expected)
  })
})

describe('work is bounded', () => {
  const list = Array.from({ length: 5000 }, (_, at) => at)

  test('nested loops over long lists end as unknown', () => {
    const text = 'params.list.all(x, params.list.all(y, x + y >= 0))'
    expect(compileCondition(text)({ params: { list } })).toBe(unknown)
  })

  test('so do long texts, searched again and again', () => {
    const long = 'a'.repeat(100_000)
    const search = compileCondition('params.long.contains(params.half)')
    expect(search({ params: { long, half: `${'a'.repeat(50_000)}b` } })).toBe(unknown)
    const again = compileCondition('params.list.exists(x, params.long.lowerAscii() == "b")')
    expect(again({ params: { list, long } })).toBe(unknown)
  })

  test('all conditions on one action share one budget', () => {
    const budget = new Budget(30)
    const condition = compileCondition('params.list[1] == 1')
    const results = Array.from({ length: 10 }, () =>
      condition({ params: { list: [0, 1] } }, budget),
    )
    expect(results[0]).toBe(true)
    expect(results.at(-1)).toBe(unknown)
  })
})
