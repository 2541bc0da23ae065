import { areTooLong, blockProblems, parsedTexts, shownText } from '@holdpoint/testkit'
import { describe, expect, test } from 'vitest'
import { card, decided, row } from '../../../test/slack.ts'
import type { Card } from '../../card/card.ts'
import { hostileTexts, neverSent } from '../../card/hostile.ts'
import { inert, inertLine } from '../../card/inert.ts'
import { previewOf, type Rendered, render, renderBrief } from './message.ts'

const labelsOf = ({ payload }: Rendered) =>
  payload.blocks.flatMap(({ type, elements }) =>
    type === 'actions' ? (elements as { action_id: string }[]).map((each) => each.action_id) : [],
  )
const sound = ({ payload }: Rendered) => {
  expect(blockProblems(payload.blocks, 'message')).toEqual([])
  expect(areTooLong(payload.blocks)).toBe(false)
  expect(parsedTexts(payload.blocks)).toEqual([])
  expect(payload.text).not.toMatch(/[<>]/)
}
/** Foreign text wherever foreign text can stand. */
const filledWith = (text: string): Card => {
  const [line, block] = [{ foreign: inertLine(text) }, { foreign: inert(text) }]
  return {
    ...card,
    headline: [line, ' wants ', line],
    rows: [
      { label: [line], value: [block], kind: 'text' },
      { label: [line], value: [block], kind: 'code' },
      { label: [line], value: [block], before: [block], kind: 'change' },
    ],
    ...{
      whyStopped: ['Rule ', line],
      justification: [block],
      forWhom: [row('Agent', inertLine(text))],
    },
    ...{ progress: [[line, ' approved']], result: [row('Answer', inert(text))] },
    story: [{ atMs: 1, line: [line, ' denied: ', line] }],
  }
}

describe.each(hostileTexts)('hostile text in every field is only shown: $name', ({ text }) => {
  test.each(['pending', 'denied'] as const)('%s', (state) => {
    const rendered = render({ ...filledWith(text), state })
    sound(rendered)
    const all = JSON.stringify(rendered.payload)
    for (const part of JSON.parse(`[${all}]`) as unknown[])
      expect(shownText(part)).not.toMatch(neverSent)
  })
})

test('a card says in order who wants what, why it was stopped, who has voted, and until when', () => {
  const rendered = render(card)
  sound(rendered)
  expect(rendered).toMatchObject({ isComplete: true, omitted: [] })
  expect(shownText(rendered.payload.blocks).split('\n')).toEqual([
    'billing-bot wants to refund 1250 EUR',
    'Needs approval · △ high risk',
    ...['Amount  1250', 'to  ⟦EMAIL·K7QX2M9A⟧', 'Masked  1 value masked (1 e-mail)'],
    'Stopped  Rule refunds: refunds need finance.',
    ...['The agent says', 'The customer was charged twice.', 'Agent  billing-bot'],
    ...[
      'Afterwards  can be taken back within 7d of its success',
      'Votes  0 of 1, needs 1 from finance',
    ],
    'Until  2026-06-01 12:15 UTC, not done if nobody decides',
    `Fingerprint 000000000000 · ${card.actionId}`,
    ...['Approve', 'Deny…', 'Open in console'],
  ])
  expect(labelsOf(rendered)).toEqual(['hp.approve', 'hp.deny', 'hp.open'])
})

test('afterwards it says who decided and what came of it, and has no button to decide', () => {
  const rendered = render({ ...decided('approved'), result: [row('id', 'rf_1')] })
  sound(rendered)
  expect(shownText(rendered.payload.blocks)).toContain('ana approved (chat, slack)')
  expect(shownText(rendered.payload.blocks)).toContain('Result\nid  rf_1')
  expect(labelsOf(rendered)).toEqual(['hp.open'])
})

test('where chat is not enough there is only the way to sign', () => {
  const rendered = render({ ...card, buttons: ['sign', 'deny'] })
  sound(rendered)
  expect(labelsOf(rendered)).toEqual(['hp.open.sign', 'hp.deny'])
})

describe('what is too large for Slack', () => {
  test.each<[string, Partial<Card>]>([
    ['a value without end', { rows: [row('a', 'x'.repeat(50_000))] }],
    ['a justification without end', { justification: [{ foreign: 'x'.repeat(50_000) }] }],
    ['fields without end', { rows: Array.from({ length: 500 }, (_, n) => row(`f${n}`, 'x')) }],
    [
      'lines in boxes',
      { rows: Array.from({ length: 40 }, (_, n) => row(`f${n}`, 'a\nb'.repeat(80))) },
    ],
    ['text that JSON writes longer', { rows: [row('a', '"\\\n'.repeat(5_000))] }],
    ['a label without end', { rows: [row('x'.repeat(5_000), 'a')] }],
  ])('%s: is cut, says so, and cannot be approved there', (_, change) => {
    const rendered = render({ ...card, ...change })
    sound(rendered)
    expect(rendered.isComplete).toBe(false)
    expect(rendered.omitted.length).toBeGreaterThan(0)
    expect(shownText(rendered.payload.blocks)).toMatch(/more (character|field)|too large for Slack/)
    expect(labelsOf(rendered)).toEqual(['hp.deny', 'hp.open'])
    expect(shownText(rendered.payload.blocks)).toContain('refund 1250 EUR')
    expect(shownText(rendered.payload.blocks)).toContain(card.fingerprint)
  })

  test('in brief it still says who wants what, and can be denied', () => {
    const rendered = renderBrief(card)
    sound(rendered)
    expect(rendered.isComplete).toBe(false)
    expect(labelsOf(rendered)).toEqual(['hp.deny', 'hp.open'])
    expect(shownText(rendered.payload.blocks)).not.toContain('1250\n')
  })
})

test('25 groups that are asked fit on a card that can be approved', () => {
  const groups = Array.from({ length: 25 }, (_, n) => `needs 1 from a-group-with-a-long-name-${n}`)
  const rendered = render({ ...card, progress: [[`0 of 25, ${groups.join(', ')}`]] })
  sound(rendered)
  expect(rendered.isComplete).toBe(true)
  expect(shownText(rendered.payload.blocks)).toContain('a-group-with-a-long-name-24')
})

test('lines of a value stand in a box of their own, where they cannot pass for ours', () => {
  const { payload } = render({ ...card, rows: [row('note', 'fine\nVotes  2 of 2')] })
  const [, body] = payload.blocks
  expect(body?.['elements']).toContainEqual({
    type: 'rich_text_preformatted',
    elements: [{ type: 'text', text: 'fine\nVotes  2 of 2' }],
  })
})

test('a preview has the headline and how it stands, and no parameter', () => {
  expect(previewOf({ ...card, headline: [{ foreign: '<!channel> & co' }] })).toBe(
    'Needs approval: &lt;!channel&gt; &amp; co',
  )
  expect(previewOf(card)).not.toContain('EMAIL')
})

test('each revision has blocks of its own, so that Slack draws it anew', () => {
  const ids = (one: Card) => render(one).payload.blocks.flatMap((block) => block['block_id'] ?? [])
  expect(ids(card)).toEqual(['hp:3', 'hp:3:do'])
  expect(ids({ ...card, revision: 4 })).toEqual(['hp:4', 'hp:4:do'])
})
