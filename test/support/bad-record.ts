/** What is wrong with a record, whatever it carries: one row each, made out of a good one. */
import type { ErrorCode } from '@holdpoint/contracts'
import { actionWith, intentRecord, newId, type Raw, signed } from './intents.ts'
import type { Stage } from './stage.ts'

export interface BadRecord {
  readonly what: string
  readonly code: ErrorCode
  readonly field?: string
  readonly change: (good: Raw) => Raw
}

export const goodRecord = (at: Stage): Raw => intentRecord(signed(at, actionWith()))

export const withHeaders =
  (headers: Readonly<Record<string, string>>) =>
  (record: Raw): Raw => ({ ...record, headers: { ...record.headers, ...headers } })

const keyed = (what: string, key: () => string): BadRecord => {
  return { what, code: 'HP_KEY_MISMATCH', change: (record) => ({ ...record, key: key() }) }
}
const headed = (what: string, field: string, headers: Record<string, string>): BadRecord => {
  return { what, code: 'HP_EVENT_INVALID', field, change: withHeaders(headers) }
}
const hundred = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`ce_x${n}`, '']))

export const badRecords: readonly BadRecord[] = [
  {
    ...{ what: 'no value', code: 'HP_EVENT_INVALID', field: 'data' },
    change: (record) => ({ ...record, value: null }),
  },
  keyed('another key', newId),
  keyed('a key that is no id', () => 'order-17'),
  headed('another subject', 'subject', { ce_subject: newId() }),
  headed('another type', 'type', { ce_type: 'com.example.x' }),
  headed('another version', 'specversion', { ce_specversion: '0.3' }),
  headed('an empty id', 'id', { ce_id: '' }),
  headed('no time for a time', 'time', { ce_time: 'noon' }),
  headed('another content type', 'content-type', { 'content-type': 'application/avro' }),
  headed('a batch', 'content-type', { 'content-type': 'application/cloudevents-batch+json' }),
  headed('a huge attribute', 'customer', { ce_customer: 'x'.repeat(200_000) }),
  headed('a hundred attributes', 'extensions', hundred),
]
