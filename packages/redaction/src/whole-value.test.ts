import { describe, expect, test } from 'vitest'
import { hintOf } from './hint.ts'
import { looksLikeName, wholeValue } from './whole-value.ts'

function masked(key: string, text: string): string | undefined {
  const hint = hintOf(key)
  if (hint === undefined) throw new Error(`${key} says nothing`)
  const span = wholeValue(text, hint)
  return span && text.slice(span.start, span.end)
}

describe('what a key says is masked whole', () => {
  test.each([
    ['password', 'correct horse battery'],
    ['password', '1234'],
    ['pin', '0007'],
    ['email', 'jane at acme dot com'],
    ['phone', '555-1234'],
    ['card', '•••• •••• 1111 4242'],
    ['iban', 'DE00 0000 0000 0000'],
    ['dob', '3 May 1990'],
    ['full_name', "siobhán o'neil"],
    ['name', 'Jane Doe'],
    ['name', '田中太郎'],
    ['username', 'jdoe'],
    ['street', 'Hauptstr. 5'],
    ['postcode', '10115'],
    ['mrn', 'A-77123'],
    ['bic', 'QWERDEFFXXX'],
    ['swift', 'qwerdeff'],
  ])('%s: %s', (key, text) => expect(masked(key, text)).toBe(text))

  test('behind an authentication scheme only the credential', () => {
    expect(masked('authorization', 'Bearer abc.def')).toBe('abc.def')
    expect(masked('authorization', 'abc.def')).toBe('abc.def')
    expect(masked('authorization', 'NTLM TlRMTVNTUA')).toBe('TlRMTVNTUA')
  })
})

describe('what cannot be it stays', () => {
  test.each([
    ['password', ''],
    ['password', '{{ password }}'],
    ['api_key', 'PUT_YOUR_KEY_HERE_0000'],
    ['token', 'ACCESS_TOKEN'],
    ['connection_string', 'Server=db;User=ida;Password=maple9;'],
    ['authorization', 'Bearer <token>'],
    ['email', `long text ${'x'.repeat(300)}`],
    ['email', 'two\nlines'],
    ['phone', 'unknown number'],
    ['card', 'visa'],
    ['name', 'orders-db'],
    ['name', 'Acme GmbH'],
    ['name', 'invoice'],
    ['full_name', 'user_7'],
    ['address', 'https://acme.example/x 1'],
    ['address', '0x52908400098527886E0F7030069857D2E4169EE7'],
    ['dob', 'unknown'],
  ])('%s: %s', (key, text) => expect(masked(key, text)).toBeUndefined())
})

test.each([
  ['Ida', false, true],
  ['Ida', true, false],
  ['Ludwig van der Rohe', true, true],
  ['李小龍', true, true],
  ['one two three four five six seven', false, false],
  ['Support Team', true, false],
  ['R2D2', false, false],
])('%s could be a name (strict: %s): %s', (text, isStrict, expected) => {
  expect(looksLikeName(text, isStrict)).toBe(expected)
})
