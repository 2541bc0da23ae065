/** What is told below a card as its life goes on, and which of it was told already. Pure. */
import type { Card } from '../../card/card.ts'
import { cutLine } from '../../card/cut.ts'
import type { Handle, Nudge } from '../port.ts'
import { bold, escaped, mention, rich, run, section, wordsOf } from './block.ts'
import { type Message, timeText } from './message.ts'

/** A reason takes a few lines; the console has all of it. */
const lineCharsMax = 1_000
/** Told at once, after a long absence. */
const linesMax = 8

/** More names in one line are read by nobody. */
const callsMax = 20

/** How far the thread is: when the last line happened that it has, and how many lines of that moment. */
export interface Told {
  readonly toldMs: number
  readonly toldCount: number
}

type Story = Card['story']

/** After all of the story was told, or stands in the message itself. */
export function toldAll(story: Story): Told {
  const toldMs = story.reduce((latest, { atMs }) => Math.max(latest, atMs), 0)
  return { toldMs, toldCount: story.filter(({ atMs }) => atMs === toldMs).length }
}

/** What has happened since, oldest first. Where nobody remembers how far it was, only the latest. */
export function newsOf(story: Story, handle: Handle): Story {
  const { toldMs, toldCount } = handle
  if (typeof toldMs !== 'number' || typeof toldCount !== 'number') return story.slice(0, 1)
  const later = story.filter(({ atMs }) => atMs > toldMs)
  const same = story.filter(({ atMs }) => atMs === toldMs)
  const unheard = same.slice(0, Math.max(0, same.length - toldCount))
  return [...later, ...unheard].toReversed()
}

export interface ThreadMessage extends Message {
  /** Shown in the channel too. */
  readonly reply_broadcast?: true
}

/** One message, so that it is told or it is not. Undefined: there is nothing to tell. */
export function threadMessage(
  news: Story,
  card: Card,
  nudge: Nudge | undefined,
  users: readonly string[],
): ThreadMessage | undefined {
  const told = news.length === 0 ? [] : newsIn(news)
  const called = nudge === undefined ? [] : [callOf(nudge, card, users)]
  const elements = [...told, ...called]
  if (elements.length === 0) return undefined
  const text = elements.map(({ words }) => words).join('\n')
  return {
    text: escaped(text),
    blocks: [rich(...elements.map(({ element }) => element))],
    ...(nudge === 'escalation' ? { reply_broadcast: true } : {}),
  }
}

function newsIn(news: Story) {
  const lines = news.slice(-linesMax).map(({ atMs, line }) => {
    const words = wordsOf(cutLine(line, lineCharsMax).line)
    return { words, element: section(bold(`${timeText(atMs)}  `), run(words)) }
  })
  const skipped = news.length - lines.length
  const words = `… ${skipped} earlier: open in the console`
  return skipped > 0 ? [{ words, element: section(run(words)) }, ...lines] : lines
}

/** Calls those who are asked; what is asked of more people, because nobody answered, the channel sees too. */
function callOf(nudge: Nudge, { progress, clock }: Card, users: readonly string[]) {
  const what = nudge === 'reminder' ? 'Still waiting for a decision.' : 'More people are asked now.'
  const far = progress.map((line) => wordsOf(cutLine(line, lineCharsMax).line)).join(' · ')
  const until = clock === undefined ? '' : ` Until ${timeText(clock.untilMs)}, ${clock.after}.`
  const words = `${what} ${far}${until}`
  const calls = users.slice(0, callsMax).flatMap((id) => [mention(id), run(' ')])
  return { words, element: section(...calls, run(words)) }
}
