/** A value that only its key gave away is masked wherever it stands again in the same call: in a message, an address, another key. */

import { isMasked } from '@holdpoint/contracts'
import { canonical } from './canonical.ts'
import { isWord } from './chars.ts'
import { loginsOf, nameForms } from './name/form.ts'
import { resolve, type Spot } from './resolve.ts'
import { type EntityType, isCredential } from './types.ts'
import type { Leaf } from './walk.ts'

/** Different values that are looked for; each costs one pass over the texts. */
const valuesMax = 64
/** Shorter values are common words and small numbers. */
const charsMin = 6
const nameCharsMin = 4
const linkScore = 0.8
const unlinked: ReadonlySet<EntityType> = new Set(['USERNAME', 'CVV', 'DATE_OF_BIRTH', 'IP'])

export interface Scanned {
  readonly leaf: Leaf
  spots: Spot[]
}

/** Joins overlaps in `spots` of each text and adds the repeats. Returns the work done. */
export function link(texts: readonly Scanned[]): number {
  let spots = 0
  for (const scanned of texts) {
    spots += scanned.spots.length
    if (scanned.spots.length > 1) scanned.spots = resolve(scanned.spots)
  }
  if (spots === 0) return 0
  const values = collect(texts)
  let work = 0
  for (const [value, type] of values) {
    for (const scanned of texts) {
      if (scanned.leaf.text.length < value.length) continue
      // A search is far cheaper than a scan of the same length.
      work += scanned.leaf.text.length >> 3
      work += addRepeats(scanned, value, type)
    }
  }
  return work
}

function collect(texts: readonly Scanned[]): Map<string, EntityType> {
  const values = new Map<string, EntityType>()
  for (const { leaf, spots } of texts) {
    for (const spot of spots) {
      if (unlinked.has(spot.type)) continue
      const value = leaf.text.slice(spot.start, spot.end).trim()
      const isTold = /^(key|assigned)\//.test(spot.detector)
      const isRead = spot.detector.startsWith('name/')
      const repeated = isTold ? forms(value, spot.type) : isRead ? nameForms(value) : []
      for (const form of repeated) {
        if (values.size < valuesMax && !values.has(form)) values.set(form, spot.type)
      }
      if (spot.type !== 'PERSON' || !(isTold || isRead) || isMasked(value)) continue
      for (const login of loginsOf(value)) {
        if (values.size < valuesMax && !values.has(login)) values.set(login, 'USERNAME')
      }
    }
  }
  return values
}

/** The value; of a name of several words also the first and the last. */
function forms(value: string, type: EntityType): string[] {
  if (isMasked(value)) return []
  if (type !== 'PERSON') return value.length >= charsMin ? [value] : []
  const words = value.split(/[\s,]+/)
  const parts = [value, words[0] ?? '', words[words.length - 1] ?? '']
  return parts.filter((part) => part.length >= nameCharsMin)
}

function addRepeats(scanned: Scanned, value: string, type: EntityType): number {
  const { text } = scanned.leaf
  const known = scanned.spots
  const repeats: Spot[] = []
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
    const end = at + value.length
    const isWhole = !isWord(text.charCodeAt(at - 1)) && !isWord(text.charCodeAt(end))
    if ((!isWhole && !isCredential(type)) || isCovered(known, at, end)) continue
    const found = canonical(type, value)
    repeats.push({ start: at, end, type, score: linkScore, detector: 'repeat', canonical: found })
  }
  if (repeats.length > 0) scanned.spots = resolve([...known, ...repeats])
  return repeats.length
}

/** Spots in order without overlaps: the last that begins at or before `start` decides. */
function isCovered(spots: readonly Spot[], start: number, end: number): boolean {
  let low = 0
  let high = spots.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spots[middle]?.start ?? 0) <= start) low = middle + 1
    else high = middle
  }
  return (spots[low - 1]?.end ?? -1) >= end
}
