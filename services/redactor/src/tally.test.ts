/** Findings as counts. */
import { expect, test } from 'vitest'
import { tally } from './tally.ts'

const finding = (type: string, detector: string) => ({ path: '/a', type, score: 1, detector })

test('counts types, and what was not seen by its reason', () => {
  const findings = [
    finding('EMAIL', 'email'),
    finding('UNSCANNED', 'binary'),
    finding('EMAIL', 'key/mail'),
    finding('PERSON', 'second-opinion/PERSON'),
    finding('UNSCANNED', 'limit-work'),
    finding('UNSCANNED', 'binary'),
  ]
  expect(tally(findings)).toEqual({
    types: { EMAIL: 2, PERSON: 1 },
    added: { PERSON: 1 },
    unscanned: { binary: 2, 'limit-work': 1 },
  })
})

test('nothing found is nothing told', () => {
  expect(tally([])).toEqual({ types: {}, added: {}, unscanned: {} })
})
