/** One string, all its readings: as it stands, escapes undone, encoded runs opened, look-alikes folded, seams left out, JSON inside it read. A reading adds findings and never removes one. */
import { canonical } from './canonical.ts'
import { mayBeUuencoded } from './decode/uuencode.ts'
import { readEmbedded } from './embedded-json.ts'
import { type EncodedRuns, encodedRuns } from './encoded-run.ts'
import { type Hint, type KeySense, noSense, senseOf } from './hint.ts'
import { decodeDepthMax, decodeRoundsMax } from './limits.ts'
import { outsideSecrets } from './masked-already.ts'
import { normaliseView } from './normalise.ts'
import { isSpent, newScan, type Reader, type TextScan, type Wanted } from './reader.ts'
import { bracketedEdits } from './reading/bracketed.ts'
import { lookAlikeEdits } from './reading/look-alike.ts'
import { spacedEdits } from './reading/spaced.ts'
import { spelledEdits } from './reading/spelled.ts'
import { splitEdits, withWrapping } from './reading/split.ts'
import { resolve, type Spot } from './resolve.ts'
import { scan } from './scan.ts'
import { scanNames } from './scanner/name.ts'
import { ruleOf } from './scanner/secret.ts'
import { type Scored, scoreAll } from './score.ts'
import { isOneValue } from './seam.ts'
import type { SecretRule } from './secret/rules.ts'
import { BAR, BREAK, ESCAPE, LIST, NON_ASCII, OPEN, QUOTE, RUN, survey } from './survey.ts'
import { readCells } from './table.ts'
import { type Profile, threshold } from './types.ts'
import { escapeEdits } from './unescape.ts'
import {
  applyEdits,
  type Edited,
  type Edits,
  graphemeSpan,
  noEdits,
  originalSpan,
  type View,
} from './view.ts'
import { wholeValue } from './whole-value.ts'
import { windowsOf } from './window.ts'

/** A key's word is nearly proof. */
const wholeScore = 0.9
/** A value that only its key gives away is short; longer texts are not decoded to see whether it fits. */
const disguisedCharsMax = 2048

/** What it costs to score a candidate and to lead it back to the original, in characters looked at. */
const candidateUnits = 8

/** All findings on `text`, in its own positions, overlaps included. `sense` is what its key says. */
export function scanText(
  text: string,
  sense: KeySense,
  wanted: Wanted | Profile,
  workMax = Number.POSITIVE_INFINITY,
): TextScan {
  const result = newScan()
  const all = typeof wanted === 'string' ? { profile: wanted, names: true } : wanted
  readAll({ text, sense, wanted: all, depth: 0, result, workMax })
  return result
}

function readAll(reader: Reader): void {
  const { text, result } = reader
  result.work += text.length
  let flags = survey(text)
  const view = (flags & NON_ASCII) === 0 ? { text } : normaliseView({ text })
  if (view.text !== text) flags = survey(view.text)
  if (addWhole(view, view, reader)) return
  const first = result.spots.length
  const spelled = readView(view, undefined, reader)
  if (reader.depth === 0 && (flags & (BREAK | BAR | OPEN)) !== 0) readTable(view, reader)
  if (readJson(view, flags, reader)) return
  const inner = readDecoded(view, flags, reader)
  if (inner.view !== view) {
    if (text.length <= disguisedCharsMax && result.spots.length === first)
      addWhole(inner.view, { text }, reader)
  }
  readSeams(view, flags, spelled, reader, first)
  if (inner.view === view) return
  readSeams(inner.view, survey(inner.view.text), spelled + inner.spelled, reader, first)
}

/** What the key says about the whole of `read`, masked in `shown`. True when nothing else is left to look at. */
function addWhole(
  read: View,
  shown: View,
  { text: original, sense: { hint: said, providers }, result }: Reader,
): boolean {
  const hint = said ?? providerHint(providers, read.text)
  const whole = hint === undefined ? undefined : wholeValue(read.text, hint)
  if (hint === undefined || whole === undefined) return false
  const scored = { ...whole, type: hint.type, score: wholeScore, detector: `key/${hint.words}` }
  const isAll = whole.start === 0 && whole.end === read.text.length
  const spot = spotOf(read, scored, original)
  result.spots.push(isAll ? { ...spot, start: 0, end: shown.text.length } : spot)
  result.work += read.text.length
  return isAll
}

