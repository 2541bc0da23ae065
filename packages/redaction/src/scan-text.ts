/** One string, all its readings: as it stands, with escapes undone, look-alikes folded, encoded runs opened, JSON inside it read. A reading adds findings and never removes one. */
import { canonical } from './canonical.ts'
import { foldConfusables } from './confusable.ts'
import type { CustomDetectors } from './custom/detectors.ts'
import { readEmbedded } from './embedded-json.ts'
import { encodedRuns } from './encoded-run.ts'
import { type KeySense, noSense, senseOf } from './hint.ts'
import { decodeDepthMax } from './limits.ts'
import { normalise, normaliseView } from './normalise.ts'
import type { Spot } from './resolve.ts'
import { scan } from './scan.ts'
import { scanNames } from './scanner/name.ts'
import { type Scored, scoreAll } from './score.ts'
import { readCells } from './table.ts'
import { type Profile, threshold } from './types.ts'
import { unescapeView } from './unescape.ts'
import { originalSpan, type View } from './view.ts'
import { wholeValue } from './whole-value.ts'

/** A key's word is nearly proof. */
const wholeScore = 0.9

export interface TextScan {
  readonly spots: Spot[]
  work: number
  /** Of the operator. */
  readonly custom: CustomDetectors | undefined
}

/** All findings on `text`, in its own positions, overlaps included. `sense` is what its key says. */
export function scanText(
  text: string,
  sense: KeySense,
  profile: Profile,
  custom?: CustomDetectors,
): TextScan {
  const result: TextScan = { spots: [], work: 0, custom }
  readAll(text, sense, profile, 0, result)
  return result
}

function readAll(
  text: string,
  sense: KeySense,
  profile: Profile,
  depth: number,
  result: TextScan,
): void {
  const view = normalise(text)
  const { hint } = sense
  const whole = hint === undefined ? undefined : wholeValue(view.text, hint)
  if (hint !== undefined && whole !== undefined) {
    const scored = { ...whole, type: hint.type, score: wholeScore, detector: `key/${hint.words}` }
    result.spots.push(spotOf(view, scored))
    result.work += text.length
    if (whole.start === 0 && whole.end === view.text.length) return
  }
  readView(view, sense, profile, result)
  const folded = foldConfusables(view)
  if (folded !== undefined) readView(folded, sense, profile, result, false)
  let inner = unescapeView(view)
  for (let round = 0; inner !== undefined && round < decodeDepthMax; round++) {
    inner = normaliseView(inner)
    readView(inner, sense, profile, result)
    inner = unescapeView(inner)
  }
  if (depth >= decodeDepthMax) return
  readEncoded(view, profile, depth, result)
  readJson(view, profile, depth, result)
  if (depth === 0) readTable(view, result)
}

/** `isReading`: as a person would read it. Folding look-alikes makes other names of names. */
function readView(
  view: View,
  sense: KeySense,
  profile: Profile,
  result: TextScan,
  isReading = true,
): void {
  const sheet = scan(view.text)
  result.custom?.scan(sheet)
  if (isReading) scanNames(sheet)
  for (const scored of scoreAll(sheet, sense.hint?.type, sense.isCounter)) {
    if (scored.score < threshold(scored.type, profile)) continue
    result.spots.push(spotOf(view, scored))
  }
  result.work += sheet.work
}

function spotOf(view: View, scored: Scored): Spot {
  const [start, end] = originalSpan(view, scored.start, scored.end)
  const text = view.text.slice(scored.start, scored.end)
  return { ...scored, start, end, canonical: canonical(scored.type, text) }
}

/** A finding in what a run decodes to masks the whole run: half a run would still decode. */
function readEncoded(view: View, profile: Profile, depth: number, result: TextScan): void {
  result.work += view.text.length
  for (const run of encodedRuns(view.text)) {
    const inner: TextScan = { spots: [], work: 0, custom: result.custom }
    readAll(run.text, noSense, profile, depth + 1, inner)
    result.work += inner.work + run.text.length
    const [start, end] = originalSpan(view, run.start, run.end)
    for (const spot of inner.spots)
      result.spots.push({ ...spot, start, end, detector: `encoded/${spot.detector}` })
  }
}

/** A cell is what its column's name says. */
function readTable(view: View, result: TextScan): void {
  for (const { start, end, key } of readCells(view.text)) {
    const { hint } = senseOf(key)
    const text = view.text.slice(start, end)
    result.work += text.length
    const whole = hint === undefined ? undefined : wholeValue(text, hint)
    if (hint === undefined || whole === undefined) continue
    const spot = { start: start + whole.start, end: start + whole.end, type: hint.type }
    result.spots.push(spotOf(view, { ...spot, score: wholeScore, detector: `key/${hint.words}` }))
  }
}

function readJson(view: View, profile: Profile, depth: number, result: TextScan): void {
  const values = readEmbedded(view.text)
  if (values === undefined) return
  result.work += view.text.length
  for (const value of values) {
    const sense = value.kind === 'key' ? noSense : senseOf(value.key, value.parentKey)
    const inner: TextScan = { spots: [], work: 0, custom: result.custom }
    readAll(value.view.text, sense, profile, depth + 1, inner)
    result.work += inner.work
    for (const spot of inner.spots) {
      const [from, to] = originalSpan(value.view, spot.start, spot.end)
      const [start, end] = originalSpan(view, value.start + from, value.start + to)
      result.spots.push({ ...spot, start, end })
    }
  }
}
