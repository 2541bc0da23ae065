import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRedactor } from './redactor.ts'
import { card, email, iban, phone, scope, secret, ssn } from './testing.ts'

const tagKey = Buffer.alloc(32, 3)
const locating = createRedactor({ tagKey, locates: true })
const planted = fc.oneof(email, card, iban, phone, ssn, secret)

test('reports say nothing of the original unless asked', () => {
  const report = createRedactor({ tagKey }).redact({ 'a@one.example': 1 }, { scope })
  expect(report).not.toHaveProperty('located')
  expect(JSON.stringify(report)).not.toContain('one.example')
})

test('every finding of the masked value has its place in the original', () => {
  fc.assert(
    fc.property(planted, planted, (a, b) => {
      const { findings, located = [] } = locating.redact({ x: [`see ${a}`, { y: b }] }, { scope })
      const bare = (all: typeof findings) => all.map(({ type, detector }) => [type, detector])
      expect(bare(located)).toEqual(bare(findings))
    }),
  )
})

test('what is left of a text without its located spans is what the masked text shows of it', () => {
  fc.assert(
    fc.property(planted, planted, (a, b) => {
      const text = `first ${a}, then ${b}.`
      const { masked, located = [] } = locating.redactText(text, { scope })
      let rest = ''
      let at = 0
      for (const { start = 0, end = 0 } of located) {
        rest += text.slice(at, start)
        at = end
      }
      expect(masked.replace(/⟦[^⟧]*⟧/g, '')).toBe(rest + text.slice(at))
    }),
  )
})

test('a part over a limit is one finding without positions at its own path', () => {
  const small = createRedactor({ tagKey, locates: true, limits: { findingsMax: 1 } })
  const { located } = small.redactParts(
    { '/params': ['a@one.example', 'b@two.example'], '/note': 'c@one.example' },
    { scope },
  )
  expect(located).toEqual([
    { path: '/params', type: 'UNSCANNED', score: 1, detector: 'limit-findings' },
    { path: '/note', start: 0, end: 13, type: 'EMAIL', score: 0.9, detector: 'email' },
  ])
})
