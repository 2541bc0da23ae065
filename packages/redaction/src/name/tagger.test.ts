import { expect, test } from 'vitest'
import {
  BEGIN,
  featureCount,
  featureRows,
  featuresAt,
  OUTSIDE,
  prepare,
  tagCount,
} from './feature.ts'
import { loadWeights, tag } from './tagger.ts'
import { Tokens } from './token.ts'

const tokens = new Tokens(64)
const read = (text: string): number => {
  tokens.read(text, 0)
  prepare(tokens, 0, tokens.count)
  return tokens.count
}

test('a feature of a known name is the same for every known name', () => {
  const rows = ['Dear Anna Kowalska,', 'Dear Emma Kowalska,'].map((text) => {
    read(text)
    const out = new Int32Array(featureCount)
    featuresAt(tokens, 2, OUTSIDE, out)
    return [...out]
  })
  expect(rows[0]).toEqual(rows[1])
})

test('every feature has its row', () => {
  read('Dear Anna,')
  const out = new Int32Array(featureCount).fill(-1)
  for (let i = 0; i < tokens.count; i++) {
    featuresAt(tokens, i, BEGIN, out)
    expect(Math.min(...out)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...out)).toBeLessThan(featureRows)
  }
})

test('weights that say nothing find nobody', () => {
  const count = read('Dear Anna Kowalska,')
  const tags = new Uint8Array(count).fill(9)
  tag(tokens, new Int8Array(featureRows * tagCount), 0, count, tags, new Int32Array(count))
  expect([...tags]).toEqual([0, 0, 0, 0])
})

test('the weights say who is meant', () => {
  const count = read('Dear Anna Kowalska,')
  const tags = new Uint8Array(count)
  tag(tokens, loadWeights(), 0, count, tags, new Int32Array(count))
  expect([...tags]).toEqual([0, 1, 2, 0])
})
