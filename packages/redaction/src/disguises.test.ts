/** A value is masked however it is written: each family of disguises, each kind of value, in a sentence, behind a label and in a list. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { disguises, inCode } from './disguises.ts'
import { noSense } from './hint.ts'
import { resolve } from './resolve.ts'
import { scanText } from './scan-text.ts'
import { card, email, iban, ipv4, phone, secret, ssn } from './testing.ts'

const values = 3
/** Some disguises of some values are no longer any value's, as a person would agree. */
const missedShareMax = 0.03
/** A span that leaves more than this share of the disguised value visible protects nobody. */
const visibleShareMax = 0.1

const kinds: readonly (readonly [string, fc.Arbitrary<string>, string])[] = [
  ['e-mail address', email, 'write to'],
  ['telephone number', phone, 'call'],
  ['card number', card, 'charge the card'],
  ['IBAN', iban, 'pay to iban'],
  ['social security number', ssn, 'ssn'],
  ['token', secret.filter((token) => /^[\w.-]+$/.test(token)), 'key'],
  ['network address', ipv4, 'client ip'],
]
const holders: readonly ((words: string, run: string) => string)[] = [
  (words, run) => `Please ${words} ${run} before Friday.`,
  (words, run) => `${words}: ${run}`,
  (words, run) => `order 88120 / ${words} ${run} / done`,
]

test.each(Object.keys(disguises))('%s hides nothing', (family) => {
  const missed: string[] = []
  let count = 0
  for (const [variant, hide] of (disguises[family] ?? []).entries()) {
    for (const [kind, value, words] of kinds) {
      for (const [n, plain] of fc.sample(value, { numRuns: values, seed: variant }).entries()) {
        const run = hide(plain)
        const text = holders[n % holders.length]?.(words, run) ?? run
        // In a container only the value itself is to be masked.
        const shown = run.includes(plain) ? plain : inCode.has(family) ? pieces(run, plain) : run
        count++
        if (!isMasked(text, text.indexOf(shown), shown.length)) missed.push(`${kind}: ${text}`)
      }
    }
  }
  expect(missed.slice(0, missed.length <= count * missedShareMax ? 0 : 5)).toEqual([])
})

/** From the first piece of the value to its last. */
function pieces(run: string, plain: string): string {
  return run.slice(run.indexOf(plain.slice(0, 4)), run.lastIndexOf(plain.slice(-2)) + 2)
}

function isMasked(text: string, start: number, length: number): boolean {
  let masked = 0
  for (const spot of resolve(scanText(text, noSense, 'balanced').spots))
    masked += Math.max(0, Math.min(spot.end, start + length) - Math.max(spot.start, start))
  return masked >= length * (1 - visibleShareMax)
}
