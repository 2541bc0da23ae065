/** What is told below a card as its life goes on, and which of it was told already. Pure. */
import type { Card } from '../../card/card.ts'
import { cutLine } from '../../card/cut.ts'
import type { Handle } from '../port.ts'
import { bold, escaped, rich, run, section, wordsOf } from './block.ts'
import { type Message, timeText } from './message.ts'

/** A reason takes a few lines; the console has all of it. */
const lineCharsMax = 1_000
/** Told at once, after a long absence. */
const linesMax = 8

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

export function threadMessage(news: Story): Message {
  const lines = news.slice(-linesMax).map(({ atMs, line }) => ({
    at: timeText(atMs),
    words: wordsOf(cutLine(line, lineCharsMax).line),
  }))
  const skipped = news.length - lines.length
  const note = skipped > 0 ? [section(run(`… ${skipped} earlier: open in the console`))] : []
  return {
    text: escaped(lines.map(({ words }) => words).join('\n')),
    blocks: [rich(...note, ...lines.map(({ at, words }) => section(bold(`${at}  `), run(words))))],
  }
}
