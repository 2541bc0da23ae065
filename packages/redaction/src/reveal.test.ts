import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRedactor } from './redactor.ts'
import type { Spot } from './resolve.ts'
import { type Reveal, revealer } from './reveal.ts'
import { card, email, iban, phone, scope, secret } from './testing.ts'

const all: Reveal = {
  CARD: true,
  EMAIL: true,
  PHONE: true,
  IBAN: true,
  SECRET: true,
  PASSWORD: true,
}
const spot = (type: Spot['type'], canonical: string, detector = 'd'): Spot => ({
  start: 0,
  end: 1,
  score: 1,
  type,
  canonical,
  detector,
})
const shown = (wanted: Reveal, one: Spot, ...others: Spot[]) =>
  revealer(wanted, () => [one, ...others])(one)

describe('nothing is shown', () => {
  test.each<[string, Reveal, Spot, Spot[]]>([
    ['that nobody asked for', { EMAIL: true }, spot('CARD', '4111111111111111'), []],
    ['that was asked not to be', { CARD: false }, spot('CARD', '4111111111111111'), []],
    ['of a type that has nothing to show', all, spot('US_SSN', '219099999'), []],
    ['of a card that is too short', all, spot('CARD', '411111111111'), []],
    ['of a card that is none', all, spot('CARD', 'VISA4111111111111111'), []],
    ['of a national number', all, spot('PHONE', '03012345678'), []],
    ['of a code that no country has', all, spot('PHONE', '+99912345678'), []],
    [
      'of a domain that names its person',
      all,
      spot('EMAIL', 'anna@schmidt-family.example'),
      [spot('PERSON', 'anna schmidt')],
    ],
    ['of a domain that repeats its mailbox', all, spot('EMAIL', 'j.kowalke@kowalke.example'), []],
    ['of a domain that cannot be printed', all, spot('EMAIL', 'a@bücher.example'), []],
    ['that stands in another value', all, spot('CARD', '4111111111114242'), [spot('CVV', '4242')]],
  ])('%s', (_, wanted, one, others) => {
    expect(shown(wanted, one, ...others)).toBeUndefined()
  })
})

test.each<[string, Spot, string]>([
  ['last four digits', spot('CARD', '4111111111114242'), '4242'],
  ['domain', spot('EMAIL', 'anna.s@acme.example'), 'acme.example'],
  ['country of a telephone', spot('PHONE', '+3584012345678'), '+358'],
  ['country of an account', spot('IBAN', 'DE89370400440532013000'), 'DE'],
  ['rule and length', spot('SECRET', 'x'.repeat(40), 'secret/github-ghp'), 'secret/github-ghp 40'],
  [
    'rule without what spoke for it',
    spot('PASSWORD', 'x'.repeat(20), 'key/password+context'),
    'key/password 20',
  ],
  ['rule alone of a short one', spot('PASSWORD', 'hunter2', 'assigned/pw'), 'assigned/pw'],
])('%s', (_, one, text) => {
  expect(shown(all, one)).toBe(text)
})

test('equal domains are no reason to hide them', () => {
  const one = spot('EMAIL', 'a.b@acme.example')
  expect(shown(all, one, spot('EMAIL', 'c.d@acme.example'))).toBe('acme.example')
})

describe('in a masked value', () => {
  const tagKey = Buffer.alloc(32, 6)
  const open = createRedactor({ tagKey, reveal: all })
  const closed = createRedactor({ tagKey })
  const planted = fc.oneof(email, card, iban, phone, secret)

  test('placeholders have the same types and tags with it and without', () => {
    fc.assert(
      fc.property(planted, planted, (a, b) => {
        const value = { x: `see ${a}`, [`k ${b}`]: [b] }
        const bare = JSON.stringify(open.redact(value, { scope }).masked).replace(
          /(⟦[A-Z_]+·[0-9A-Z]+)·[^⟧]*⟧/g,
          '$1⟧',
        )
        expect(bare).toBe(JSON.stringify(closed.redact(value, { scope }).masked))
      }),
    )
  })

  test('what is shown is never found again', () => {
    fc.assert(
      fc.property(planted, planted, (a, b) => {
        const { masked } = open.redact({ note: `see ${a} and ${b}`, card: a }, { scope })
        expect(open.redact(masked, { scope }).findings).toEqual([])
      }),
    )
  })

  test('the last four digits stand in the placeholder', () => {
    expect(open.redactText('card 4111 1111 1111 1111', { scope }).masked).toMatch(
      /^card ⟦CARD·[0-9A-Z]{8}·1111⟧$/,
    )
  })
})
