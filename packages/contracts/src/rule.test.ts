import Type, { type TSchema } from 'typebox'
import { expect, test } from 'vitest'
import { check } from './check.ts'

const planted = 'planted-value'

test.each<[string, TSchema, unknown, string]>([
  ['type', Type.Boolean(), planted, 'must be boolean'],
  ['const', Type.Literal('v1'), planted, 'must be v1'],
  ['enum', Type.Union([Type.Literal(1), Type.Literal(2)]), planted, 'must be one of 1, 2'],
  ['own pattern', Type.String({ pattern: '^x$' }), planted, 'must match ^x$'],
  ['other format', Type.String({ format: 'uri' }), planted, 'must be a valid uri'],
  ['minimum', Type.Number({ minimum: 3 }), 1, 'must be >= 3'],
  ['maximum', Type.Number({ maximum: 3 }), 4, 'must be <= 3'],
  ['exclusive bounds', Type.Number({ exclusiveMaximum: 3 }), 3, 'must be < 3'],
  ['short text', Type.String({ minLength: 50 }), planted, 'must have at least 50 characters'],
  ['few items', Type.Array(Type.Any(), { minItems: 2 }), [planted], 'must have at least 2 items'],
  [
    'forms',
    Type.Union([Type.Null(), Type.Array(Type.Any())]),
    planted,
    'none of the allowed forms',
  ],
  ['anything else', Type.Number({ multipleOf: 2 }), 3, 'is not valid'],
])('%s is said in words, without the value', (_, schema, value, words) => {
  let said = ''
  try {
    check(schema, value)
  } catch (error) {
    said = String(error)
  }
  expect(said).toContain(words)
  expect(said).not.toContain(planted)
})
