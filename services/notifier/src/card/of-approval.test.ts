import { parsePolicy } from '@holdpoint/approval'
import { digestBytes } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { actionOf, directory, idOf, people } from '../../test/fixture.ts'
import { demand } from '../../test/gate.ts'
import type { Approval } from '../approval.ts'
import type { Card, Line } from './card.ts'
import { hostileTexts, neverSent } from './hostile.ts'
import { type CardParts, cardOf } from './of-approval.ts'

const policy = parsePolicy(
  `version: 1
name: test
types:
  payments.refund:
    title: refund {/amount} {/currency}
    reversible: {within: 7d}
    fields:
      - {at: /amount, label: Amount, headline: true}
      - {at: /currency, label: Currency, headline: true}
rules:
  - {name: refunds, types: [payments.refund], require: {why: 'Refunds need finance.'}}`,
  'policy.yaml',
)
const approval: Approval = {
  ...{ id: idOf(1), slot: 0, revision: 1, status: 'pending', type: 'payments.refund' },
  ...{ agent: 'billing-bot', run: 'run-1', identity: 'signed', rule: 'refunds' },
  presented: digestBytes('view'),
  policy: policy.digest,
  demand: {
    ...demand,
    assurance: 'chat',
    quorum: 2,
    groups: [{ group: 'finance', min: 1 }],
    risk: 'high',
  },
  ...{ excluded: [], labels: [], findings: { EMAIL: 2, US_SSN: 1, '<b>x</b>': 1 } },
  ...{ heldAtMs: 1000, decideByMs: 901_000, votes: [], timeline: [] },
}
const parts = (change: Partial<CardParts> = {}): CardParts => ({
  views: { action: { value: actionOf(1), salt: 'AA' } },
  ...{ denials: [], freezes: undefined, nowMs: 2000, directory, words: policy.words },
  address: 'https://hold.example',
  ...change,
})
const plain = (line: Line) =>
  line.map((part) => (typeof part === 'string' ? part : part.foreign)).join('')
const lines = (card: Card) => [
  ...card.rows.flatMap(({ label, value, before = [] }) => [label, value, before]),
  ...card.forWhom.flatMap(({ label, value }) => [label, value]),
  ...(card.result ?? []).flatMap(({ label, value }) => [label, value]),
  ...[card.headline, card.whyStopped, card.justification ?? []],
  ...[...card.progress, ...card.story.map(({ line }) => line)],
]
const ana = people[0]

test('it says who wants what, where, why, for whom, how far it is and until when', () => {
  const card = cardOf({ ...approval, onBehalfOf: 'bea' }, parts())
  expect(plain(card.headline)).toBe(
    'billing-bot wants to refund 1250 EUR on stripe charge ch_1 in production',
  )
  expect(card.rows.map(({ label, value }) => `${plain(label)}: ${plain(value)}`)).toEqual([
    ...['Action: payments.refund', 'Target: stripe', 'Resource: charge ch_1'],
    ...[
      'Environment: production',
      'Amount: 1250',
      'Currency: EUR',
      'to: \u27e6EMAIL\u00b7K7QX2M9A\u27e7',
    ],
  ])
  expect(card).toMatchObject({
    ...{ state: 'pending', mark: 'Needs approval', risk: 'high' },
    masked: '4 values masked (2 e-mail, 1 US SSN, 1 other)',
    clock: { untilMs: 901_000, after: 'not done if nobody decides' },
    reversible: 'can be taken back within 7d of its success',
    ...{ buttons: ['approve', 'deny', 'open'], link: `https://hold.example/a/${idOf(1)}` },
  })
  expect(plain(card.whyStopped)).toBe('Rule refunds: Refunds need finance.')
  expect(card.progress.map(plain)).toEqual(['0 of 2, needs 1 from finance'])
  expect(card.forWhom.map(({ label, value }) => `${plain(label)}: ${plain(value)}`)).toEqual([
    ...['On behalf of: bea', 'Agent: billing-bot', 'Run: run-1', 'Identity: signed by the agent'],
  ])
  expect(card.fingerprint).toMatch(/^[0-9a-f]{12}$/)
})

describe('the headline stands in previews', () => {
  test('without a word of the policy it names type and place, no parameter', () => {
    const card = cardOf(approval, parts({ words: undefined }))
    expect(plain(card.headline)).toBe(
      'billing-bot wants to do payments.refund on stripe charge ch_1 in production',
    )
  })

  test('a long or hostile part pushes no other out', () => {
    const target = { system: 'x'.repeat(900), resource: 'a\nb', environment: 'production' }
    const card = cardOf(
      approval,
      parts({ views: { action: { value: actionOf(1, { target }), salt: '' } } }),
    )
    expect(plain(card.headline)).toMatch(
      /^billing-bot wants to refund 1250 EUR on x+… in production$/,
    )
    expect(plain(card.rows[1]?.value ?? [])).toBe('x'.repeat(900))
  })
})

