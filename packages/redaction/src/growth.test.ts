/** Work grows with the input and not faster, whatever the input is; counted in units of work, never in milliseconds. */
import { describe, expect, test } from 'vitest'
import { redactor, scope } from './testing.ts'

const small = 8 * 1024
const factor = 4
/** A quadratic scanner would need sixteen times the work; seams and logarithms may cost a little. */
const growthMax = 5
/** Units of work per character that no input may exceed: a quarter of what the budget allows. */
const unitsPerCharMax = 50

const repeated = (piece: string) => (size: number) =>
  piece.repeat(Math.ceil(size / piece.length)).slice(0, size)

const families: Readonly<Record<string, (size: number) => unknown>> = {
  a: repeated('a'),
  'a.': repeated('a.'),
  'a@': repeated('a@'),
  '@': repeated('@'),
  '1': repeated('1'),
  '1.': repeated('1.'),
  '1-': repeated('1-'),
  '1 ': repeated('1 '),
  '+1 (': repeated('+1 ('),
  '4111 ': repeated('4111 '),
  '4111111111111111,': repeated('4111111111111111,'),
  'DE89 ': repeated('DE89 '),
  '%': repeated('%'),
  '%25': repeated('%25'),
  '\\': repeated('\\'),
  '\\u005c': repeated('\\u005c'),
  '&amp;': repeated('&amp;'),
  '=': repeated('='),
  ':': repeated(':'),
  '"': repeated('"'),
  'password=': repeated('password='),
  'password: "': repeated('password: "'),
  "email='": repeated("email='"),
  'name: A ': repeated('name: A '),
  'password is ': repeated('password is '),
  "password '": repeated("password '"),
  '--token ': repeated('--token '),
  'sk-': repeated('sk-'),
  ghp_: repeated('ghp_'),
  eyJ: repeated('eyJ'),
  'eyJ.': repeated('eyJ.'),
  '://': repeated('://'),
  '://a:b': repeated('://a:b'),
  '-----BEGIN ': repeated('-----BEGIN '),
  'half-open PEM': repeated('-----BEGIN RSA PRIVATE KEY-----\n'),
  '[': repeated('['),
  '{"a":': repeated('{"a":'),
  '{"a":"b",': (size) => `{${repeated('"a":"b",')(size)}"c":1}`,
  '⟦': repeated('⟦'),
  '⟦EMAIL·': repeated('⟦EMAIL·'),
  'zero width': repeated('a\u200b'),
  marks: repeated('e\u0301\u0301\u0301'),
  'full width': repeated('４'),
  cyrillic: repeated('а@'),
  base64: (size) => Buffer.alloc((size * 3) / 4, 'hello bob@a.de ').toString('base64'),
  'nested base64': (size) => nest(size),
  hex: (size) => Buffer.alloc(size / 2, 'hello bob@a.de ').toString('hex'),
  'card words': repeated('card iban phone order '),
  'many keys': (size) =>
    Object.fromEntries(Array.from({ length: size / 16 }, (_, n) => [`key-${n}`, 'x'])),
  'many hinted values': (size) =>
    Array.from({ length: size / 32 }, (_, n) => ({ password: `secret-${n}-abc` })),
  'many names': (size) =>
    Array.from({ length: size / 32 }, (_, n) => ({ fullName: `Aa${'b'.repeat(n % 9)} Quist` })),
}

function nest(size: number): string {
  let text = 'a'.repeat(size / 4)
  for (let level = 0; level < 5; level++) text = Buffer.from(text).toString('base64')
  return text.slice(0, size)
}

describe.each(Object.keys(families))('%s', (name) => {
  const make = families[name] ?? repeated('a')
  const workOf = (size: number): number => redactor.redact(make(size), { scope }).work

  test('costs four times as much when it is four times as long', () => {
    const [once, more] = [workOf(small), workOf(factor * small)]
    expect(more / once).toBeLessThanOrEqual(growthMax)
    expect(more / (factor * small)).toBeLessThanOrEqual(unitsPerCharMax)
  })
})
