/** Settings of the second opinion name what is wrong with them. */
import { check, isHoldpointError } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { OpinionConfig } from './opinion-config.ts'

const good = { url: 'https://presidio.internal:5001/analyze' }

function fieldOf(value: unknown): unknown {
  try {
    check(OpinionConfig, value, '/secondOpinion')
    return undefined
  } catch (error) {
    return isHoldpointError(error) ? error.details['field'] : error
  }
}

describe('refused, by the name of the field:', () => {
  test.each<[string, object, string]>([
    ['no address', {}, '/url'],
    ['an address without TLS elsewhere', { url: 'http://presidio.internal/analyze' }, '/url'],
    ['one that only looks like this machine', { url: 'http://127.0.0.1.evil.test/a' }, '/url'],
    ['one with a password', { url: 'https://me:secret@presidio.internal/analyze' }, '/url'],
    ['a file', { url: 'file:///etc/passwd' }, '/url'],
    ['a type of ours that there is not', { ...good, types: { PERSON: 'HUMAN' } }, '/types/PERSON'],
    ['a type of theirs that is no name', { ...good, types: { 'a b': 'PERSON' } }, '/types/*'],
    ['a deadline of a minute', { ...good, deadlineMs: 60_000 }, '/deadlineMs'],
    ['no request at a time', { ...good, concurrency: 0 }, '/concurrency'],
    ['a score above one', { ...good, scoreMin: 2 }, '/scoreMin'],
    ['a field nobody knows', { ...good, timeout: 5 }, '/timeout'],
  ])('%s', (_, value, field) => {
    expect(fieldOf(value)).toBe(`/secondOpinion${field}`)
  })
})

test.each([
  good,
  { url: 'http://127.0.0.1:3000/analyze' },
  { url: 'http://localhost/analyze' },
  { url: 'http://[::1]:3000/analyze', language: 'pt-BR', types: { LOCATION: 'ADDRESS' } },
])('taken: %j', (value) => {
  expect(fieldOf(value)).toBeUndefined()
})
