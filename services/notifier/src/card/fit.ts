/**
 * A card in the room that a sink has. Gives way in this order: the story's end, the result, the justification's end, what stands around the request, the middle of
 * long values, whole rows from the last. What was asked and is not there in full makes the copy incomplete: it says so, and has no Approve. Pure; the only place
 * where channels lose anything.
 */
import type { Card, Line, Row } from './card.ts'
import { cutLine, type SizeOf } from './cut.ts'

/** Of a justification that has to give way, so much stays. */
const justificationSizeMin = 200
/** Long values are cut down to this before whole rows go. */
const valueSizeMin = 120
/** For whom, why, how far: lines of a few words, of which this much always stays. */
const restSizeMin = 80
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

interface Bench extends Room {
  /** Each line is cut to each size once, however often it is tried. */
  readonly cut: (line: Line, max: number, where?: 'end' | 'middle') => ReturnType<typeof cutLine>
}

/** How much of each part there may be: sizes of lines, and numbers of them. */
interface Cuts {
  readonly story: number
  readonly result: number
  readonly justification: number
  readonly rest: number
  readonly value: number
  readonly rows: number
}

export function fit(card: Card, given: Room): Fitted {
  const room: Bench = { ...given, cut: rememberedCut(given.sizeOf) }
  const { story, value, rows } = room
  let cuts: Cuts = { story, result: value, justification: value, rest: value, value, rows }
  for (;;) {
    const loss: Loss = { chars: 0, rows: 0, names: new Set() }
    const cut = cutTo(card, cuts, room, loss)
    const over = sizeOfCard(cut, room) - room.total
    const next = over > 0 ? narrower(cuts, card, cut, room) : undefined
    if (next !== undefined) {
      cuts = next
      continue
    }
    const fitted = over > 0 ? withFewerRows(cut, room, loss) : cut
    return fittedOf(card, fitted, loss)
  }
}

function rememberedCut(sizeOf: SizeOf): Bench['cut'] {
  const known = new Map<Line, Map<string, ReturnType<typeof cutLine>>>()
  return (line, max, where = 'end') => {
    const ofLine = known.get(line) ?? new Map()
    known.set(line, ofLine)
    const key = `${where} ${max}`
    const found = ofLine.get(key) ?? cutLine(line, max, sizeOf, where)
    ofLine.set(key, found)
    return found
  }
}

function fittedOf(card: Card, fitted: Card, loss: Loss): Fitted {
  const isComplete = loss.chars + loss.rows === 0 && !card.rows.some(({ isCut }) => isCut)
  const note = noteOf(loss)
  return {
    card: isComplete ? fitted : withoutApproval(fitted),
    isComplete,
    ...(note === undefined ? {} : { note }),
    omitted: [...loss.names],
  }
}

/** The next thing to give way; undefined: only rows are left. */
function narrower(cuts: Cuts, { story }: Card, cut: Card, room: Bench): Cuts | undefined {
  const half = (size: number, least: number) => Math.max(least, Math.floor(size / 2))
  const { justification, result } = cut
  if (cuts.story > storyMin && story.length > storyMin) {
    return { ...cuts, story: Math.min(cuts.story, story.length) - 1 }
  }
  if (result && cuts.result > 0) {
    return { ...cuts, result: cuts.result > valueSizeMin ? half(cuts.result, valueSizeMin) : 0 }
  }
  if (justification && cuts.justification > justificationSizeMin) {
    return { ...cuts, justification: half(cuts.justification, justificationSizeMin) }
  }
  const rest = sizeOfCard({ ...cut, rows: [] }, room)
  if (cuts.rest > restSizeMin && rest > room.total / 2) {
    return { ...cuts, rest: half(cuts.rest, restSizeMin) }
  }
  return cuts.value > valueSizeMin ? { ...cuts, value: half(cuts.value, valueSizeMin) } : undefined
}

/** A copy that does not show everything can't be approved from; it can be denied. */
export function withoutApproval(card: Card): Card {
  return { ...card, buttons: card.buttons.filter((button) => button !== 'approve') }
}

/** The headline may be cut for nothing: all that it says stands in rows too. So may what came of it: nobody decides about that. */
function cutTo(card: Card, cuts: Cuts, room: Bench, loss: Loss): Card {
  const { result, justification, ...rest } = card
  const short = (line: Line, max: number) => room.cut(line, max).line
  const reason = justification && {
    justification: shorter(justification, cuts.justification, room, loss, 'justification'),
  }
  const shown = result && cuts.result > 0 ? result.slice(0, room.rows) : undefined
  dropRows(card.rows.length - cuts.rows, loss)
  return {
    ...rest,
    headline: short(card.headline, room.headline),
    rows: card.rows.slice(0, cuts.rows).map((row) => rowIn(row, cuts.value, room, loss)),
    forWhom: card.forWhom.map((row) => rowIn(row, cuts.rest, room, loss)),
    whyStopped: shorter(card.whyStopped, cuts.rest, room, loss, 'why it was stopped'),
    ...reason,
    progress: card.progress.map((line) => short(line, cuts.rest)),
    story: card.story
      .slice(0, cuts.story)
      .map(({ atMs, line }) => ({ atMs, line: short(line, cuts.rest) })),
    ...(shown && { result: shown.map((row) => shownResult(row, cuts.result, room)) }),
  }
}

/** Nobody decides about a result. */
function shownResult({ label, value, ...row }: Row, max: number, room: Bench): Row {
  return {
    ...row,
    label: room.cut(label, room.label).line,
    value: room.cut(value, max, 'middle').line,
  }
}

function rowIn({ label, value, before, ...row }: Row, max: number, room: Bench, loss: Loss): Row {
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
  { cut }: Bench,
  loss: Loss,
  name: string,
  where: 'end' | 'middle' = 'end',
): Line {
  const found = cut(line, max, where)
  if (found.omitted > 0) {
    loss.chars += found.omitted
    loss.names.add(name)
  }
  return found.line
}

function withFewerRows(card: Card, room: Bench, loss: Loss): Card {
  let left = room.total - sizeOfCard({ ...card, rows: [] }, room)
  const kept = card.rows.findIndex((row) => {
    left -= sizeOfRow(row, room)
    return left < 0
  })
  if (kept < 0) return card
  dropRows(card.rows.length - kept, loss)
  return { ...card, rows: card.rows.slice(0, kept) }
}

function dropRows(count: number, loss: Loss): void {
  if (count <= 0) return
  loss.rows += count
  loss.names.add('fields')
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

function sizeOfRow({ label, value, before = [] }: Row, room: Bench): number {
  const words = [label, value, before].reduce((sum, line) => sum + sizeOfLine(line, room), 0)
  return words + room.rowOverhead
}

function sizeOfCard(card: Card, room: Bench): number {
  const { rows, forWhom, progress, story, justification = [], headline, whyStopped } = card
  const ofRows = [...rows, ...forWhom, ...(card.result ?? [])]
  const lines = [headline, whyStopped, justification, ...progress, ...story.map(({ line }) => line)]
  return (
    ofRows.reduce((sum, row) => sum + sizeOfRow(row, room), 0) +
    lines.reduce((sum, line) => sum + sizeOfLine(line, room) + room.rowOverhead, 0)
  )
}
