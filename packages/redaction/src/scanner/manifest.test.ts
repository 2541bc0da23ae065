import { describe, expect, test } from 'vitest'
import { found } from '../testing.ts'

const secrets = (text: string) => found(text).filter((each) => each.startsWith('SECRET'))
const manifest = (kind: string, section: string, ...lines: string[]) =>
  ['apiVersion: v1', `kind: ${kind}`, 'metadata:', '  name: billing', `${section}:`, ...lines].join(
    '\n',
  )

describe('nothing is hidden', () => {
  test.each([
    manifest('ConfigMap', 'data', '  colour: maple9'),
    manifest('Secret', 'metadata', '  labels: maple9'),
    manifest('Secret', 'stringData', '  username: ida', '  host: db.acme.example'),
    manifest('Secret', 'data', '  a: ""', '  b: {{ .Values.b }}'),
  ])('%s', (text) => expect(secrets(text)).toEqual([]))
})

test('every value of the section, until it ends', () => {
  const text = `${manifest('Secret', 'stringData', '  colour: maple9', '  other: "oak 8"')}\ntype: Opaque`
  expect(secrets(text)).toEqual(['SECRET maple9', 'SECRET oak 8'])
})

test('also where the kind stands behind the values', () => {
  const text = 'data:\n  colour: bWFwbGU5Cg==\nkind: Secret'
  expect(secrets(text)).toEqual(['SECRET bWFwbGU5Cg=='])
})

test('the next document is another one', () => {
  const text = `${manifest('Secret', 'metadata', '  x: y')}\n---\ndata:\n  colour: maple9`
  expect(secrets(text)).toEqual([])
})
