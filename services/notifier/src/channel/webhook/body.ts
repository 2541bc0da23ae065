/** Bodies of outgoing webhooks: what happened, to which action, where to look. The masked view only where the operator wants it there and it fits. Pure. */
import { canonicalize } from '@holdpoint/contracts'
import type { Card, Line, Row } from '../../card/card.ts'
import { cutLine } from '../../card/cut.ts'
import { plain } from '../../card/plain.ts'

/** What the specification asks senders to stay below. */
export const bodyBytesMax = 20_000
/** All that a headline says stands in the view too. */
const headlineCharsMax = 300

export interface WebhookLimits {
  readonly bytesMax: number
  /** Whether the masked view goes along. */
  readonly isDetailed: boolean
}

export interface RenderedWebhook {
  readonly payload: Buffer
  /** Whether the whole masked view is in it. */
  readonly isComplete: boolean
  readonly omitted: readonly string[]
}

/** The same card gives the same bytes, so that a retry is a repeat. */
export function renderWebhook(card: Card, limits: WebhookLimits): RenderedWebhook {
  const timestamp = timeOf(card)
  const type = `approval.${card.state}`
  const thin = { type, timestamp, data: headOf(card) }
  if (!limits.isDetailed) return rendered(thin, false, ['view'])
  const whole = rendered({ ...thin, data: { ...thin.data, view: viewOf(card) } }, isWhole(card), [])
  if (whole.payload.length <= limits.bytesMax) return whole
  return rendered({ ...thin, data: { ...thin.data, omitted: ['view'] } }, false, ['view'])
}

/** Several that wait, most urgent first; those for which there is no room are counted. */
export function renderDigest(cards: readonly Card[], { bytesMax }: WebhookLimits): RenderedWebhook {
  const timestamp = cards.map(timeOf).toSorted().at(-1) ?? new Date(0).toISOString()
  for (let count = cards.length; ; count = Math.floor(count / 2)) {
    const more = cards.length - count
    const approvals = cards.slice(0, count).map(headOf)
    const whole = rendered(
      { type: 'approval.digest', timestamp, data: { approvals, more } },
      false,
      more === 0 ? [] : ['approvals'],
    )
    if (whole.payload.length <= bytesMax || count === 0) return whole
  }
}

function headOf(card: Card): object {
  const { actionId, presented, fingerprint, revision, state, mark, risk, link, clock } = card
  return {
    ...{ actionId, presented, fingerprint, revision, state, mark, link },
    headline: plain(cutLine(card.headline, headlineCharsMax).line),
    ...(risk === undefined ? {} : { risk }),
    ...(clock === undefined
      ? {}
      : { until: new Date(clock.untilMs).toISOString(), after: clock.after }),
  }
}

function viewOf(card: Card): object {
  const { rows, masked, whyStopped, justification, forWhom, progress, reversible } = card
  return {
    rows: rows.map(rowOf),
    ...(masked === undefined ? {} : { masked }),
    whyStopped: plain(whyStopped),
    ...(justification === undefined ? {} : { justification: plain(justification) }),
    forWhom: forWhom.map(rowOf),
    progress: progress.map(plain),
    ...(reversible === undefined ? {} : { reversible }),
    story: card.story.map(({ atMs, line }) => ({
      at: new Date(atMs).toISOString(),
      is: plain(line),
    })),
    reasonRequired: card.reasonRequired,
  }
}

function rowOf({ label, value, before, isCut }: Row): object {
  const was = (line: Line) => ({ before: plain(line) })
  return {
    label: plain(label),
    value: plain(value),
    ...(before === undefined ? {} : was(before)),
    ...(isCut ? { isCut } : {}),
  }
}

const isWhole = ({ rows, forWhom }: Card): boolean =>
  ![...rows, ...forWhom].some((row) => row.isCut)

const timeOf = ({ story }: Card): string =>
  new Date(Math.max(0, ...story.map(({ atMs }) => atMs))).toISOString()

function rendered(value: object, isComplete: boolean, omitted: readonly string[]): RenderedWebhook {
  // Line ends of Unicode are legal in JSON and break who reads it as a script.
  const text = canonicalize(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
  return { payload: Buffer.from(text), isComplete, omitted }
}
