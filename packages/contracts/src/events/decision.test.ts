import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isValid } from '../check.ts'
import {
  type DecisionEvent,
  decisionKinds,
  decisionTypes,
  facts,
  DecisionEvent as Schema,
} from './decision.ts'

const golden = (type: string): DecisionEvent => {
  const name = `${type.replace('dev.holdpoint.', '')}.json`
  const text = readFileSync(new URL(`../../golden/${name}`, import.meta.url), 'utf8')
  return JSON.parse(text).event.data
}

test('every kind has a type of its own, named in the past and versioned', () => {
  const types = Object.values(decisionTypes)
  expect(new Set(types).size).toBe(decisionKinds.length)
  for (const type of types) expect(type).toMatch(/^dev\.holdpoint\.[a-z]+\.[a-z]+\.v1$/)
})

describe.each(decisionKinds)('%s', (kind) => {
  const event = golden(decisionTypes[kind])

  test('its facts are valid, and those of no other kind', () => {
    expect(decisionKinds.filter((other) => isValid(facts[other], event.fact))).toEqual([kind])
  })

  test('a fact says no more than its kind has to', () => {
    const fact = { ...event.fact, body: { ...event.fact.body, note: 'x' } }
    expect(isValid(Schema, { ...event, fact })).toBe(false)
  })

  test('has a place in its chain: slot, number and predecessor', () => {
    for (const member of ['slot', 'number', 'previous', 'policy', 'deployment', 'commitments']) {
      const { [member]: _, ...fact } = event.fact as unknown as Record<string, unknown>
      expect(isValid(Schema, { ...event, fact })).toBe(false)
    }
  })

  test('commitments are digests, and views have salts', () => {
    const fact = { ...event.fact, commitments: { reason: 'open text' } }
    expect(isValid(Schema, { ...event, fact })).toBe(false)
    expect(isValid(Schema, { ...event, views: { reason: { value: 'x' } } })).toBe(false)
  })
})
