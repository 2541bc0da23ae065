/** The loop itself: what it hands to the scanners, and where it goes on. */
import { expect, test } from 'vitest'
import { scan } from './scan.ts'

const detectors = (text: string) => scan(text).candidates.map(({ detector }) => detector)

test('finds by keyword and by trigger in one pass, in order of their ends', () => {
  const text = `a@b.de AKIA${'QZ7K2WXN5RJ4TLMV'} 8.8.8.8`
  expect(detectors(text)).toEqual(['email', 'secret/aws', 'ipv4/public'])
})

test('a keyword that ends in another one hides neither', () => {
  expect(detectors(`shpat_${'b04c9d7f21e85a36'.repeat(2)}`)).toEqual(['secret/shopify'])
})

test('nothing is looked for inside a token that is known already', () => {
  const token = `glpat-${'b9xQ7wTz2K'.repeat(2)}sk-${'b04c9d7f21e85a36'.repeat(2)}`
  expect(detectors(token)).toEqual(['secret/gitlab'])
})

test('words around are remembered whole, not as parts of others', () => {
  const meanings = (text: string) => scan(text).contexts.map(({ meaning }) => meaning)
  expect(meanings('my phone')).toEqual(['PHONE'])
  expect(meanings('smartphones and discount')).toEqual([])
  expect(meanings('card_number')).toEqual(['CARD'])
})

test('work is at least the length of the text', () => {
  expect(scan('x'.repeat(100)).work).toBe(100)
})