describe('nobody is offered what would be refused', () => {
  test.each<[string, Partial<Approval>, Partial<CardParts>, Card['buttons']]>([
    [
      'a signature is needed',
      { demand: { ...demand, assurance: 'sso' } },
      {},
      ['sign', 'deny', 'open'],
    ],
    ['it is over', { status: 'denied' }, {}, ['open']],
    ['it was allowed', { status: 'approved', useByMs: 5 }, {}, ['open']],
    ['nobody can see it any more', {}, { views: {} }, ['deny', 'open']],
    [
      'a viewer is not asked',
      { demand: { ...demand, groups: [{ group: 'ops', min: 0 }] } },
      { viewer: ana },
      ['open'],
    ],
    ['a viewer is on the agent’s side', {}, { viewer: people[2] }, ['open']],
    ['a viewer may', {}, { viewer: ana }, ['approve', 'deny', 'open']],
  ])('where %s', (_, change, more, buttons) => {
    expect(cardOf({ ...approval, ...change }, parts(more)).buttons).toEqual(buttons)
  })

  test('while it stands frozen, and its clock stands too', () => {
    const scope = { everything: true } as const
    const by = { person: 'ana', assurance: 'sso', channel: 'api' } as const
    const freezes = { spread: 1, past: [], active: [{ id: 'f', scope, fromMs: 1500, ...by }] }
    const card = cardOf(approval, parts({ freezes }))
    expect(card).toMatchObject({ state: 'frozen', mark: 'On hold (frozen)', buttons: ['open'] })
    expect(card.clock).toBeUndefined()
  })
})

test('a card whose view is gone says so, and is never complete', () => {
  const card = cardOf(approval, parts({ views: {} }))
  expect(card.rows.at(-1)).toMatchObject({ isCut: true })
})

test('a sentence of another policy than the one that stopped it is not told', () => {
  const card = cardOf({ ...approval, policy: digestBytes('older') }, parts())
  expect(plain(card.whyStopped)).toBe('Rule refunds')
  const own = cardOf({ ...approval, rule: 'holdpoint/unmatched' }, parts())
  expect(plain(own.whyStopped)).toBe('No rule of the policy lets it go (holdpoint/unmatched)')
})

test('votes, their reasons and the end are told, the latest first', () => {
  const vote = { person: 'ana', verdict: 'approve', assurance: 'chat', channel: 'slack' } as const
  const card = cardOf(
    {
      ...approval,
      votes: [{ ...vote, atMs: 5, reason: 'fine' }],
      timeline: [
        { kind: 'held', atMs: 1, number: 1 },
        { kind: 'voted', ...vote, atMs: 5, number: 2, reason: 'fine' },
      ],
    },
    parts(),
  )
  expect(card.mark).toBe('Needs 1 more')
  expect(card.progress.map(plain)).toEqual(['1 of 2 from finance', 'ana approved: fine'])
  expect(card.story.map(({ line }) => plain(line))).toEqual([
    'ana approved (chat, slack): fine',
    'Asked',
  ])
})

test('a previous attempt shows what changed', () => {
  const denial = { id: idOf(9), status: 'denied', by: 'people', deniedAtMs: 500 } as const
  const view = actionOf(9, {
    params: { amount: 900, currency: 'EUR', to: '\u27e6EMAIL\u00b7K7QX2M9A\u27e7' },
  })
  const card = cardOf(approval, parts({ previous: { denial, view } }))
  expect(
    card.rows
      .filter(({ kind }) => kind === 'change')
      .map(({ label, before = [] }) => [plain(label), plain(before)]),
  ).toEqual([['Amount', '900']])
  expect(plain(card.forWhom.at(-1)?.value ?? [])).toBe('something like it was denied by people')
})

test.each(hostileTexts)('$name in every field of an action is inert on the card', ({ text }) => {
  const value = actionOf(1, {
    target: { system: text, resource: text, environment: text },
    params: { [text]: text, amount: text, deep: [{ [text]: [text] }] },
    justification: text,
  })
  const vote = { person: 'ana', verdict: 'deny', assurance: 'chat', channel: 'slack' } as const
  const card = cardOf(
    {
      ...approval,
      votes: [{ ...vote, atMs: 1, reason: text }],
      timeline: [{ kind: 'voted', ...vote, atMs: 1, number: 1, reason: text }],
    },
    parts({
      views: { action: { value, salt: '' }, result: { value: { [text]: text }, salt: '' } },
    }),
  )
  for (const line of lines(card)) expect(plain(line)).not.toMatch(neverSent)
  expect(plain(card.headline)).not.toMatch(/[\n\t]/)
  // Nothing of it passes for ours.
  const ours = lines(card).flatMap((line) => line.filter((part) => typeof part === 'string'))
  if (text.length > 20) expect(ours.join('\n')).not.toContain(text.slice(0, 20))
})
