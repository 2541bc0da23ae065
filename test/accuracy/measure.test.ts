import { createRedactor } from '@holdpoint/redaction'
import { expect, test } from 'vitest'
import type { LabelledRecord } from './holdout/held-out.ts'
import { measure } from './measure.ts'

const redactor = createRedactor({ tagKey: Buffer.alloc(32), locates: true })
const record = (fields: Pick<LabelledRecord, 'text' | 'value' | 'spans'>): LabelledRecord => ({
  id: 'x',
  kind: 'made',
  source: 'held-out',
  ...fields,
})
const mail = 'a@one.example'

test('what stays visible is leaked with its length, and its document is not safe', () => {
  const records = [
    record({ text: mail, spans: [{ start: 0, end: mail.length, type: 'EMAIL' }] }),
    record({ text: 'an ordinary word', spans: [{ start: 3, end: 11, type: 'PERSON' }] }),
  ]
  const leak = 8 / (8 + mail.length)
  expect(measure(records, redactor)).toEqual({ leak, protectedShare: 0.5, alarmedShare: 0 })
})

test('half of a value is no cover', () => {
  const spans = [{ start: 0, end: mail.length * 2, type: 'EMAIL' }]
  expect(measure([record({ text: `${mail} and some more words`, spans })], redactor).leak).toBe(1)
})

test('a document without labels and with a finding is an alarm; with an optional one it does not count', () => {
  const optional = { start: 0, end: mail.length, type: 'EMAIL', optional: true as const }
  const records = [
    record({ text: mail, spans: [] }),
    record({ text: mail, spans: [optional] }),
    record({ text: 'nothing', spans: [] }),
  ]
  expect(measure(records, redactor)).toMatchObject({ leak: 0, alarmedShare: 0.5 })
})

test('a value that was not scanned is covered with everything below it', () => {
  const value = { a: { b: mail } }
  const spans = [{ path: '/a/b', start: 0, end: mail.length, type: 'EMAIL' }]
  const shallow = createRedactor({
    tagKey: Buffer.alloc(32),
    locates: true,
    limits: { depthMax: 1 },
  })
  expect(measure([record({ value, spans })], shallow).leak).toBe(0)
})

test('a span in a key is not covered by one in its value', () => {
  const value = { [mail]: mail }
  const spans = [
    { path: `/${mail}`, in: 'key' as const, start: 0, end: mail.length, type: 'EMAIL' },
  ]
  expect(measure([record({ value, spans })], redactor).leak).toBe(0)
  const keyOnly = { [mail]: 'nothing' }
  const inValue = [{ path: `/${mail}`, start: 0, end: 7, type: 'EMAIL' }]
  expect(measure([record({ value: keyOnly, spans: inValue })], redactor).leak).toBe(1)
})
