/**
 * A card in the room that a sink has. Dropped in this order: the story's end, the justification's end, the middle of long values, whole rows from the last. What
 * was asked and is not there in full makes the copy incomplete: it says so, and has no Approve. Pure; the only place where channels lose anything.
 */
import type { Card, Line, Row } from './card.ts'
import { cutLine, type SizeOf } from './cut.ts'

/** Of a justification that has to give way, so much stays. */
const justificationSizeMin = 200
/** Long values are cut down to this before whole rows go. */
const valueSizeMin = 120
/** Latest events of an action that stay when room is short. */
const storyMin = 1

export interface Room {
  /** How much a text of somebody else takes, escaped as this sink escapes it. Adds up. */
  readonly sizeOf: SizeOf
  /** All lines together, and what each row takes beside its words. */
  readonly total: number
  readonly rowOverhead: number
  readonly headline: number
  readonly label: number
  /** One value, and one line of anything else. */
  readonly value: number
  readonly rows: number
  readonly story: number
}

export interface Fitted {
  readonly card: Card
  /** Everything that was asked is in it. */
  readonly isComplete: boolean
  /** `… 4,210 more characters, 2 more fields: open in the console`; absent where nothing is missing. */
  readonly note?: string
  /** What gave way, in words of ours. */
  readonly omitted: readonly string[]
}

interface Loss {
  chars: number
  rows: number
  readonly names: Set<string>
}

export function fit(card: Card, room: Room): Fitted {
  const loss: Loss = { chars: 0, rows: 0, names: new Set() }
  const lines = linesIn(card, room, loss)
  const story = storyIn(lines, room)
  const justified = justificationIn(story, room, loss)
  const fitted = rowsIn(justified, room, loss)
  const isComplete = loss.chars + loss.rows === 0 && !card.rows.some(({ isCut }) => isCut)
  const note = noteOf(loss)
  return {
    card: isComplete ? fitted : withoutApproval(fitted),
    isComplete,
    ...(note === undefined ? {} : { note }),
    omitted: [...loss.names],
  }
}

/** A copy that does not show everything can't be approved from; it can be denied. */
export function withoutApproval(card: Card): Card {
  return { ...card, buttons: card.buttons.filter((button) => button !== 'approve') }
}

/** What the sink allows a single line. The headline may be cut for nothing: all that it says stands in rows too. */
function linesIn(card: Card, room: Room, loss: Loss): Card {
  const short = (line: Line, max: number) => cutLine(line, max, room.sizeOf).line
  const whole = (line: Line, name: string) => shorter(line, room.value, room, loss, name)
  const row = (one: Row): Row => rowIn(one, room.value, room, loss)
  const { justification, result } = card
  return {
    ...card,
    headline: short(card.headline, room.headline),
    rows: card.rows.map(row),
    forWhom: card.forWhom.map(row),
    whyStopped: whole(card.whyStopped, 'why it was stopped'),
    ...(justification && { justification: whole(justification, 'justification') }),
    progress: card.progress.map((line) => short(line, room.value)),
    story: card.story.map(({ atMs, line }) => ({ atMs, line: short(line, room.value) })),
    ...(result && { result: result.slice(0, room.rows).map((one) => shownResult(one, room)) }),
  }
}

/** Nobody decides about a result. */
function shownResult({ label, value, ...row }: Row, { label: labelMax, value: max, sizeOf }: Room) {
  return {
    ...row,
    label: cutLine(label, labelMax, sizeOf).line,
    value: cutLine(value, max, sizeOf, 'middle').line,
  }
}

function rowIn({ label, value, before, ...row }: Row, max: number, room: Room, loss: Loss): Row {
  return {
    ...row,
    label: shorter(label, room.label, room, loss, 'long names of fields'),
    value: shorter(value, max, room, loss, 'long values', 'middle'),
    ...(before && { before: shorter(before, max, room, loss, 'former values', 'middle') }),
  }
}

function shorter(
  line: Line,
  max: number,
  { sizeOf }: Room,
  loss: Loss,
  name: string,
  where: 'end' | 'middle' = 'end',
): Line {
  const found = cutLine(line, max, sizeOf, where)
  if (found.omitted > 0) {
    loss.chars += found.omitted
    loss.names.add(name)
  }
  return found.line
}

function storyIn(card: Card, room: Room): Card {
  let kept = card.story.slice(0, room.story)
  while (kept.length > storyMin && sizeOfCard({ ...card, story: kept }, room) > room.total) {
    kept = kept.slice(0, -1)
  }
  return { ...card, story: kept }
}

function justificationIn(card: Card, room: Room, loss: Loss): Card {
  const { justification } = card
  const over = sizeOfCard(card, room) - room.total
  if (justification === undefined || over <= 0) return card
  const max = Math.max(justificationSizeMin, sizeOfLine(justification, room) - over)
  return { ...card, justification: shorter(justification, max, room, loss, 'justification') }
}

function rowsIn(card: Card, room: Room, loss: Loss): Card {
  const { rows } = card
  let fitted: Card = { ...card, rows: rows.slice(0, room.rows) }
  for (let max = room.value; max > valueSizeMin; ) {
    if (sizeOfCard(fitted, room) <= room.total) break
    max = Math.max(valueSizeMin, Math.floor(max / 2))
    fitted = { ...fitted, rows: fitted.rows.map((row) => rowIn(row, max, room, loss)) }
  }
  const without = sizeOfCard({ ...fitted, rows: [] }, room)
  let left = room.total - without
  const kept = fitted.rows.findIndex((row) => {
    left -= sizeOfRow(row, room)
    return left < 0
  })
  if (kept >= 0) fitted = { ...fitted, rows: fitted.rows.slice(0, kept) }
  const dropped = rows.length - fitted.rows.length
  if (dropped > 0) {
    loss.rows += dropped
    loss.names.add('fields')
  }
  return fitted
}

function noteOf({ chars, rows }: Loss): string | undefined {
  const many = (count: number, what: string) =>
    `${count.toLocaleString('en')} more ${what}${count === 1 ? '' : 's'}`
  const parts = [
    ...(chars > 0 ? [many(chars, 'character')] : []),
    ...(rows > 0 ? [many(rows, 'field')] : []),
  ]
  return parts.length === 0 ? undefined : `… ${parts.join(', ')}: open in the console`
}

const sizeOfLine = (line: Line, { sizeOf }: Room): number =>
  line.reduce(
    (sum, part) => sum + (typeof part === 'string' ? part.length : sizeOf(part.foreign)),
    0,
  )

function sizeOfRow({ label, value, before = [] }: Row, room: Room): number {
  const words = [label, value, before].reduce((sum, line) => sum + sizeOfLine(line, room), 0)
  return words + room.rowOverhead
}

function sizeOfCard(card: Card, room: Room): number {
  const { rows, forWhom, progress, story, justification = [], headline, whyStopped } = card
  const ofRows = [...rows, ...forWhom, ...(card.result ?? [])]
  const lines = [headline, whyStopped, justification, ...progress, ...story.map(({ line }) => line)]
  return (
    ofRows.reduce((sum, row) => sum + sizeOfRow(row, room), 0) +
    lines.reduce((sum, line) => sum + sizeOfLine(line, room) + room.rowOverhead, 0)
  )
}
