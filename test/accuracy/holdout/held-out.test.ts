import { createRedactor } from '@holdpoint/redaction'
import { expect, test } from 'vitest'
import { measure } from '../measure.ts'
import { heldOutRecords } from './held-out.ts'

const seed = 5_150
const records = heldOutRecords(seed, 6)

/** What the engine must keep to on documents that it was not written for; the report has the numbers by type. */
const leakMax = 0.04
const protectedMin = 0.9
const alarmedMax = 0.06

test('little of documents that the engine was not written for stays visible', () => {
  const redactor = createRedactor({ tagKey: Buffer.alloc(32), locates: true })
  const { leak, protectedShare, alarmedShare } = measure(records, redactor)
  expect(leak).toBeLessThanOrEqual(leakMax)
  expect(protectedShare).toBeGreaterThanOrEqual(protectedMin)
  expect(alarmedShare).toBeLessThanOrEqual(alarmedMax)
})

test('one seed gives the same records, another one others', () => {
  expect(heldOutRecords(seed, 6)).toEqual(records)
  expect(heldOutRecords(seed + 1, 6)).not.toEqual(records)
})

test('every label lies within its text', () => {
  for (const { text, value, spans, id } of heldOutRecords(seed, 30)) {
    for (const { path = '', in: where, start, end } of spans) {
      const tokens = path.split('/').slice(1).map(plainToken)
      const key = tokens[tokens.length - 1] ?? ''
      const found = where === 'key' ? key : (text ?? tokens.reduce(member, value))
      expect(end, id).toBeGreaterThan(start)
      expect(String(found).length, `${id} ${path}`).toBeGreaterThanOrEqual(end)
    }
  }
})

test('every kind has documents, and some of all hold nothing', () => {
  const clean = records.filter(({ spans }) => spans.length === 0)
  expect(clean.length).toBeGreaterThan(records.length / 10)
  expect(clean.length).toBeLessThan(records.length / 2)
})

const plainToken = (token: string) => token.replaceAll('~1', '/').replaceAll('~0', '~')
const member = (from: unknown, token: string): unknown =>
  (from as Readonly<Record<string, unknown>>)[token]
