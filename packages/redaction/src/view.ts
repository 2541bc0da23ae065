/** A text as a person or a decoder would read it, and where each of its characters stands in the original. */

export interface View {
  readonly text: string
  /** For each unit of `text` where it begins in the original. Absent where text and original are the same. */
  readonly starts?: Uint32Array
  /** For each unit of `text` the position in the original behind it and behind what was dropped after it. */
  readonly ends?: Uint32Array
}

/** Replacements in one text, in order and apart: `texts[i]` is how a reader takes [starts[i], ends[i]). */
export class Edits {
  readonly starts: number[] = []
  readonly ends: number[] = []
  readonly texts: string[] = []

  get size(): number {
    return this.starts.length
  }

  add(start: number, end: number, text: string): void {
    this.starts.push(start)
    this.ends.push(end)
    this.texts.push(text)
  }
}

/** Of most texts: there is nothing in them to read otherwise. */
export const noEdits: Edits = new Edits()

/** In order, and of those that overlap the first. */
export function apart(edits: Edits): Edits {
  const order = edits.starts.map((_, index) => index)
  order.sort((a, b) => (edits.starts[a] ?? 0) - (edits.starts[b] ?? 0))
  const kept = new Edits()
  let until = 0
  for (const index of order) {
    const start = edits.starts[index] ?? 0
    const end = edits.ends[index] ?? 0
    if (start < until) continue
    kept.add(start, end, edits.texts[index] ?? '')
    until = end
  }
  return kept
}

/** A view made by edits, and where in it they are: `[from, to)` of edit i; empty where something was only left out. */
export interface Edited {
  readonly view: View
  readonly from: Uint32Array
  readonly to: Uint32Array
}

/** With `joins`, what was left out belongs to the character before it, and a mask covers both. */
export function applyEdits(view: View, edits: Edits, joins = false): Edited {
  const { text } = view
  const size = edits.size
  let length = text.length
  for (let i = 0; i < size; i++)
    length += (edits.texts[i] ?? '').length - ((edits.ends[i] ?? 0) - (edits.starts[i] ?? 0))
  const starts = new Uint32Array(length)
  const ends = new Uint32Array(length)
  const from = new Uint32Array(size)
  const to = new Uint32Array(size)
  let out = ''
  let at = 0
  for (let i = 0; i <= size; i++) {
    const next = edits.starts[i] ?? text.length
    copyOrigins(view, at, next, starts, ends, out.length)
    out += text.slice(at, next)
    if (i === size) break
    const shown = edits.texts[i] ?? ''
    const end = edits.ends[i] ?? next
    from[i] = out.length
    starts.fill(startOf(view, next), out.length, out.length + shown.length)
    ends.fill(endOf(view, end - 1), out.length, out.length + shown.length)
    out += shown
    if (joins && shown === '' && out.length > 0) ends[out.length - 1] = endOf(view, end - 1)
    to[i] = out.length
    at = end
  }
  return { view: { text: out, starts, ends }, from, to }
}

function copyOrigins(
  view: View,
  at: number,
  next: number,
  starts: Uint32Array,
  ends: Uint32Array,
  into: number,
): void {
  if (view.starts !== undefined && view.ends !== undefined) {
    starts.set(view.starts.subarray(at, next), into)
    ends.set(view.ends.subarray(at, next), into)
    return
  }
  for (let i = at; i < next; i++) {
    starts[into + i - at] = i
    ends[into + i - at] = i + 1
  }
}

/** Where the unit begins in the original. */
export function startOf(view: View, at: number): number {
  return view.starts === undefined ? at : (view.starts[at] ?? 0)
}

/** The position in the original behind the unit, and behind what was dropped after it. */
export function endOf(view: View, at: number): number {
  return view.ends === undefined ? at + 1 : (view.ends[at] ?? 0)
}

/** The original's span behind a span of the view that is not empty: whole characters, and what was dropped right after them. */
export function originalSpan(view: View, start: number, end: number): [number, number] {
  if (view.starts === undefined) return [start, end]
  return [startOf(view, start), endOf(view, end - 1)]
}

const mark = /[\p{M}\u200d]/u

/** The span without half a character at either end: surrogate pairs whole, marks with what they belong to. */
export function graphemeSpan(text: string, start: number, end: number): [number, number] {
  const from = start > 0 && isLow(text.charCodeAt(start)) ? start - 1 : start
  let to = end < text.length && isLow(text.charCodeAt(end)) ? end + 1 : end
  while (to < text.length && text.charCodeAt(to) >= 0x300 && mark.test(text.charAt(to))) to++
  return [from, to]
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000
}