/** Returns how many words of it stand for signs or digits. Scans the view, or where `edited` says what is new in it, only around that. Words that were run together or folded make other names of names. */
function readView(view: View, edited: Edited | undefined, reader: Reader, hasNames = true): number {
  let spelled = 0
  const { sense, wanted, result } = reader
  const windows = edited === undefined ? [wholeOf(view)] : windowsOf(edited)
  for (const [from, to] of windows) {
    const sheet = scan(
      from === 0 && to === view.text.length ? view.text : view.text.slice(from, to),
    )
    wanted.custom?.scan(sheet)
    if (hasNames && wanted.names) scanNames(sheet)
    result.work += sheet.work + sheet.candidates.length * candidateUnits
    spelled += sheet.spelled
    for (const scored of scoreAll(sheet, sense.hint?.type, sense.isCounter))
      if (scored.score >= threshold(scored.type, wanted.profile))
        result.spots.push(spotOf(view, shifted(scored, from), reader.text))
  }
  return spelled
}

/** `{heroku: …}`: the key names a provider, and the value has the shape of its tokens. */
function providerHint(rules: readonly SecretRule[] | undefined, text: string): Hint | undefined {
  const rule = rules === undefined ? undefined : ruleOf(rules, text.trim())
  return rule === undefined ? undefined : { type: 'SECRET', rule: 'any', words: rule.provider }
}

function shifted(scored: Scored, by: number): Scored {
  return by === 0 ? scored : { ...scored, start: scored.start + by, end: scored.end + by }
}

function wholeOf(view: View): [number, number] {
  return [0, view.text.length]
}

function spotOf(view: View, scored: Scored, original: string): Spot {
  const [start, end] = graphemeSpan(original, ...originalSpan(view, scored.start, scored.end))
  const text = view.text.slice(scored.start, scored.end)
  return { ...scored, start, end, canonical: canonical(scored.type, text) }
}

/** A cell is what its column's name says. */
function readTable(view: View, { text: original, result }: Reader): void {
  for (const { start, end, key } of readCells(view.text)) {
    const { hint } = senseOf(key)
    const text = view.text.slice(start, end)
    result.work += text.length
    const whole = hint === undefined ? undefined : wholeValue(text, hint)
    if (hint === undefined || whole === undefined) continue
    const spot = { start: start + whole.start, end: start + whole.end, type: hint.type }
    const scored = { ...spot, score: wholeScore, detector: `key/${hint.words}` }
    result.spots.push(spotOf(view, scored, original))
  }
}

interface Decoded {
  readonly view: View
  readonly spelled: number
}

/** Undoes escapes, then opens encoded runs, round after round; returns the view that nothing more is to be undone in. */
function readDecoded(view: View, first: number, reader: Reader): Decoded {
  let inner = view
  let spelled = 0
  let flags = first
  for (let round = 0; (flags & (ESCAPE | RUN | LIST | BREAK)) !== 0; round++) {
    if (isSpent(reader)) break
    const { edits: all, isOverfull } = decodeEdits(inner.text, flags)
    const edits = outsideSecrets(all, inner, reader.result.spots)
    reader.result.work += inner.text.length
    reader.result.isTooDeep ||= isOverfull
    if (edits.size === 0 || isOverfull) break
    if (round === decodeRoundsMax) {
      reader.result.isTooDeep = true
      break
    }
    const edited = applyEdits(inner, edits, true)
    readRunsAsJson(inner, edits, reader)
    reader.result.work += edited.view.text.length
    inner = normaliseView(edited.view)
    spelled += readView(inner, inner === edited.view ? edited : undefined, reader)
    flags = survey(inner.text)
  }
  return { view: inner, spelled }
}

