/** An averaged perceptron, greedy from left to right: says of every word whether a name begins there or goes on. */
import { readFileSync } from 'node:fs'
import {
  BEGIN,
  featureCount,
  featureRows,
  featuresAt,
  INSIDE,
  OUTSIDE,
  prepare,
  tagCount,
} from './feature.ts'
import { FAMILY, GIVEN, PARTICLE } from './gazetteer.ts'
import { LOWER_CASE, SIGN, type Tokens, WORD } from './token.ts'

export const weightsUrl = new URL('../../data/name-weights.bin', import.meta.url)
const smallBegins = GIVEN | FAMILY | PARTICLE
const rows = new Int32Array(featureCount)

/** Seed and digests of what the weights were made from: changes whenever they do. */
export const weightsManifest = readFileSync(
  new URL('../../data/name-weights.json', import.meta.url),
  'utf8',
)

export type Weights = Int8Array | Float64Array

export function loadWeights(): Int8Array {
  const bytes = readFileSync(weightsUrl)
  return new Int8Array(bytes.buffer, bytes.byteOffset, featureRows * tagCount)
}

/** Writes the tag of each token in [from, to) into `tags`, and into `margins` by how much it won. */
export function tag(
  tokens: Tokens,
  weights: Weights,
  from: number,
  to: number,
  tags: Uint8Array,
  margins: Int32Array,
): void {
  prepare(tokens, from, to)
  let before = OUTSIDE
  for (let i = from; i < to; i++) {
    if (!mayBeName(tokens, i, before)) {
      tags[i] = before = OUTSIDE
      continue
    }
    featuresAt(tokens, i, before, rows)
    let outside = 0
    let begin = 0
    let inside = 0
    for (let f = 0; f < featureCount; f++) {
      const at = (rows[f] ?? 0) * tagCount
      outside += weights[at] ?? 0
      begin += weights[at + 1] ?? 0
      inside += weights[at + 2] ?? 0
    }
    if (before === OUTSIDE) inside = Number.NEGATIVE_INFINITY
    const best = begin > inside ? begin : inside
    before = best <= outside ? OUTSIDE : begin > inside ? BEGIN : INSIDE
    tags[i] = before
    margins[i] = best - outside
  }
}

/**
 * Whether the token may be a part of a name. Signs stand inside one, `Smith, John` and `J. Smith`; a small word goes on with one, but it begins one only when
 * it is a name or a particle.
 */
export function mayBeName(tokens: Tokens, i: number, before: number): boolean {
  const kind = tokens.kinds[i]
  if (kind === WORD) {
    if (tokens.shapes[i] !== LOWER_CASE || before !== OUTSIDE) return true
    return ((tokens.meanings[i] ?? 0) & smallBegins) !== 0
  }
  if (kind !== SIGN || before === OUTSIDE) return false
  const code = tokens.hashes[i]
  return code === 0x2c || code === 0x2e
}
