/** A card as Teams shows it: Adaptive Card 1.5, texts of others in TextRuns alone. Pure: the same card gives the same bytes. */
import type { Card, CardState, Line, Row } from '../../card/card.ts'
import { fit, type Room, withoutApproval } from '../../card/fit.ts'
import type { Nudge } from '../port.ts'
import { buttonsOf, refreshOf } from './buttons.ts'
import {
  paragraph,
  previewOf,
  type RichTextBlock,
  type RunStyle,
  runsOf,
  sizeInCard,
} from './words.ts'

/** Teams refuses messages of 28 kB by some of its pages, 40 kB by others; around the card there is the message. */
export const cardBytesMax = 24 * 1024
/** Tried from the left until the bytes fit: what a paragraph takes beside its words is an estimate. */
const totals = [19_000, 14_000, 9000, 5000, 2500]
const room: Omit<Room, 'total'> = {
  sizeOf: sizeInCard,
  rowOverhead: 170,
  headline: 600,
  label: 300,
  value: 6000,
  rows: 40,
  story: 12,
}
/** More lines than this of one value only push everything else away. */
const codeLinesMax = 60
const digestCardsMax = 15
const contentType = 'application/vnd.microsoft.card.adaptive'

export interface Rendered {
  readonly card: object
  /** For previews and lists. */
  readonly preview: string
  readonly isComplete: boolean
  readonly omitted: readonly string[]
}

export function renderCard(card: Card): Rendered {
  const preview = previewOf([`${card.mark}: `, ...card.headline])
  for (const total of totals) {
    const { card: shown, isComplete, note, omitted } = fit(card, { ...room, total })
    const made = adaptive(shown, isComplete, note)
    if (bytesOf(made) <= cardBytesMax) return { card: made, preview, isComplete, omitted }
  }
  return {
    card: barest(card),
    preview,
    isComplete: false,
    omitted: ['everything but the headline'],
  }
}

/** What is left when nothing else fits: it can be denied from, and opened. */
function barest(card: Card): object {
  const none = { rows: [], forWhom: [], progress: [], result: [], story: [] }
  const small = fit({ ...card, ...none }, { ...room, total: 2000, value: 200 }).card
  return adaptive(withoutApproval(small), false, 'Open it in the console.')
}

/** Several that wait, the most urgent first; each is decided in the console or on its own card. */
export function renderDigest(cards: readonly Card[]): Rendered {
  const shown = cards.slice(0, digestCardsMax)
  const more = cards.length - shown.length
  const title = `${cards.length} requests wait for approval`
  const [first] = shown
  const body = [
    paragraph(runsOf(title, { weight: 'Bolder', size: 'Medium' })),
    ...shown.flatMap((card) => digestLine(fit(card, { ...room, total: 3000 }).card)),
    ...(more > 0 ? [paragraph(runsOf(`… and ${more} more`, { isSubtle: true }), 'Small')] : []),
    ...(first === undefined ? [] : [actions([openInbox(first.link)])]),
  ]
  const card = { type: 'AdaptiveCard', version: '1.5', body, fallbackText: title }
  return { card, preview: title, isComplete: false, omitted: ['everything but headlines'] }
}

/** The message around a card. */
export function activityOf({ card, preview }: Rendered): object {
  return {
    ...{ type: 'message', summary: preview },
    attachments: [{ contentType, content: card }],
  }
}

/** Draws attention to a card above it: our words and the headline's. */
export function nudgeOf(card: Card, nudge: Nudge): object {
  const words = nudge === 'reminder' ? 'Still to be decided' : 'Others are asked as well now'
  const text = previewOf([`${words}: `, ...card.headline])
  return { type: 'message', textFormat: 'plain', text, summary: text }
}

function adaptive(card: Card, isComplete: boolean, note: string | undefined): object {
  const buttons = buttonsOf(card, isComplete)
  return {
    ...{ type: 'AdaptiveCard', version: '1.5' },
    fallbackText: `${card.mark}. This client is too old to show it: open the console.`,
    ...(card.state === 'pending' ? { refresh: refreshOf(card) } : {}),
    body: [
      ...head(card),
      ...(note === undefined ? [] : [incomplete(note)]),
      ...card.rows.flatMap(rowOf),
      ...about(card),
      ...after(card),
      foot(card),
      ...(buttons.length > 0 ? [actions(buttons)] : []),
    ],
  }
}

function head({ mark, state, risk, headline }: Card): RichTextBlock[] {
  const chips = [
    ...runsOf(`${signs[state]} ${mark}`, { weight: 'Bolder', ...colorOf(state) }),
    ...(risk === undefined ? [] : runsOf(`   ${riskSigns[risk]} ${risk} risk`)),
  ]
  return [
    paragraph(chips),
    paragraph(runsOf(headline, { weight: 'Bolder', size: 'Medium' }), 'Small'),
  ]
}

function incomplete(note: string): RichTextBlock {
  const words = `⚠ Not all of it is shown here, so it can't be approved here. ${note}`
  return paragraph(runsOf(words, { color: 'Warning' }), 'Small')
}

