/** Trains the name tagger and writes its weights: the same sources and seed, the same bytes. `--check` compares instead of writing. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import {
  BEGIN,
  featureCount,
  featureRows,
  featuresAt,
  INSIDE,
  OUTSIDE,
  prepare,
  tagCount,
} from '../src/name/feature.ts'
import { mayBeName, tag, weightsUrl } from '../src/name/tagger.ts'
import { Tokens } from '../src/name/token.ts'
import { type Sentence, sentences } from './corpus.ts'

const seed = 20260701
const sentenceCount = 100_000
const rounds = 4
/** Features seen less often are noise. */
const seenMin = 3
const tokensMax = 1024
/** Weights beyond this many times their mean size are cut, so that the rest keep their steps. */
const cutAt = 24

const tokens = new Tokens(tokensMax)
const rows = new Int32Array(featureCount)
const tags = new Uint8Array(tokensMax)
const margins = new Int32Array(tokensMax)

const hash = createHash('sha256')
const corpus = [...sentences('sentences.txt', seed, sentenceCount, false)]
for (const { text, names } of corpus) hash.update(JSON.stringify([text, names]))
const bytes = quantise(train(corpus))
const manifest = {
  seed,
  sentences: sentenceCount,
  rounds,
  data: `sha256:${hash.digest('hex')}`,
  weights: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
}
const manifestUrl = new URL('../data/name-weights.json', import.meta.url)
const text = `${JSON.stringify(manifest, null, 2)}\n`
if (process.argv.includes('--check')) {
  const isSame =
    readFileSync(weightsUrl).equals(bytes) && readFileSync(manifestUrl, 'utf8') === text
  process.stdout.write(isSame ? 'the weights are what the sources give\n' : 'the weights differ\n')
  process.exitCode = isSame ? 0 : 1
} else {
  writeFileSync(weightsUrl, bytes)
  writeFileSync(manifestUrl, text)
  process.stdout.write(text)
}

function train(all: readonly Sentence[]): Float64Array {
  const weights = new Float64Array(featureRows * tagCount)
  const totals = new Float64Array(featureRows * tagCount)
  const seen = countFeatures(all)
  let step = 1
  for (let round = 0; round < rounds; round++) {
    let wrong = 0
    for (const sentence of all) {
      tokens.read(sentence.text, 0)
      tag(tokens, weights, 0, tokens.count, tags, margins)
      let before = OUTSIDE
      let goldBefore = OUTSIDE
      for (let i = 0; i < tokens.count; i++) {
        const gold = goldTag(sentence, i)
        const said = tags[i] ?? 0
        if (said !== gold && mayBeName(tokens, i, Math.max(before, goldBefore))) {
          wrong++
          update(weights, totals, seen, i, goldBefore, gold, 1, step)
          update(weights, totals, seen, i, before, said, -1, step)
        }
        before = said
        goldBefore = gold
        step++
      }
    }
    process.stderr.write(`round ${round + 1}: ${wrong} wrong\n`)
  }
  // Average over all steps: w − u / steps.
  for (let i = 0; i < weights.length; i++) weights[i] = (weights[i] ?? 0) - (totals[i] ?? 0) / step
  return weights
}

function update(
  weights: Float64Array,
  totals: Float64Array,
  seen: Int32Array,
  i: number,
  before: number,
  which: number,
  by: number,
  step: number,
): void {
  featuresAt(tokens, i, before, rows)
  for (const row of rows) {
    if ((seen[row] ?? 0) < seenMin) continue
    const at = row * tagCount + which
    weights[at] = (weights[at] ?? 0) + by
    totals[at] = (totals[at] ?? 0) + by * step
  }
}

function countFeatures(all: readonly Sentence[]): Int32Array {
  const seen = new Int32Array(featureRows)
  for (const sentence of all) {
    tokens.read(sentence.text, 0)
    prepare(tokens, 0, tokens.count)
    let before = OUTSIDE
    for (let i = 0; i < tokens.count; i++) {
      const gold = goldTag(sentence, i)
      if (mayBeName(tokens, i, before)) {
        featuresAt(tokens, i, before, rows)
        for (const row of rows) seen[row] = (seen[row] ?? 0) + 1
      }
      before = gold
    }
  }
  return seen
}

function goldTag({ names }: Sentence, i: number): number {
  const start = tokens.starts[i] ?? 0
  for (const [from, to] of names) {
    if (start === from) return BEGIN
    if (start > from && start < to) return INSIDE
  }
  return OUTSIDE
}

function quantise(weights: Float64Array): Buffer {
  let sum = 0
  let count = 0
  for (const weight of weights) {
    if (weight === 0) continue
    sum += Math.abs(weight)
    count++
  }
  const scale = 127 / ((cutAt * sum) / Math.max(1, count))
  const small = Int8Array.from(weights, (weight) =>
    Math.max(-127, Math.min(127, Math.round(weight * scale))),
  )
  return Buffer.from(small.buffer)
}
