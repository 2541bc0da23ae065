/** A card as a mail: subject, text and HTML. Details only where the operator lets masked views go by mail; otherwise headline, clock and the way to the action. Pure. */
import type { Card } from '../../card/card.ts'
import { cutLine } from '../../card/cut.ts'
import { fit, type Room } from '../../card/fit.ts'
import { plain } from '../../card/plain.ts'
import type { Nudge } from '../port.ts'
import { subjectHeader } from './header.ts'
import { cardHeadHtml, cardHtml, escapeHtml, fingerprintHtml, htmlSize, lineHtml } from './html.ts'
import { cardHeadText, cardText, fingerprintText } from './text.ts'

/** Longer subjects are cut by programs anyway, where they like. */
const subjectCharsMax = 120
/** Some programs show no more than 100 kB of a mail and hide the rest behind a link. */
const htmlBytesMax = 95_000
/** So that what a decision is about fits, with tags and our own words. */
const room: Room = {
  ...{ sizeOf: htmlSize, total: 50_000, rowOverhead: 100 },
  ...{ headline: 400, label: 400, value: 8_000, rows: 200, story: 20 },
}
/** Most requests that a mail lists; the console has the rest. */
const listedMax = 50

export interface MailLimits {
  readonly isDetailed: boolean
}

/** Where the mail's one link leads. */
export interface Way {
  readonly url: string
  /** Whether one can decide there with a code instead of a login. */
  readonly withCode: boolean
}

export interface MailContent {
  /** As it stands in the header, encoded. */
  readonly subject: string
  readonly text: string
  readonly html: string
}

export interface RenderedMail {
  readonly payload: MailContent
  readonly isComplete: boolean
  readonly omitted: readonly string[]
}

export interface MailOccasion {
  /** An earlier mail of this thread was sent. */
  readonly isFollowing: boolean
  /** People are asked once more, or others as well. */
  readonly nudge?: Nudge | undefined
}

export function renderMail(
  card: Card,
  { isDetailed }: MailLimits,
  way: Way,
  { isFollowing, nudge }: MailOccasion,
): RenderedMail {
  const fitted = fit(card, room)
  const shown = slim(fitted.card, fitted.note)
  const subject = subjectHeader(
    `${isFollowing ? 'Re: ' : ''}Approval: ${plain(cutLine(card.headline, subjectCharsMax).line)}`,
  )
  const words = wayWords(card, way)
  const text = isDetailed ? cardText(shown, fitted.note) : cardHeadText(shown)
  const html = isDetailed ? cardHtml(shown, fitted.note) : cardHeadHtml(shown)
  const again = nudge === undefined ? [] : [nudgeWords[nudge]]
  return {
    payload: {
      subject,
      text: `${[...again, text, '', `${words}: ${way.url}`, '', fingerprintText(card), replyWords].join('\n')}\n`,
      html: page([
        ...again.map((line) => `<p>${line}</p>`),
        html,
        `<p><a href="${escapeHtml(way.url)}">${words}</a></p>`,
        fingerprintHtml(card),
        `<p><small>${replyWords}</small></p>`,
      ]),
    },
    isComplete: isDetailed && fitted.isComplete,
    omitted: isDetailed ? fitted.omitted : ['view'],
  }
}

/** Nobody decides about a result: where it makes the mail too long, it stands in the console alone. */
function slim(card: Card, note: string | undefined): Card {
  if (Buffer.byteLength(cardHtml(card, note)) <= htmlBytesMax) return card
  const { result: _, ...rest } = card
  return { ...rest, result: [{ label: ['Result'], value: ['open in the console'], kind: 'text' }] }
}

/** Several that wait, most urgent first: headlines, and where to look. */
export function renderMailDigest(cards: readonly Card[], inbox: string): RenderedMail {
  const listed = cards.slice(0, listedMax).map((card) => fit(card, room).card)
  const more = cards.length - listed.length
  const rest = more === 0 ? [] : [`and ${more} more`]
  const title = `${cards.length} requests wait for approval`
  const text = listed.map((card) => `${cardHeadText(card)}\n${card.link}\n`)
  const items = listed.map(
    ({ link, mark, headline }) =>
      `<li>${escapeHtml(mark)}: ${lineHtml(headline)} <a href="${escapeHtml(link)}">Open</a></li>`,
  )
  return {
    payload: {
      subject: subjectHeader(title),
      text: `${[title, '', ...text, ...rest, `All of them: ${inbox}`, replyWords].join('\n')}\n`,
      html: page([
        `<h1>${title}</h1><ul>${items.join('\n')}</ul>`,
        ...rest.map((words) => `<p>${words}</p>`),
        `<p><a href="${escapeHtml(inbox)}">All of them</a></p>`,
        `<p><small>${replyWords}</small></p>`,
      ]),
    },
    isComplete: false,
    omitted: ['view'],
  }
}

const nudgeWords: Readonly<Record<Nudge, string>> = {
  reminder: 'A reminder: this still waits for a decision.',
  escalation: 'Nobody has decided this yet: you are asked as well.',
}
const replyWords = 'A reply to this mail decides nothing.'

function wayWords({ buttons }: Card, { withCode }: Way): string {
  if (withCode) return 'Look at it and decide'
  return buttons.includes('approve') || buttons.includes('sign')
    ? 'Sign in, look at it and decide'
    : 'Open in the console'
}

function page(parts: readonly string[]): string {
  const body = parts.join('\n')
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Holdpoint</title></head><body>\n${body}\n</body></html>\n`
}
