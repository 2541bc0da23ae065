import { check } from '@holdpoint/contracts'
import Type from 'typebox'
import { describe, expect, test } from 'vitest'
import type { Row } from '../../card/card.ts'
import { hostileTexts, neverSent } from '../../card/hostile.ts'
import { cardOf, decidedCard, sampleCard } from '../../card/sample.ts'
import { bodyBytesMax, renderDigest, renderWebhook } from './body.ts'

const thin = { bytesMax: bodyBytesMax, isDetailed: false }
const detailed = { bytesMax: bodyBytesMax, isDetailed: true }
const any = { additionalProperties: true }
/** Of the specification: a dotted type of plain words, a time, and data. */
const Body = Type.Object(
  {
    type: Type.String({ pattern: '^[a-zA-Z0-9_]+(\\.[a-zA-Z0-9_]+)*$' }),
    timestamp: Type.String({ format: 'date-time' }),
    data: Type.Object({}, any),
  },
  { additionalProperties: false },
)
const bodyOf = ({ payload }: { payload: Buffer }) => {
  const text = payload.toString()
  return { text, ...check(Body, JSON.parse(text)) }
}
const long = (chars: number): Row => ({
  label: ['Note'],
  value: [{ foreign: 'x'.repeat(chars) }],
  kind: 'text',
})

describe('a copy is not complete', () => {
  test('when it is thin: parameters and justification are not in it', () => {
    const made = renderWebhook(sampleCard, thin)
    expect(made).toMatchObject({ isComplete: false, omitted: ['view'] })
    expect(bodyOf(made).text).not.toMatch(/EMAIL|charged twice|Currency/)
  })

  test('when the view does not fit: then it is left out and said so', () => {
    const made = renderWebhook({ ...sampleCard, rows: [long(bodyBytesMax)] }, detailed)
    expect(made).toMatchObject({ isComplete: false, omitted: ['view'] })
    expect(made.payload.length).toBeLessThan(bodyBytesMax)
    expect(bodyOf(made).data).toMatchObject({ omitted: ['view'] })
  })

  test('when something of a row is not there at all', () => {
    const rows: readonly Row[] = [{ ...long(1), isCut: true }]
    expect(renderWebhook({ ...sampleCard, rows }, detailed).isComplete).toBe(false)
  })
})

test.each(hostileTexts)('$name is text in JSON, within the limit', ({ text }) => {
  for (const limits of [thin, detailed]) {
    const { payload } = renderWebhook(cardOf(text), limits)
    expect(payload.length).toBeLessThanOrEqual(bodyBytesMax)
    const body = bodyOf({ payload })
    expect(body.text).not.toMatch(neverSent)
    expect(payload.includes(0)).toBe(false)
  }
})

test('a thin body tells what, which, where and until when', () => {
  const { type, timestamp, data } = bodyOf(renderWebhook(sampleCard, thin))
  expect({ type, timestamp, data }).toEqual({
    type: 'approval.pending',
    timestamp: '2026-06-01T12:00:00.000Z',
    data: {
      ...{ actionId: sampleCard.actionId, presented: sampleCard.presented },
      ...{ fingerprint: '000000000000', revision: 1, state: 'pending', mark: 'Needs approval' },
      ...{ headline: 'billing-bot wants to refund 1,250.00 EUR', risk: 'high' },
      ...{ link: sampleCard.link, until: '2026-06-01T12:15:00.000Z' },
      after: 'denied if nobody decides',
    },
  })
})

test('a detailed one is complete, with placeholders as they are', () => {
  const made = renderWebhook(sampleCard, detailed)
  expect(made).toMatchObject({ isComplete: true, omitted: [] })
  expect(bodyOf(made).data).toMatchObject({
    view: {
      rows: [{ label: 'Customer', value: '⟦EMAIL·K7QX2M9A⟧' }, { value: '1250' }, { value: 'EUR' }],
      justification: 'The customer was charged twice.',
    },
  })
})

test('how it went on is a message of its own type, at its own time', () => {
  const { type, timestamp } = bodyOf(renderWebhook(decidedCard, thin))
  expect([type, timestamp]).toEqual(['approval.denied', '2026-06-01T12:14:00.000Z'])
})

test('the same card is the same bytes', () => {
  expect(renderWebhook(sampleCard, detailed)).toEqual(renderWebhook({ ...sampleCard }, detailed))
})

test('a digest holds as many as fit, the most urgent, and counts the rest', () => {
  const few = bodyOf(renderDigest([sampleCard, decidedCard], thin))
  expect(few).toMatchObject({ type: 'approval.digest', data: { more: 0 } })
  const cards = Array.from({ length: 500 }, (_, at) => ({ ...sampleCard, revision: at }))
  const made = renderDigest(cards, thin)
  const { data } = bodyOf(made) as unknown as {
    data: { approvals: { revision: number }[]; more: number }
  }
  expect(made.payload.length).toBeLessThanOrEqual(bodyBytesMax)
  expect(data.approvals.length + data.more).toBe(500)
  expect(data.approvals[0]?.revision).toBe(0)
  expect(data.approvals.length).toBeGreaterThan(10)
})
