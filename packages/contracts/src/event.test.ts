import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digestBytes } from './digest.ts'
import { isHoldpointError } from './errors.ts'
import { type DecodeOptions, decodeEvent, type EventInit, encodeEvent } from './event.ts'
import { jsonDepthMax, recordBytesMax, recordDepthMax } from './limits.ts'

const event: EventInit = {
  id: 'e-1',
  source: 'urn:holdpoint:demo/agent/bot',
  type: 'dev.example.done.v1',
  subject: 'case-1',
  timeMs: 1_761_998_400_000,
  data: { a: [1, 'é'] },
}

function refusal(
  headers: Record<string, string>,
  value: string | null,
  options?: DecodeOptions,
): object | string {
  try {
    decodeEvent({ headers, value: value === null ? null : Buffer.from(value) }, options)
  } catch (error) {
    if (isHoldpointError(error)) return { code: error.code, ...error.details }
    throw error
  }
  return 'accepted'
}

const binary = (change: Record<string, string | undefined> = {}): Record<string, string> => {
  const headers: Record<string, string | undefined> = { ...encodeEvent(event).headers, ...change }
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
  )
}
const structured = (change: object = {}) =>
  JSON.stringify({ specversion: '1.0', id: 'e-1', source: 'urn:x', type: 't', data: {}, ...change })
const structuredHeaders = { 'content-type': 'application/cloudevents+json; charset=utf-8' }

describe('a record is refused by the attribute that is wrong', () => {
  test.each<[string, Record<string, string | undefined>, string]>([
    ['no specversion', { ce_specversion: undefined }, 'specversion'],
    ['another specversion', { ce_specversion: '0.3' }, 'specversion'],
    ['no id', { ce_id: undefined }, 'id'],
    ['an empty id', { ce_id: '' }, 'id'],
    ['a long id', { ce_id: 'x'.repeat(513) }, 'id'],
    ['an id with a newline', { ce_id: 'a\nb' }, 'id'],
    ['no source', { ce_source: undefined }, 'source'],
    ['no type', { ce_type: undefined }, 'type'],
    ['an empty subject', { ce_subject: '' }, 'subject'],
    ['a long subject', { ce_subject: 'é'.repeat(257) }, 'subject'],
    ['a time that is none', { ce_time: 'yesterday' }, 'time'],
    ['text instead of JSON', { 'content-type': 'text/plain' }, 'content-type'],
    ['Avro', { 'content-type': 'application/avro' }, 'content-type'],
    ['JSON in Latin-1', { 'content-type': 'application/json; charset=latin1' }, 'content-type'],
    ['a batch', { 'content-type': 'application/cloudevents-batch+json' }, 'content-type'],
    ['another datacontenttype', { ce_datacontenttype: 'text/xml' }, 'datacontenttype'],
    ['a long extension', { ce_hpproof: 'x'.repeat(8193) }, 'hpproof'],
    ['an extension with NUL', { ce_hpproof: 'x\u0000' }, 'hpproof'],
    ['an extension named badly', { ce_hpProof: 'x' }, 'hpProof'],
    ['an extension named by a value', { 'ce_a@b.c': 'x' }, '*'],
  ])('binary: %s', (_, change, field) => {
    expect(refusal(binary(change), '{}')).toMatchObject({ code: 'HP_EVENT_INVALID', field })
  })

  test.each<[string, object, string]>([
    ['no specversion', { specversion: undefined }, 'specversion'],
    ['an id that is an object', { id: {} }, 'id'],
    ['no id', { id: null }, 'id'],
    ['no data', { data: undefined }, 'data'],
    ['base64 data', { data_base64: 'e30=' }, 'data_base64'],
    ['another datacontenttype', { datacontenttype: 'text/xml' }, 'datacontenttype'],
    ['an extension that is a list', { hpproof: ['x'] }, 'hpproof'],
    ['an extension named badly', { hp_proof: 'x' }, 'hp_proof'],
  ])('structured: %s', (_, change, field) => {
    const value = structured(change)
    expect(refusal(structuredHeaders, value)).toMatchObject({ code: 'HP_EVENT_INVALID', field })
  })

  test('structured: a __proto__ member is an extension with a bad name, not a prototype', () => {
    const value = structured().replace('{', '{"__proto__":"x",')
    expect(refusal(structuredHeaders, value)).toMatchObject({
      code: 'HP_EVENT_INVALID',
      field: '__proto__',
    })
  })

  test.each(['[]', '1', 'null', '"x"'])('structured: %s is no event', (value) => {
    expect(refusal(structuredHeaders, value)).toMatchObject({ code: 'HP_EVENT_INVALID' })
  })

  test('too many extensions', () => {
    const many = Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`ce_x${n}`, 'y']))
    expect(refusal(binary(many), '{}')).toMatchObject({ field: 'extensions' })
  })

  test('a tombstone', () => {
    expect(refusal(binary(), null)).toMatchObject({ code: 'HP_EVENT_INVALID', field: 'data' })
  })

  test('bare JSON where producers must speak CloudEvents', () => {
    expect(refusal({}, '{}')).toMatchObject({ code: 'HP_EVENT_INVALID', field: 'specversion' })
  })

  test('half an event is not taken for bare JSON', () => {
    expect(refusal({ ce_id: '1' }, '{}', { bareType: 't' })).toMatchObject({ field: 'specversion' })
  })

  test('no refusal shows the text of an attribute', () => {
    const said = refusal(binary({ ce_id: `hunter2${'x'.repeat(600)}`, ce_time: 'hunter2' }), '{}')
    expect(JSON.stringify(said)).not.toContain('hunter2')
  })
})

