/** Cards as Teams shows them: valid by the published schema, small enough, and dead wherever somebody else's text stands. */
import { cardProblems } from '@holdpoint/testkit'
import { describe, expect, test } from 'vitest'
import type { Card, CardState, Row } from '../../card/card.ts'
import { hostileTexts, neverSent } from '../../card/hostile.ts'
import { inert } from '../../card/inert.ts'
import { cardOf, decidedCard, sampleCard } from '../../card/sample.ts'
import { activityOf, cardBytesMax, renderCard, renderDigest } from './render.ts'
import { runsOf } from './words.ts'

type Node = Readonly<Record<string, unknown>>

/** Every object in it. */
function nodesOf(value: unknown): Node[] {
  if (typeof value !== 'object' || value === null) return []
  const own = Array.isArray(value) ? [] : [value as Node]
  return [...own, ...Object.values(value).flatMap(nodesOf)]
}
/** All texts that a client parses: anything that is shown and is not in a TextRun. */
const parsedTexts = (card: object): string[] =>
  nodesOf(card)
    .filter(({ type }) => type !== 'TextRun')
    .flatMap(({ text, title, label, placeholder, value, fallbackText, errorMessage }) => [
      ...[text, title, label, placeholder, value, fallbackText, errorMessage],
    ])
    .filter((text) => typeof text === 'string')
const runTexts = (card: object): string[] =>
  nodesOf(card).flatMap(({ type, text }) => (type === 'TextRun' ? [String(text)] : []))
const linksOf = (card: object): string[] =>
  nodesOf(card).flatMap(({ url }) => (typeof url === 'string' ? [url] : []))
const titlesOf = (card: object): string[] =>
  nodesOf(card).flatMap(({ type, title }) =>
    String(type).startsWith('Action.') ? [String(title)] : [],
  )
const bytesOf = (value: object) => Buffer.byteLength(JSON.stringify(value))