function decodeEdits(text: string, flags: number): EncodedRuns {
  // What these are written with looks like escapes.
  const mayEscape = (flags & ESCAPE) !== 0
  const isSigns = mayEscape && (text.includes('<~') || mayBeUuencoded(text, flags))
  const first = mayEscape && !isSigns ? escapeEdits(text) : noEdits
  if (first.size > 0) return { edits: first, isOverfull: false }
  const runs = encodedRuns(text, flags)
  return runs.edits.size > 0 || !isSigns ? runs : { ...runs, edits: escapeEdits(text) }
}

/** Keys in a run that decodes to JSON count as they do outside. */
function readRunsAsJson(view: View, edits: Edits, reader: Reader): void {
  if (reader.depth >= decodeDepthMax) return
  for (let i = 0; i < edits.size && !isSpent(reader); i++) {
    const text = edits.texts[i] ?? ''
    if (!/^\s*[[{"]/.test(text) || text.length < 8) continue
    const inner = readInner(text, noSense, reader)
    const [start, end] = originalSpan(view, edits.starts[i] ?? 0, edits.ends[i] ?? 0)
    for (const spot of inner.spots)
      reader.result.spots.push({ ...spot, start, end, detector: `encoded/${spot.detector}` })
  }
}

function readInner(text: string, sense: KeySense, reader: Reader): TextScan {
  const { depth, result } = reader
  const inner = newScan()
  const workMax = reader.workMax - result.work
  readAll({ ...reader, text, sense, depth: depth + 1, result: inner, workMax })
  result.work += inner.work
  result.isTooDeep ||= inner.isTooDeep
  result.isSpent ||= inner.isSpent
  return inner
}

/** True when the text is JSON: then every value in it has been read by itself. */
function readJson(view: View, flags: number, reader: Reader): boolean {
  if (reader.depth >= decodeDepthMax || (flags & OPEN) === 0) return false
  const values = readEmbedded(view.text)
  if (values === undefined) return false
  reader.result.work += view.text.length
  for (const value of values) {
    if (isSpent(reader)) break
    const sense = value.kind === 'key' ? noSense : senseOf(value.key, value.parentKey)
    for (const spot of readInner(value.view.text, sense, reader).spots) {
      const [from, to] = originalSpan(value.view, spot.start, spot.end)
      const [start, end] = originalSpan(view, value.start + from, value.start + to)
      reader.result.spots.push({ ...spot, start, end })
    }
  }
  return true
}

const seamReadings: readonly ((text: string, flags: number, spelled: number) => Edits)[] = [
  splitEdits,
  spelledEdits,
  spacedEdits,
  bracketedEdits,
]

/** Readings that change what stands beside what: a finding counts only where it lies across such a place and is one value. */
function readSeams(
  view: View,
  flags: number,
  spelled: number,
  reader: Reader,
  first: number,
): void {
  const { result } = reader
  if ((flags & NON_ASCII) !== 0) readLookAlikes(view, reader)
  let known: Spot[] | undefined
  for (const read of seamReadings) {
    if (isSpent(reader)) return
    const edits = read(view.text, flags, spelled)
    result.work += view.text.length
    if (edits.size === 0) continue
    known ??= resolve(result.spots.slice(first))
    const edited = applyEdits(view, edits)
    const inner = newScan()
    const joined = { ...reader, result: inner }
    readView(edited.view, edited, joined, false)
    // Base64 is cut up too.
    if (read === splitEdits && (flags & QUOTE) !== 0)
      readDecoded(edited.view, survey(edited.view.text), joined)
    result.work += inner.work + view.text.length
    for (const spot of inner.spots)
      if (isOneValue(spot, known, view, edits)) result.spots.push(wrapped(spot, reader.text))
  }
}

function readLookAlikes(view: View, reader: Reader): void {
  const edits = lookAlikeEdits(view.text)
  reader.result.work += view.text.length
  if (edits.size === 0) return
  const edited = applyEdits(view, edits, true)
  readView(edited.view, edited, reader, false)
}

function wrapped(spot: Spot, text: string): Spot {
  const [start, end] = withWrapping(text, spot.start, spot.end)
  return { ...spot, start, end, detector: `joined/${spot.detector}` }
}