describe('the value is read strictly, in every mode', () => {
  const ambiguous = '{"amount":1,"Amount":2}'
  test.each<[string, Record<string, string>, string]>([
    ['binary', binary(), ambiguous],
    ['structured', structuredHeaders, structured().replace('"data":{}', `"data":${ambiguous}`)],
    ['bare', {}, ambiguous],
  ])('%s', (_, headers, value) => {
    expect(refusal(headers, value, { bareType: 't' })).toMatchObject({
      code: 'HP_JSON_DUPLICATE_KEY',
    })
  })

  test('two attributes of a structured event that differ by case', () => {
    expect(refusal(structuredHeaders, structured({ ID: 'e-2' }))).toMatchObject({
      code: 'HP_JSON_DUPLICATE_KEY',
    })
  })

  test('the depth of an intake holds for the data, in whatever mode it came', () => {
    const nest = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    const at = (depth: number, limits: DecodeOptions) => [
      refusal(binary(), nest(depth), limits),
      refusal(structuredHeaders, structured().replace('{}', nest(depth)), limits),
      refusal({}, nest(depth), { bareType: 't', ...limits }),
    ]
    const accepted = ['accepted', 'accepted', 'accepted']
    expect(at(jsonDepthMax, { depthMax: jsonDepthMax })).toEqual(accepted)
    for (const refused of at(jsonDepthMax + 1, { depthMax: jsonDepthMax })) {
      expect(refused).toMatchObject({ code: 'HP_JSON_DEPTH' })
    }
    expect(at(recordDepthMax, {})).toEqual(accepted)
  })

  test('a record’s limit by default, an intake’s where it is given', () => {
    const large = `"${'x'.repeat(recordBytesMax)}"`
    expect(refusal(binary(), large)).toMatchObject({ code: 'HP_TOO_LARGE', limit: recordBytesMax })
    expect(refusal(binary(), '[1,2,3]', { bytesMax: 6 })).toMatchObject({ code: 'HP_TOO_LARGE' })
  })
})

