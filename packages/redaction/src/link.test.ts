import { expect, test } from 'vitest'
import { redactor, scope } from './testing.ts'

const shown = (value: unknown): string => JSON.stringify(redactor.redact(value, { scope }).masked)

test.each<[string, unknown, RegExp]>([
  ['a password in a log line', { password: 'tulip-77', log: 'tried tulip-77 twice' }, /tulip/],
  [
    'a password inside a longer text without spaces',
    { password: 'tulip-77', url: '/x/tulip-77abc' },
    /tulip-77/,
  ],
  ['a name in prose', { fullName: 'Ida Quist', note: 'Ask Ida Quist.' }, /Quist/],
  [
    'parts of a name',
    { fullName: 'Idalia Quist', note: 'Idalia said that Quist …' },
    /Idalia|Quist/,
  ],
  ['an account number', { accountNumber: '88120077', memo: 'from 88120077' }, /88120077/],
  ['a name in a key', { fullName: 'Ida Quist', 'Ida Quist': 1 }, /Quist/],
])('%s is masked again', (_, value, trace) => expect(shown(value)).not.toMatch(trace))

test.each<[string, unknown, string]>([
  ['a name inside a longer word', { fullName: 'Anna Quist', note: 'Annabel came' }, 'Annabel'],
  ['a short password', { password: '1234', total: 'is 12345' }, '12345'],
  ['a login', { username: 'admin', note: 'the admin page' }, 'admin page'],
  ['a value that is masked by its own shape only', { to: 'a@b.de', note: 'b.de' }, 'b.de'],
])('%s is not masked elsewhere', (_, value, rest) => expect(shown(value)).toContain(rest))

test('the repeat has the tag of the value', () => {
  const text = shown({ fullName: 'Ida Quist', note: 'Ida Quist' })
  expect(new Set(text.match(/⟦PERSON·\w+⟧/g)).size).toBe(1)
})