/** As client code fills dates in, links addresses and takes mentions, run by run. */
const live = [/\{\{/, /<\/?at\b/i, /:\/\//, /www\./i, /\]\(/, /\]\[/, /\$\{/]
const ours = new Set(parsedTexts(renderCard(cardOf('x')).card))

describe.each(hostileTexts)('$name', ({ text }) => {
  const { card, preview } = renderCard(cardOf(text))

  test('stands in TextRuns alone, where nothing of it means anything', () => {
    for (const parsed of parsedTexts(card)) expect(ours).toContain(parsed)
    for (const run of runTexts(card)) for (const pattern of live) expect(run).not.toMatch(pattern)
    for (const run of runTexts(card)) expect(run).not.toMatch(neverSent)
  })

  test('opens nothing but the console', () => {
    for (const url of linksOf(card)) expect(url).toBe(sampleCard.link)
  })

  test('makes a card that Teams takes', () => {
    expect(cardProblems(card)).toEqual([])
    expect(bytesOf(card)).toBeLessThanOrEqual(cardBytesMax)
    expect(cardProblems(renderDigest(Array(40).fill(cardOf(text))).card)).toEqual([])
  })

  test('says in previews words alone', () => {
    expect(preview).toMatch(/^[\p{L}\p{M}\p{N} .,;:@+%€$£'’_⟦⟧·-]*$/u)
    expect(preview).not.toMatch(neverSent)
    expect(preview).not.toMatch(/:\/\//)
  })
})

test('a text that is cut in two shows the same', () => {
  for (const { text } of hostileTexts) {
    const shown = runsOf([{ foreign: inert(text) }])
    expect(shown.map((run) => run.text).join('')).toBe(inert(text))
  }
})

describe('a copy that is not complete', () => {
  const long: Row = { label: ['Body'], value: [{ foreign: 'x'.repeat(50_000) }], kind: 'text' }
  const many = Array.from({ length: 400 }, (_, at): Row => ({ ...long, label: [`f${at}`] }))
  test.each<[string, Partial<Card>]>([
    ['one long value', { rows: [long] }],
    ['many fields', { rows: many }],
    ['a long justification', { justification: [{ foreign: 'y '.repeat(30_000) }] }],
    ['a blob', { rows: [{ ...long, value: ['PNG, 3 MB'], isCut: true }] }],
    [
      'lines without end',
      { rows: [{ ...long, value: [{ foreign: 'l\n'.repeat(20_000) }], kind: 'code' }] },
    ],
    ['braces without end', { rows: [{ ...long, value: [{ foreign: '{'.repeat(20_000) }] }] }],
    ['long names of people', { progress: [[{ foreign: 'n'.repeat(30_000) }]], rows: many }],
  ])('has no Approve, can be denied, says so, and fits: %s', (_, change) => {
    const { card, isComplete } = renderCard({ ...sampleCard, ...change })
    expect(isComplete).toBe(false)
    expect(titlesOf(card)).not.toContain('Approve')
    expect(titlesOf(card)).toContain('Deny')
    expect(bytesOf(card)).toBeLessThanOrEqual(cardBytesMax)
    expect(cardProblems(card)).toEqual([])
    expect(runTexts(card).join('')).toMatch(/not all of it|Not all of it/)
    expect(JSON.stringify(card)).not.toContain('"c":1')
    // What is never dropped.
    const all = runTexts(card).join('')
    for (const part of ['billing-bot', sampleCard.fingerprint, sampleCard.actionId, '12:15 UTC'])
      expect(all).toContain(part)
  })
})

test('a card that fits is complete, and says all of it', () => {
  const { card, isComplete, omitted } = renderCard(sampleCard)
  expect([isComplete, omitted]).toEqual([true, []])
  const text = runTexts(card).join(' ')
  for (const part of ['Needs approval', 'high risk', '⟦EMAIL·K7QX2M9A⟧', '1250', '1 value masked'])
    expect(text).toContain(part)
  for (const part of ['money leaves', 'charged twice', 'run-1', 'needs 1 from finance', 'reversed'])
    expect(text).toContain(part)
  expect(cardProblems(card)).toEqual([])
})

test('buttons carry a locator and nothing else, each with a way for old clients', () => {
  const { card } = renderCard(sampleCard)
  const runs = nodesOf(card).filter(
    ({ type, verb }) => type === 'Action.Execute' && verb !== 'hp.refresh',
  )
  expect(runs.map(({ verb }) => verb)).toEqual(['hp.approve', 'hp.deny'])
  for (const run of runs) {
    const hp = { v: 1, a: sampleCard.actionId, d: sampleCard.presented, r: 1, c: 1 }
    expect(run['data']).toEqual({ hp })
    expect(run['fallback']).toMatchObject({ type: 'Action.OpenUrl', url: sampleCard.link })
  }
  expect(nodesOf(card).some(({ type }) => type === 'Action.Submit')).toBe(false)
  const inputs = nodesOf(card).filter(({ type }) => String(type).startsWith('Input.'))
  for (const { id } of inputs) expect(id).toMatch(/^in_/)
})

test('a reason that the policy wants is wanted of both', () => {
  const { card } = renderCard({ ...sampleCard, reasonRequired: true })
  const required = nodesOf(card).filter(({ isRequired }) => isRequired === true)
  expect(required.map(({ id }) => id)).toEqual(['in_why', 'in_reason'])
  expect(cardProblems(card)).toEqual([])
})

test('what needs a signature is signed in the console', () => {
  const { card } = renderCard({ ...sampleCard, buttons: ['deny', 'sign', 'open'] })
  expect(titlesOf(card)).toContain('Review and sign')
  expect(titlesOf(card)).not.toContain('Approve')
})

test('a decided card has no buttons but the console’s, and no refresh', () => {
  const { card } = renderCard(decidedCard)
  expect(titlesOf(card)).toEqual(['Open in console'])
  expect(card).not.toHaveProperty('refresh')
  expect(runTexts(card).join('')).toContain('Denied by ana')
})

test.each<CardState>([
  ...(['pending', 'frozen', 'approved', 'claimed', 'succeeded', 'failed'] as const),
  ...(['unknown', 'denied', 'expired', 'withdrawn', 'revoked', 'lapsed'] as const),
])('%s is a card that Teams takes, with the state as a sign and a word', (state) => {
  const { card } = renderCard({ ...sampleCard, state, mark: state })
  expect(cardProblems(card)).toEqual([])
  expect(runTexts(card)[0]).toMatch(new RegExp(`^\\S+ ${state}$`, 'u'))
})

test('the message around it has the headline in its preview, and no parameter', () => {
  const activity = activityOf(renderCard(sampleCard)) as { summary: string }
  expect(activity.summary).toBe('Needs approval: billing-bot wants to refund 1,250.00 EUR')
  expect(bytesOf(activity)).toBeLessThan(28 * 1024)
})

test('a digest says what waits, and decides nothing', () => {
  const { card } = renderDigest(Array(40).fill(sampleCard))
  expect(runTexts(card)[0]).toBe('40 requests wait for approval')
  expect(runTexts(card).join(' ')).toContain('… and 25 more')
  expect(nodesOf(card).some(({ type }) => type === 'Action.Execute')).toBe(false)
  expect(linksOf(card).at(-1)).toBe('https://hold.example/')
})
