/**
 * A card as Markdown, for sinks that know nothing but Markdown. Text of somebody else stands in code, on one line or in a block, where no sink reads markup, links,
 * mentions or emoji; the one sign that could end it is shown as its code. Pure.
 */
import type { Card, Line, Row } from './card.ts'
import { noteOf } from './cut.ts'
import { fit, type Room } from './fit.ts'

const tick = '[U+0060]'
/** Marks of code around each of its parts, which may be a block. */
const rowOverhead = 48
const room: Omit<Room, 'total'> = {
  ...{ sizeOf: (text) => text.replaceAll('`', tick).length, rowOverhead },
  ...{ headline: 400, label: 80, value: 3_000, rows: 100, story: 10 },
}
/** Requests in one digest; the rest is counted. */
const headlinesMax = 25

export interface Markdown {
  readonly text: string
  /** As shown: with Approve only where it shows everything. */
  readonly card: Card
  readonly isComplete: boolean
}

/** In so many characters at most. */
export function markdownOf(card: Card, charsMax: number): Markdown {
  // Our own words around it all take about a thousand.
  const fitted = fit(card, { ...room, total: charsMax - 1_000 })
  const { card: shown, isComplete, note } = fitted
  const { justification, masked, reversible, clock, risk } = shown
  const parts = [
    `**${shown.mark}**${risk === undefined ? '' : ` (risk: ${risk})`}: ${inLine(shown.headline)}`,
    ...shown.rows.map(rowText),
    ...(masked === undefined ? [] : [masked]),
    `Why it stopped: ${inLine(shown.whyStopped)}`,
    ...(justification === undefined ? [] : [`The agent says: ${inLine(justification)}`]),
    ...shown.forWhom.map(rowText),
    ...shown.progress.map(inLine),
    ...(reversible === undefined ? [] : [reversible]),
    ...(clock === undefined ? [] : [`Until ${timeText(clock.untilMs)}: ${clock.after}`]),
    ...(shown.result ?? []).map(rowText),
    ...shown.story.map(({ atMs, line }) => `${timeText(atMs)} ${inLine(line)}`),
    ...(note === undefined ? [] : [note]),
    `\`${shown.fingerprint}\` \`${shown.actionId}\` [Open in the console](${shown.link})`,
  ]
  return { text: parts.join('\n\n'), card: shown, isComplete }
}

/** Several requests in one message: nothing but headlines, the most urgent first. */
export function headlinesOf(cards: readonly Card[]): string {
  const shown = cards.slice(0, headlinesMax)
  const lines = shown.map(
    ({ mark, headline, link }) => `- **${mark}**: ${inLine(headline)} [open](${link})`,
  )
  const left = cards.length - shown.length
  return [...lines, ...(left > 0 ? [noteOf(left).replace('character', 'request')] : [])].join('\n')
}

function rowText({ label, value, before }: Row): string {
  const change = before === undefined ? '' : ` (before: ${inLine(before)})`
  return `${inLine(label)}: ${inLine(value)}${change}`
}

/** A text of several lines makes its line a block. */
function inLine(line: Line): string {
  return line.map((part) => (typeof part === 'string' ? part : code(part.foreign))).join('')
}

function code(text: string): string {
  const safe = text.replaceAll('`', tick)
  if (safe.includes('\n')) return `\n\`\`\`\n${safe}\n\`\`\`\n`
  return safe === '' ? '' : `\` ${safe} \``
}

const timeText = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)} UTC`
