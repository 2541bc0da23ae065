import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { type ErrorCode, errors, HoldpointError, isHoldpointError, render } from './errors.ts'

const codes = Object.keys(errors) as ErrorCode[]

describe.each(codes)('%s', (code) => {
  const { text, meet, suspect, status, kind } = errors[code]

  test('says what it is, when it is met and what to suspect', () => {
    expect(code).toMatch(/^HP(_[A-Z]+)+$/)
    for (const words of [text, meet, suspect]) expect(words.length).toBeGreaterThan(3)
    expect(text).not.toMatch(/value\}|payload|secret\}/)
  })

  test('has a status that fits its kind', () => {
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(600)
    if (kind === 'terminal') expect(status).toBeLessThan(500)
    // The caller's doing, and waiting helps all the same.
    else if (status !== 429) expect(status).toBeGreaterThanOrEqual(500)
  })
})

test('details go into the sentence; what is missing stays visible', () => {
  expect(render('HP_TOO_LARGE', { bytes: 3, limit: 2 })).toBe('3 bytes, more than the limit of 2')
  expect(render('HP_TOO_LARGE', { bytes: 3 })).toBe('3 bytes, more than the limit of {limit}')
})

test('details cannot smuggle a template in', () => {
  expect(render('HP_FIELD_INVALID', { field: '{rule}', rule: 'x' })).toBe('field "{rule}" x')
})

test('a problem body carries code, status and field, and nothing of the cause', () => {
  const cause = new Error('hunter2')
  const error = new HoldpointError('HP_FIELD_INVALID', { field: '/id', rule: 'is missing' }, cause)
  expect(error.toProblem()).toEqual({
    type: 'https://holdpoint.dev/errors/HP_FIELD_INVALID',
    title: 'field "/id" is missing',
    status: 400,
    code: 'HP_FIELD_INVALID',
    field: '/id',
  })
  expect(error.cause).toBe(cause)
  expect(new HoldpointError('HP_ROUTE').toProblem()).not.toHaveProperty('field')
})

test('ours are told from others, also across two copies of the package', () => {
  const foreignCopy = { [Symbol.for('dev.holdpoint.error')]: true }
  expect(isHoldpointError(new HoldpointError('HP_ROUTE'))).toBe(true)
  expect(isHoldpointError(foreignCopy)).toBe(true)
  for (const other of [new Error('x'), null, undefined, 'HP_ROUTE', { code: 'HP_ROUTE' }]) {
    expect(isHoldpointError(other)).toBe(false)
  }
})

test('kind decides what a process does, and shows when printed', () => {
  const error = new HoldpointError('HP_FENCED', { slot: 3 })
  expect(error.kind).toBe('fatal')
  expect(inspect(error)).toContain('slot 3 has a newer owner')
})
