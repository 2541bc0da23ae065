import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isHoldpointError } from './errors.ts'
import { checkContentType, checkExtensions, readAttributes } from './event-attribute.ts'

const whole: Record<string, string> = {
  specversion: '1.0',
  id: 'e-1',
  source: 'urn:x',
  type: 't.v1',
  subject: 's',
  time: '2025-11-01T12:00:00Z',
}
const read = (attributes: Record<string, string | undefined>) =>
  readAttributes((name) => attributes[name])

describe('attributes', () => {
  test.each(['id', 'source', 'type'])('%s must be there and not be empty', (name) => {
    expect(() => read({ ...whole, [name]: undefined })).toThrow(`attribute "${name}" is missing`)
    expect(() => read({ ...whole, [name]: '' })).toThrow(`attribute "${name}" must not be empty`)
  })

  test.each(['id', 'source', 'type', 'subject'])(
    '%s is bounded in bytes, not characters',
    (name) => {
      expect(read({ ...whole, [name]: 'é'.repeat(256) })).toHaveProperty(name)
      expect(() => read({ ...whole, [name]: 'é'.repeat(257) })).toThrow(
        `attribute "${name}" must have at most 512 bytes`,
      )
    },
  )

  test.each(['\n', '\u0000', '\u007f', '\u0085', '\ud800', '\uffff'])(
    'a character that CloudEvents forbids: %j',
    (character) => {
      expect(() => read({ ...whole, id: `a${character}` })).toThrow('attribute "id" must not have')
    },
  )

  test.each(['subject', 'time'])('%s may be left out, and is then not there', (name) => {
    expect(Object.keys(read({ ...whole, [name]: undefined }))).not.toContain(name)
  })

  test('only version 1.0 is spoken', () => {
    for (const version of ['1', '1.0.1', '0.3', '2.0', ' 1.0']) {
      expect(() => read({ ...whole, specversion: version })).toThrow('"specversion" must be 1.0')
    }
  })

  test('come as they were sent', () => {
    const { specversion: _, ...attributes } = whole
    expect(read(whole)).toEqual(attributes)
  })
})

describe('extensions', () => {
  test.each(['', 'hpProof', 'hp-proof', 'hp_proof', 'é', 'a'.repeat(21), '__proto__'])(
    'no extension is named %j',
    (name) => {
      expect(() => checkExtensions(JSON.parse(`{${JSON.stringify(name)}:"x"}`))).toThrow(
        'must be named by at most 20 lower-case letters and digits',
      )
    },
  )

  test('a proof fits, a payload does not', () => {
    expect(() => checkExtensions({ hpproof: 'x'.repeat(8192) })).not.toThrow()
    expect(() => checkExtensions({ hpproof: 'x'.repeat(8193) })).toThrow('at most 8192 bytes')
  })

  test('no error holds what a stranger named or wrote', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (name, text) => {
        try {
          checkExtensions({ [`secret ${name}`]: text })
        } catch (error) {
          expect(isHoldpointError(error) && error.details['field']).toBe('*')
        }
      }),
    )
  })
})

describe('content types', () => {
  test.each([
    'text/json',
    'application/jsonp',
    'application/octet-stream',
    'application/json; charset=utf-16',
    'application/json; charset=utf-8; x=y',
    'application/+json',
    'application/json, text/plain',
    '',
  ])('%j is not ours to read', (contentType) => {
    expect(() => checkContentType('content-type', contentType)).toThrow('"content-type" must be')
  })

  test.each([
    undefined,
    'application/json',
    'APPLICATION/JSON;charset=UTF-8',
    'application/x.y+json',
  ])('%j is JSON', (contentType) => {
    expect(() => checkContentType('content-type', contentType)).not.toThrow()
  })

  test('a long one is refused in linear time', () => {
    const long = `application/${'a.'.repeat(50_000)}`
    expect(() => checkContentType('content-type', long)).toThrow()
    expect(() =>
      checkContentType('content-type', `application/json${' '.repeat(100_000)}x`),
    ).toThrow()
  })
})
