import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hintOf, mayHint } from './hint.ts'
import { WordGate } from './hint-gate.ts'
import { hintRows } from './hint-table.ts'

const keys = hintRows.flatMap((row) => row.keys.split(','))
const styles: readonly ((words: string) => string)[] = [
  (words) => words,
  (words) => words.replaceAll(' ', '_').toUpperCase(),
  (words) => words.replaceAll(' ', '-'),
  (words) => words.replace(/ (\p{L})/gu, (_, letter: string) => letter.toUpperCase()),
  (words) => `${words} number`,
  (words) => `customer_${words}2`,
]

test('every key that has a hint is let through, however it is written', () => {
  for (const words of keys)
    for (const style of styles) {
      const key = style(words)
      if (hintOf(key) === undefined) continue
      expect(mayHint(`x ${key}`, key.length + 2), key).toBe(true)
    }
})

test('no key with a hint is stopped', () => {
  const part = fc.oneof(fc.constantFrom(...keys), fc.string({ maxLength: 6 }))
  fc.assert(
    fc.property(fc.array(part, { maxLength: 3 }), fc.constantFrom('', ' ', '_'), (parts, joint) => {
      const key = parts.join(joint)
      return hintOf(key) === undefined || mayHint(key, key.length)
    }),
  )
})

test('keys that say nothing are stopped', () => {
  for (const key of ['status', 'durationMs', 'level', 'retries', ''])
    expect(mayHint(`${key}=`, key.length), key).toBe(false)
})

test('behind other letters a word is seen, before them it is not', () => {
  const gate = new WordGate(['password'])
  expect(gate.mayEnd('dbPassword', 10)).toBe(true)
  expect(gate.mayEnd('passwords', 9)).toBe(false)
  expect(gate.mayEnd('passwordé', 9)).toBe(true)
  expect(gate.mayEnd('password_1', 10)).toBe(true)
})