describe('three spellings of one event', () => {
  const bytes = Buffer.from('{"a":[1,"é"]}')

  test('binary: headers and the bytes as they were sent', () => {
    const spaced = Buffer.from('{ "a": [1, "é"] }')
    const decoded = decodeEvent({ headers: { ...binary(), traceparent: 'x' }, value: spaced })
    expect(decoded).toEqual({
      attributes: {
        id: 'e-1',
        source: event.source,
        type: event.type,
        subject: 'case-1',
        time: '2025-11-01T12:00:00.000Z',
      },
      extensions: {},
      data: event.data,
      dataBytes: spaced,
      mode: 'binary',
    })
  })

  test('structured: members, with numbers and booleans as text and null as absent', () => {
    const change = { data: event.data, time: null, count: 3, flag: true, none: null }
    const decoded = decodeEvent({
      headers: structuredHeaders,
      value: Buffer.from(structured({ ...change, datacontenttype: 'application/json' })),
    })
    expect(decoded.attributes).toEqual({ id: 'e-1', source: 'urn:x', type: 't' })
    expect(decoded.extensions).toEqual({ count: '3', flag: 'true' })
    expect(decoded.dataBytes).toEqual(bytes)
    expect(decoded.mode).toBe('structured')
  })

  test('structured wins over headers beside it', () => {
    const headers = { ...binary(), ...structuredHeaders }
    const decoded = decodeEvent({ headers, value: Buffer.from(structured({ id: 'inside' })) })
    expect(decoded.attributes.id).toBe('inside')
  })

  test('bare: the type of the topic, and an id that follows from the bytes', () => {
    const decoded = decodeEvent({ headers: {}, value: bytes }, { bareType: 'x.v1' })
    expect(decoded.attributes).toEqual({
      id: digestBytes(bytes),
      source: 'urn:holdpoint:bare',
      type: 'x.v1',
    })
    expect(decoded).toMatchObject({ mode: 'bare', data: event.data, extensions: {} })
  })

  test.each(['application/json', 'application/vnd.acme+json', 'Application/JSON; charset="UTF-8"'])(
    'content type %s is JSON',
    (contentType) => {
      expect(refusal(binary({ 'content-type': contentType }), '{}')).toBe('accepted')
    },
  )

  test('no content type means JSON', () => {
    expect(refusal(binary({ 'content-type': undefined }), '{}')).toBe('accepted')
  })
})

describe('what we write', () => {
  test('an attribute that no reader would take is refused before it is sent', () => {
    expect(() => encodeEvent({ ...event, id: '' })).toThrow('attribute "id" must not be empty')
    expect(() => encodeEvent({ ...event, subject: 'x\ny' })).toThrow('attribute "subject"')
    expect(() => encodeEvent({ ...event, extensions: { hpMac: 'x' } })).toThrow('attribute "hpMac"')
  })

  test('no undefined header where there is no subject', () => {
    const { subject: _, ...rest } = event
    expect(Object.keys(encodeEvent(rest).headers)).not.toContain('ce_subject')
  })

  test('we read back, whatever the attributes and data are', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    const name = fc.stringMatching(/^hp[a-z0-9]{1,18}$/)
    const data = fc.jsonValue()
    fc.assert(
      fc.property(
        word,
        word,
        fc.dictionary(name, word, { maxKeys: 3 }),
        data,
        (id, type, ext, d) => {
          const init = { ...event, id, type, extensions: ext, data: d }
          let encoded: ReturnType<typeof encodeEvent>
          try {
            encoded = encodeEvent(init)
          } catch (error) {
            // Graphemes may hold control characters, which both sides refuse.
            return isHoldpointError(error) && error.code === 'HP_EVENT_INVALID'
          }
          try {
            const decoded = decodeEvent(encoded)
            expect(decoded.attributes).toMatchObject({ id, type, subject: 'case-1' })
            expect({ ...decoded.extensions }).toEqual({ ...ext })
            expect(decoded.data).toEqual(JSON.parse(JSON.stringify(d)))
          } catch (error) {
            // Random data may be ambiguous; then it is refused and not misread.
            if (!isHoldpointError(error)) throw error
            expect(error.code).toMatch(
              /^HP_JSON_(DUPLICATE_KEY|NUMBER|SURROGATE|NONCHARACTER|DEPTH)$/,
            )
          }
          return true
        },
      ),
    )
  })
})

test.each([Number.NaN, Date.parse('9999-12-31T23:59:59.999Z') + 1, Date.parse('0000-01-01') - 1])(
  'a moment that RFC 3339 has no text for is not written: %s',
  (timeMs) => {
    expect(() => encodeEvent({ ...event, timeMs })).toThrow(/time/)
  },
)

test.each([0, Date.parse('9999-12-31T23:59:59.999Z'), Date.parse('0000-01-01T00:00:00Z')])(
  'a moment that is written is read: %s',
  (timeMs) => {
    expect(decodeEvent(encodeEvent({ ...event, timeMs })).attributes.time).toBe(
      new Date(timeMs).toISOString(),
    )
  },
)

test.each([[['{"b":1,"a":"é⟦"}']], [['{"b":1,', '"a":"é⟦"', '}']]])(
  'data that is JSON text already travels as it is, in pieces or whole',
  (text) => {
    const { data: _, ...rest } = event
    const { value } = encodeEvent({ ...rest, text })
    expect(value.toString()).toBe('{"b":1,"a":"é⟦"}')
  },
)
