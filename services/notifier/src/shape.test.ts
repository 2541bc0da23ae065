import { describe, expect, test } from 'vitest'
import { actionOf, idOf } from '../test/fixture.ts'
import { attemptOf, shapeOf } from './shape.ts'

const run = { run: 'run-1' }
const shape = (change: object = {}, in_ = run as { run?: string }) =>
  shapeOf(actionOf(1, change), in_)

describe('the shape of an action', () => {
  test.each<[string, object]>([
    ['another id', { id: idOf(2) }],
    ['another justification', { justification: 'Please, please.' }],
    ['no justification', { justification: undefined }],
    ['another time', { expiresAt: '2030-01-01T00:00:00Z' }],
    ['another classification of its own', { classification: ['harmless'] }],
    ['another model', { agent: { id: 'billing-bot', run: 'run-1', model: 'other' } }],
  ])('stays with %s', (_, change) => {
    expect(shape(change)).toBe(shape())
  })

  test.each<[string, object]>([
    ['type', { type: 'payments.payout' }],
    ['target', { target: { system: 'other' } }],
    ['amount', { params: { amount: 1251, currency: 'EUR', to: '⟦EMAIL·K7QX2M9A⟧' } }],
    ['masked value', { params: { amount: 1250, currency: 'EUR', to: '⟦EMAIL·AAAAAAAA⟧' } }],
    ['person', { onBehalfOf: 'ana' }],
    ['original', { reverses: idOf(7) }],
  ])('is another with another %s', (_, change) => {
    expect(shape(change)).not.toBe(shape())
  })

  test('is another in another run: equal marks mean equal values within a run only', () => {
    expect(shape({}, { run: 'run-2' })).not.toBe(shape())
    expect(shape({}, {})).not.toBe(shape())
  })
})

test('an attempt is known by run, type and target, whatever it wants there', () => {
  const attempt = (change: object = {}, in_ = run as { run?: string }) =>
    attemptOf(actionOf(1, change), in_)
  expect(attempt({ params: { amount: 1 }, justification: 'x', id: idOf(3) })).toBe(attempt())
  expect(attempt({ target: { system: 'other' } })).not.toBe(attempt())
  expect(attempt({ type: 'payments.payout' })).not.toBe(attempt())
  expect(attempt({}, { run: 'run-2' })).not.toBe(attempt())
  expect(attempt()).not.toBe(shape())
})
