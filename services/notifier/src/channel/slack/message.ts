/** A card as a Slack message: pure, within Slack's limits, and honest about what did not fit. */
import type { Risk } from '@holdpoint/contracts'
import type { Card, Line, Row } from '../../card/card.ts'
import { type Fitted, fit, type Room, withoutApproval } from '../../card/fit.ts'
import {
  type Block,
  bold,
  button,
  context,
  escaped,
  plain,
  preformatted,
  quote,
  type Rich,
  rich,
  run,
  section,
  wordsOf,
} from './block.ts'
import { locatorText } from './locator.ts'

/** Slack refuses blocks somewhere above 13,000 characters of JSON, and does not say where (slackapi/bolt-js#2509, #2867). */
const blocksCharsMax = 12_000
/** What the words of a card may take of that; the rest is buttons, fingerprint and brackets. */
const wordsCharsMax = 9_000
/** Brackets around a row: a section with two runs. */
const rowCharsOverhead = 130
/** Slack's limit on a header. */
const headerCharsMax = 150
/** Long enough for a page; more is read in the console. */
const valueCharsMax = 2_900
const labelCharsMax = 150
const rowsMax = 40
/** A whole life: asked, two votes, approved, started, done. The thread has all of them. */
const storyMax = 6

/** Foreign text as JSON writes it: what the limit counts. */
const room: Room = {
  sizeOf: (text) => JSON.stringify(text).length - 2,
  ...{ total: wordsCharsMax, rowOverhead: rowCharsOverhead, headline: headerCharsMax },
  ...{ label: labelCharsMax, value: valueCharsMax, rows: rowsMax, story: storyMax },
}

const riskChips: Readonly<Record<Risk, string>> = {
  low: '▽ low risk',
  medium: '◇ medium risk',
  high: '△ high risk',
  critical: '▲ critical risk',
}

/** Ids of our buttons. */
export const buttonIds = { approve: 'hp.approve', deny: 'hp.deny', open: 'hp.open' } as const

export interface Message {
  /** For previews and readers of screens: the headline and how it stands. */
  readonly text: string
  readonly blocks: readonly Block[]
}

export interface Rendered {
  readonly payload: Message
  /** Everything that was asked is shown; only then there is a button to approve. */
  readonly isComplete: boolean
  readonly omitted: readonly string[]
}

export function render(card: Card): Rendered {
  const fitted = fit(card, room)
  const blocks = blocksOf(fitted)
  if (JSON.stringify(blocks).length > blocksCharsMax) return renderBrief(card)
  const { isComplete, omitted } = fitted
  return { payload: { text: previewOf(card), blocks }, isComplete, omitted }
}

/** Where Slack refuses the whole: the headline and the way to the console. It can be denied from here. */
export function renderBrief(card: Card): Rendered {
  const note = 'This is too large for Slack: open it in the console.'
  const bare = {
    ...{ ...withoutApproval(card), rows: [], forWhom: [], story: [], progress: [] },
    whyStopped: [],
  }
  const { justification: _, result: _result, ...brief } = bare
  const { card: short } = fit(brief, room)
  const blocks = blocksOf({ card: short, isComplete: false, note, omitted: [] })
  const omitted = ['fields', 'justification', 'why it was stopped']
  return { payload: { text: previewOf(card), blocks }, isComplete: false, omitted }
}

/** `Needs approval: billing-bot wants to …` */
export function previewOf({ mark, headline }: Card): string {
  return escaped(`${mark}: ${wordsOf(headline)}`)
}

/** Of the message: another one after each change, so that Slack draws it anew. */
export const blockIdOf = ({ revision }: Card): string => `hp:${revision}`

/** `2026-06-01 12:15 UTC` */
export function timeText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function blocksOf({ card, isComplete, note }: Fitted): readonly Block[] {
  const { headline, mark, risk, rows, fingerprint, actionId } = card
  const chip = risk === undefined ? '' : ` · ${riskChips[risk]}`
  const title = wordsOf(headline)
  const elements = [section(bold(mark), run(chip)), ...rows.flatMap(rowOf), ...wordsBelow(card)]
  const notes = note === undefined ? [] : [note]
  return [
    { type: 'header', block_id: blockIdOf(card), text: plain(title) },
    rich(...elements),
    context(...notes, `Fingerprint ${fingerprint} · ${actionId}`),
    ...actionsOf(card, isComplete),
  ]
}

/** What is not asked for itself, but says what it is about. */
function wordsBelow(card: Card): readonly Rich[] {
  const { masked, whyStopped, justification, forWhom, progress, clock, reversible } = card
  const { result = [], story, state } = card
  const line = (label: string, words: Line | string | undefined): Rich[] => {
    const text = typeof words === 'object' ? wordsOf(words) : (words ?? '')
    return text === '' ? [] : [section(bold(`${label}  `), run(text))]
  }
  const isOpen = state === 'pending' || state === 'frozen'
  return [
    ...line('Masked', masked),
    ...line('Stopped', whyStopped),
    ...(justification ? [section(bold('The agent says')), quote(wordsOf(justification))] : []),
    ...forWhom.flatMap(rowOf),
    ...line('Afterwards', reversible),
    ...progress.flatMap((words) => line('Votes', words)),
    ...line('Until', clock && `${timeText(clock.untilMs)}, ${clock.after}`),
    ...(isOpen ? [] : story.flatMap(({ atMs, line: words }) => line(timeText(atMs), words))),
    ...(result.length > 0 ? [section(bold('Result')), ...result.flatMap(rowOf)] : []),
  ]
}

/** Values of several lines stand in a box, so that none of their lines can pass for one of ours. */
function rowOf({ label, value, before, kind }: Row): readonly Rich[] {
  const name = bold(`${wordsOf(label)}  `)
  const now = wordsOf(value)
  const was = before === undefined ? undefined : wordsOf(before)
  if (kind === 'code' || /[\n\r]/.test(now + (was ?? ''))) {
    const former = was === undefined ? [] : [section(run('was')), preformatted(was)]
    const change = was === undefined ? [] : [section(run('now'))]
    return [section(name), ...former, ...change, preformatted(now)]
  }
  return [section(name, ...(was === undefined ? [] : [run(`was ${was}, now `)]), run(now))]
}

function actionsOf(card: Card, isComplete: boolean): readonly Block[] {
  const elements = card.buttons.map((name) => buttonOf(name, card, isComplete))
  return elements.length === 0
    ? []
    : [{ type: 'actions', block_id: `${blockIdOf(card)}:do`, elements }]
}

function buttonOf(name: Card['buttons'][number], card: Card, isComplete: boolean): Block {
  const { link: url } = card
  const value = locatorText(card, isComplete)
  switch (name) {
    case 'approve':
      return button({ id: buttonIds.approve, label: 'Approve', value, isPrimary: true })
    case 'deny':
      return button({ id: buttonIds.deny, label: 'Deny…', value })
    case 'sign':
      return button({ id: `${buttonIds.open}.sign`, label: 'Review and sign', url })
    case 'open':
      return button({ id: buttonIds.open, label: 'Open in console', url })
  }
}
