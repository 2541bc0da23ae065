/** Cards for tests of renderers: one of everything, and one with the same text in every place where somebody else's text can stand. */
import type { ActionId, Digest } from '@holdpoint/contracts'
import type { Card, Line, Row } from './card.ts'
import { inert, inertLine } from './inert.ts'

export const sampleId = '01890a5d-ac96-774b-bcce-000000000001' as ActionId
export const sampleUntilMs = Date.UTC(2026, 5, 1, 12, 15)

const row = (label: string, value: string): Row => ({
  label: [{ foreign: inertLine(label) }],
  value: [{ foreign: inert(value) }],
  kind: 'text',
})

export const sampleCard: Card = {
  actionId: sampleId,
  presented: `sha256:${'A'.repeat(43)}` as Digest,
  ...{ revision: 1, fingerprint: '000000000000', state: 'pending', mark: 'Needs approval' },
  headline: [{ foreign: 'billing-bot' }, ' wants to refund ', { foreign: '1,250.00 EUR' }],
  risk: 'high',
  rows: [row('Customer', '⟦EMAIL·K7QX2M9A⟧'), row('Amount', '1250'), row('Currency', 'EUR')],
  masked: '1 value masked (1 e-mail)',
  whyStopped: ['Rule ', { foreign: 'refunds' }, ': money leaves the house'],
  justification: [{ foreign: 'The customer was charged twice.' }],
  forWhom: [row('Agent', 'billing-bot'), row('Run', 'run-1')],
  progress: [['0 of 1, needs 1 from finance']],
  clock: { untilMs: sampleUntilMs, after: 'denied if nobody decides' },
  reversible: 'Can be reversed within 7 days',
  story: [{ atMs: sampleUntilMs - 900_000, line: ['asked'] }],
  buttons: ['approve', 'deny', 'open'],
  reasonRequired: false,
  link: `https://hold.example/a/${sampleId}`,
}

/** As the view model would bring it: inert, and wherever a text of somebody else may stand. */
export function cardOf(text: string, change: Partial<Card> = {}): Card {
  const line: Line = [{ foreign: inertLine(text) }]
  const block: Line = [{ foreign: inert(text) }]
  const rows: readonly Row[] = [
    { label: line, value: block, kind: 'text' },
    { label: line, value: block, kind: 'code' },
    { label: line, value: block, kind: 'change', before: block },
  ]
  return {
    ...sampleCard,
    ...{ headline: line, rows, forWhom: rows, whyStopped: line, justification: block },
    ...{ progress: [line], story: [{ atMs: sampleUntilMs, line }], result: rows },
    ...change,
  }
}

/** As it is after somebody has decided. */
export const decidedCard: Card = (() => {
  const { clock: _, ...card } = sampleCard
  return {
    ...card,
    ...{ revision: 3, state: 'denied', mark: 'Denied', buttons: ['open'] },
    story: [
      { atMs: sampleUntilMs - 60_000, line: ['Denied by ', { foreign: 'ana' }, ' (console, sso)'] },
      ...card.story,
    ],
  }
})()
