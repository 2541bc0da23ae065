import { readFile } from 'node:fs/promises'
import { HoldpointError } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { errorRecord, errorSentence } from './error-record.ts'

const planted = 'hunter2'
const caught = (act: () => unknown): unknown => {
  try {
    act()
  } catch (error) {
    return error
  }
  return undefined
}

describe('what a foreign error quotes is not kept', () => {
  class DecoderError extends Error {
    override name = 'DecoderError'
    readonly value = planted
  }
  test.each<[string, unknown]>([
    ['a JSON parser', caught(() => JSON.parse(`{"password": ${planted}`))],
    ['a decoder', new DecoderError(`cannot decode "${planted}"`)],
    [
      'an argument check of the runtime',
      caught(() => Buffer.byteLength(planted.split('') as never)),
    ],
    ['a message over several lines', new Error(`bad\n    at ${planted}\n${planted}`)],
    ['a name', Object.assign(new Error('x'), { name: `Bad ${planted}` })],
    ['a code', Object.assign(new Error('x'), { code: `not "${planted}"` })],
    ['text', planted],
    ['an object', { message: planted }],
    ['a cause', new HoldpointError('HP_EVENT_INVALID', {}, new Error(planted))],
    [
      'a cause of a cause',
      new Error('x', { cause: new Error('y', { cause: new Error(planted) }) }),
    ],
  ])('%s', (_, error) => {
    expect(JSON.stringify(errorRecord(error))).not.toContain(planted)
    expect(errorSentence(error)).not.toContain(planted)
  })
})

describe('what helps is kept', () => {
  test('of ours: code, kind, sentence, details and frames', () => {
    const record = errorRecord(new HoldpointError('HP_TOO_LARGE', { bytes: 3, limit: 2 }))
    expect(record).toMatchObject({
      name: 'HoldpointError',
      code: 'HP_TOO_LARGE',
      kind: 'terminal',
      message: '3 bytes, more than the limit of 2',
      details: { bytes: 3, limit: 2 },
    })
    expect(record.stack).toMatch(/^ +at .*error-record\.test\.ts:\d+:\d+/)
  })

  test('of a defect: its sentence and place', () => {
    const record = errorRecord(caught(() => (undefined as unknown as { x: { y: 1 } }).x.y))
    expect(record.name).toBe('TypeError')
    expect(record.message).toContain('reading')
    expect(record.stack).toContain('error-record.test.ts')
  })

  test('of the system: code and address or path', async () => {
    const error: unknown = await readFile('/nowhere/at/all').catch((reason: unknown) => reason)
    expect(errorRecord(error)).toMatchObject({ name: 'Error', code: 'ENOENT' })
    expect(errorSentence(error)).toContain('/nowhere/at/all')
  })

  test('of others: name, code and frames', () => {
    const error = Object.assign(new SyntaxError('secret'), { code: 'EBADTHING' })
    expect(errorRecord(error)).toMatchObject({ name: 'SyntaxError', code: 'EBADTHING' })
    expect(errorRecord(error).message).toBeUndefined()
    expect(errorSentence(error)).toBe('SyntaxError EBADTHING')
  })

  test('causes to a depth, frames to a number', () => {
    let error = new Error('0')
    for (let n = 0; n < 20; n++) error = new Error('more', { cause: error })
    expect(JSON.stringify(errorRecord(error)).match(/"cause"/g)).toHaveLength(4)
    expect(errorRecord(new Error('x')).stack?.split('\n').length).toBeLessThanOrEqual(12)
  })

  test('what is no error is told by its type', () => {
    expect(errorRecord(null)).toEqual({ name: 'null' })
    expect(errorRecord(undefined)).toEqual({ name: 'undefined' })
    expect(errorRecord({})).toEqual({ name: 'object' })
  })
})
