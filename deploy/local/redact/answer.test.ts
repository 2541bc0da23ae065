import { createRedactor } from '@holdpoint/redaction'
import { describe, expect, test } from 'vitest'
import { answerTo, lineBytesMax } from './answer.ts'

const redactor = createRedactor({ tagKey: Buffer.alloc(32, 7), locates: true })
const answer = (text: string | Buffer, number = 4) =>
  answerTo({ number, bytes: Buffer.from(text) }, redactor)
const record = (fields: object) => answer(JSON.stringify(fields))

describe('a bad line is answered with its number and a code, and nothing of what it holds', () => {
  test.each([
    ['no JSON', 'planted@bad.example', 'HP_JSON_SYNTAX'],
    ['half of it', '{"id":"planted@bad.example","te', 'HP_JSON_SYNTAX'],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'HP_JSON_SYNTAX'],
    ['a list', '["planted@bad.example"]', 'HP_FIELD_INVALID'],
    ['null', 'null', 'HP_FIELD_INVALID'],
    ['no id', '{"text":"planted@bad.example"}', 'HP_FIELD_INVALID'],
    ['an id that is none', '{"id":{},"text":"planted@bad.example"}', 'HP_FIELD_INVALID'],
    ['neither text nor value', '{"id":1}', 'HP_FIELD_INVALID'],
    ['text and value', '{"id":1,"text":"planted@bad.example","value":1}', 'HP_FIELD_INVALID'],
    ['a text that is none', '{"id":1,"text":["planted@bad.example"]}', 'HP_FIELD_INVALID'],
    ['a scope that is none', '{"id":1,"text":"planted@bad.example","scope":2}', 'HP_FIELD_INVALID'],
  ])('%s', (_, line, code) => {
    const given = answer(line)
    expect(given).toMatchObject({ line: 4, error: { code } })
    expect(JSON.stringify(given)).not.toContain('planted')
  })
})

test('a line that is too long is refused by its size', () => {
  expect(answerTo({ number: 2, tooLong: lineBytesMax + 1 }, redactor)).toEqual({
    line: 2,
    error: {
      code: 'HP_TOO_LARGE',
      message: `${lineBytesMax + 1} bytes, more than the limit of ${lineBytesMax}`,
    },
  })
})

test('an empty line is no record and no mistake', () => {
  expect([answer(''), answer(' \r')]).toEqual([undefined, undefined])
})

test('a byte order mark before the first record is no part of it', () => {
  expect(answer('\uFEFF{"id":1,"text":"x"}')).toEqual({ id: 1, masked: 'x', findings: [] })
})

describe('findings stand where the original has them', () => {
  const slice = (text: string, { start = 0, end = 0 }: { start?: number; end?: number }) =>
    text.slice(start, end)

  test('in a text, in UTF-16 units, behind another finding', () => {
    const text = '😀 a@one.example, then b@two.example'
    const given = record({ id: 'x', text })
    const findings = given !== undefined && 'findings' in given ? given.findings : []
    expect(findings.map((finding) => [finding.path, slice(text, finding)])).toEqual([
      ['', 'a@one.example'],
      ['', 'b@two.example'],
    ])
  })

  test('in a value, at the pointer of the original, keys included', () => {
    const given = record({ id: 'x', value: { 'a/b@one.example': { 'c~d': ['b@two.example'] } } })
    expect(given).toMatchObject({
      id: 'x',
      findings: [
        { path: '/a~1b@one.example', start: 2, end: 15, in: 'key', type: 'EMAIL' },
        { path: '/a~1b@one.example/c~0d/0', start: 0, end: 13, type: 'EMAIL' },
      ],
    })
  })

  test('in a number, within its digits', () => {
    expect(record({ id: 'x', value: { card: 4111111111111111 } })).toMatchObject({
      findings: [{ path: '/card', start: 0, end: 16, type: 'CARD' }],
    })
  })

  test('a value that could not be scanned is a finding without positions', () => {
    const value = { raw: '\u0001'.repeat(64) }
    expect(record({ id: 'x', value })).toMatchObject({
      findings: [{ path: '/raw', type: 'UNSCANNED', score: 1, detector: 'binary' }],
    })
  })
})

test('equal values have equal tags in one scope, and others elsewhere', () => {
  const masked = (fields: object) => {
    const given = record({ text: 'a@one.example', ...fields })
    return given !== undefined && 'masked' in given ? given.masked : undefined
  }
  expect(masked({ id: 1, scope: 'run' })).toBe(masked({ id: 2, scope: 'run' }))
  expect(masked({ id: 1 })).not.toBe(masked({ id: 2 }))
})

test('a record may hold what intake refuses: keys alike, long numbers, deep nesting', () => {
  const line = `{"id":1,"value":{"a":1,"A":12345678901234567890,"b":${'['.repeat(5000)}${']'.repeat(5000)}}}`
  expect(answer(line)).toMatchObject({
    id: 1,
    findings: [{ type: 'UNSCANNED', detector: 'limit-depth' }],
  })
})