function rowOf({ label, value, kind, before, isCut }: Row): RichTextBlock[] {
  const name = runsOf([...label, '  '], { isSubtle: true })
  const cut = isCut === true ? runsOf(' (not all of it can be shown)', { color: 'Warning' }) : []
  switch (kind) {
    case 'text':
      return [paragraph([...name, ...runsOf(value), ...cut], 'Small')]
    case 'change': {
      const former = before === undefined ? [] : runsOf([' (before: ', ...before, ')'], old)
      return [paragraph([...name, ...runsOf(value), ...former, ...cut], 'Small')]
    }
    case 'code':
      return [paragraph([...name, ...cut], 'Small'), ...codeOf(value)]
  }
}

/** A paragraph for each line: not every client breaks a line within one. */
function codeOf(value: Line): RichTextBlock[] {
  const lines = linesOf(value)
  const own = lines.slice(0, codeLinesMax - 1)
  const rest = lines.slice(codeLinesMax - 1)
  const last = rest.flatMap((line, index) => (index === 0 ? line : ['\n', ...line]))
  const all = rest.length === 0 ? own : [...own, last]
  return all.map((line) => paragraph(runsOf(line.length > 0 ? line : [' '], mono)))
}

function linesOf(value: Line): Line[] {
  const lines: (string | { readonly foreign: string })[][] = [[]]
  for (const part of value) {
    const [first = '', ...others] = (typeof part === 'string' ? part : part.foreign).split('\n')
    const like = (text: string) => (typeof part === 'string' ? text : { foreign: text })
    if (first !== '') lines.at(-1)?.push(like(first))
    for (const other of others) lines.push(other === '' ? [] : [like(other)])
  }
  return lines
}

function about(card: Card): RichTextBlock[] {
  const { masked, whyStopped, justification, forWhom, progress, reversible, clock } = card
  const subtle = (line: Line | string) => paragraph(runsOf(line, { isSubtle: true }))
  return [
    ...(masked === undefined ? [] : [subtle(masked)]),
    paragraph(runsOf(['Stopped because: ', ...whyStopped]), 'Medium'),
    ...(justification === undefined
      ? []
      : [paragraph(runsOf(['The agent says: ', ...justification]))]),
    ...forWhom.flatMap(rowOf),
    ...progress.map((line) => paragraph(runsOf(line))),
    ...(reversible === undefined ? [] : [subtle(reversible)]),
    ...(clock === undefined
      ? []
      : [paragraph(runsOf(`⏱ until ${timeOf(clock.untilMs)}: ${clock.after}`))]),
  ]
}

function after({ result = [], story }: Card): RichTextBlock[] {
  return [
    ...result.flatMap(rowOf),
    ...story.map(({ atMs, line }) =>
      paragraph(runsOf([`${timeOf(atMs)}  `, ...line], { isSubtle: true, size: 'Small' })),
    ),
  ]
}

const foot = ({ fingerprint, actionId }: Card): RichTextBlock =>
  paragraph(
    runsOf(`Fingerprint ${fingerprint} · action ${actionId}`, { isSubtle: true, size: 'Small' }),
    'Medium',
  )

function digestLine({ headline, risk, clock, link }: Card): object[] {
  const when = clock === undefined ? '' : ` · until ${timeOf(clock.untilMs)}`
  const chip = risk === undefined ? '' : `${riskSigns[risk]} ${risk} risk · `
  const open = { type: 'Action.OpenUrl', url: link }
  const [first, ...rest] = runsOf([chip, ...headline, when])
  return first === undefined
    ? []
    : [paragraph([{ ...first, ...{ selectAction: open } }, ...rest], 'Small')]
}

const actions = (list: readonly object[]): object => ({ type: 'ActionSet', actions: list })

function openInbox(link: string): object {
  return { type: 'Action.OpenUrl', title: 'Open the inbox', url: link.replace(/\/a\/[^/]*$/, '/') }
}

/** Absolute, with its zone: a relative time would be wrong as soon as it is read. */
const timeOf = (atMs: number): string =>
  `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`

const bytesOf = (card: object): number => Buffer.byteLength(JSON.stringify(card))

const mono: RunStyle = { fontType: 'Monospace' }
const old: RunStyle = { isSubtle: true, strikethrough: true }
const riskSigns = { low: '○', medium: '◐', high: '▲', critical: '⛔' } as const
const signs: Readonly<Record<CardState, string>> = {
  ...{ pending: '⏳', frozen: '❄', approved: '✔', claimed: '▶', succeeded: '✔', failed: '✖' },
  ...{ unknown: '?', denied: '✖', expired: '⌛', withdrawn: '↩', revoked: '↩', lapsed: '⌛' },
}

function colorOf(state: CardState): RunStyle {
  switch (state) {
    case 'approved':
    case 'claimed':
    case 'succeeded':
      return { color: 'Good' }
    case 'denied':
    case 'failed':
    case 'unknown':
    case 'revoked':
      return { color: 'Attention' }
    case 'pending':
    case 'frozen':
    case 'expired':
    case 'withdrawn':
    case 'lapsed':
      return {}
  }
}
