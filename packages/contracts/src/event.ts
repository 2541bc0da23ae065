/**
 * CloudEvents 1.0 on Kafka. We write binary mode: attributes in `ce_*` headers, the data as JSON in the value. We read binary, structured
 * (`application/cloudevents+json`) and, where a topic's producers know nothing of CloudEvents, bare JSON.
 *
 * A schema registry's framing (a zero byte and an id before the value) is the bus's concern: its codec unwraps values before they get here and wraps what
 * `encodeEvent` made.
 */
import { canonicalize } from './canonical.ts'
import { digestBytes } from './digest.ts'
import {
  type Attributes,
  checkContentType,
  checkExtensions,
  readAttributes,
  refuseAttribute,
  specVersion,
} from './event-attribute.ts'
import { type JsonLimits, parseJson } from './json.ts'
import { recordBytesMax, recordDepthMax } from './limits.ts'
import { safeToken } from './pointer.ts'
import { rfc3339 } from './time.ts'

const headerPrefix = 'ce_'
const contentTypeHeader = 'content-type'
const structuredType = /^application\/cloudevents\+json\s*(?:;|$)/i
const batchType = /^application\/cloudevents-batch/i
/** Attributes of the specification; all others are extensions. */
const coreNames: ReadonlySet<string> = new Set([
  'specversion',
  'id',
  'source',
  'type',
  'subject',
  'time',
  'datacontenttype',
  'dataschema',
  'data',
  'data_base64',
])
/** The years 0 to 9999. */
const timeMsMin = Date.parse('0000-01-01T00:00:00Z')
const timeMsMax = Date.parse('9999-12-31T23:59:59.999Z')
/** Source of bare JSON, which says nothing about itself. */
const bareSource = 'urn:holdpoint:bare'

export interface EventInit {
  /** A repeat must have the same id. */
  readonly id: string
  readonly source: string
  readonly type: string
  readonly subject?: string
  readonly timeMs: number
  readonly extensions?: Readonly<Record<string, string>>
  /** JSON; already checked by whoever made it. */
  readonly data: unknown
}

/**
 * An event whose data is JSON text already, in pieces. They are encoded one by one: V8 takes three times as long for text that was put together of pieces of which
 * only one has characters beyond Latin-1.
 */
export type EventText = Omit<EventInit, 'data'> & { readonly text: readonly string[] }

export interface EncodedEvent {
  readonly headers: Readonly<Record<string, string>>
  readonly value: Buffer
}

export interface DecodedEvent {
  readonly attributes: Attributes
  /** By name without `ce_`. */
  readonly extensions: Readonly<Record<string, string>>
  /** Strictly parsed; still to be checked against the type's schema. */
  readonly data: unknown
  /** The data as sent; in structured mode its canonical form. */
  readonly dataBytes: Buffer
  readonly mode: 'binary' | 'structured' | 'bare'
}

export interface DecodeOptions extends JsonLimits {
  /** Type of records without any CloudEvents headers; they are refused where it is absent. */
  readonly bareType?: string
}

export interface EventRecord {
  readonly headers: Readonly<Record<string, string>>
  readonly value: Uint8Array | null
}

/** Headers and value of one event in binary mode. Throws HP_EVENT_INVALID for an attribute that no reader would take. */
export function encodeEvent(event: EventInit | EventText): EncodedEvent {
  const core: Record<string, string | undefined> = {
    specversion: specVersion,
    id: event.id,
    source: event.source,
    type: event.type,
    subject: event.subject,
  }
  const attributes = readAttributes((name) => core[name])
  const extensions = checkExtensions(event.extensions ?? {})
  const headers: Record<string, string> = {
    [contentTypeHeader]: 'application/json',
    [`${headerPrefix}specversion`]: specVersion,
  }
  headers[`${headerPrefix}time`] = timeText(event.timeMs)
  for (const [name, text] of Object.entries({ ...attributes, ...extensions })) {
    headers[headerPrefix + name] = text
  }
  const pieces = 'text' in event ? event.text : [JSON.stringify(event.data)]
  return { headers, value: bytesOf(pieces) }
}

/**
 * Reads one record. Throws HP_EVENT_INVALID naming the attribute, HP_TOO_LARGE, or HP_JSON_* for the value. Limits apply to the value as sent; by default those
 * of records between services, so an intake passes its own.
 */
export function decodeEvent(record: EventRecord, options: DecodeOptions = {}): DecodedEvent {
  const { headers } = record
  if (record.value === null) refuseAttribute('data', 'is missing')
  const value = Buffer.from(record.value.buffer, record.value.byteOffset, record.value.byteLength)
  const limits = {
    bytesMax: options.bytesMax ?? recordBytesMax,
    depthMax: options.depthMax ?? recordDepthMax,
  }
  const contentType = headers[contentTypeHeader]
  if (contentType !== undefined && batchType.test(contentType)) {
    refuseAttribute(contentTypeHeader, 'must not be a batch: one event per record')
  }
  if (contentType !== undefined && structuredType.test(contentType)) {
    return decodeStructured(value, limits)
  }
  checkContentType(contentTypeHeader, contentType)
  const isBare = !Object.keys(headers).some((name) => name.startsWith(headerPrefix))
  if (!isBare) return decodeBinary(headers, value, limits)
  if (options.bareType === undefined) refuseAttribute('specversion', 'is missing')
  return {
    attributes: { id: digestBytes(value), source: bareSource, type: options.bareType },
    extensions: {},
    data: parseJson(value, limits),
    dataBytes: value,
    mode: 'bare',
  }
}

function decodeBinary(
  headers: Readonly<Record<string, string>>,
  value: Buffer,
  limits: JsonLimits,
): DecodedEvent {
  const attributes = readAttributes((name) => headers[headerPrefix + name])
  checkContentType('datacontenttype', headers[`${headerPrefix}datacontenttype`])
  const extensions: Record<string, string> = {}
  for (const [header, text] of Object.entries(headers)) {
    const name = header.slice(headerPrefix.length)
    if (header.startsWith(headerPrefix) && !coreNames.has(name)) define(extensions, name, text)
  }
  checkExtensions(extensions)
  const data = parseJson(value, limits)
  return { attributes, extensions, data, dataBytes: value, mode: 'binary' }
}

function decodeStructured(value: Buffer, limits: Required<JsonLimits>): DecodedEvent {
  // The envelope is one level around the data.
  const event = parseJson(value, { ...limits, depthMax: limits.depthMax + 1 })
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    refuseAttribute('specversion', 'is missing')
  }
  const members = new Map<string, unknown>(Object.entries(event))
  const read = (name: string) => attributeText(name, members.get(name))
  const attributes = readAttributes(read)
  checkContentType('datacontenttype', read('datacontenttype'))
  if (members.has('data_base64'))
    refuseAttribute('data_base64', 'is not accepted: send data as JSON')
  if (!members.has('data')) refuseAttribute('data', 'is missing')
  const extensions: Record<string, string> = {}
  for (const [name, member] of members) {
    const text = coreNames.has(name) ? undefined : attributeText(name, member)
    if (text !== undefined) define(extensions, name, text)
  }
  checkExtensions(extensions)
  const data = members.get('data')
  const dataBytes = Buffer.from(canonicalize(data))
  return { attributes, extensions, data, dataBytes, mode: 'structured' }
}

function bytesOf(pieces: readonly string[]): Buffer {
  const [only = '', ...more] = pieces
  if (more.length === 0) return Buffer.from(only)
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece)))
}

/** What was made here need not be parsed to be known as right, but for its range: RFC 3339 has years of four digits. */
function timeText(timeMs: number): string {
  if (timeMs >= timeMsMin && timeMs <= timeMsMax) return rfc3339(timeMs)
  refuseAttribute('time', 'must be an RFC 3339 date-time with a zone')
}

/** Structured events may spell attributes as JSON numbers and booleans; null is the same as absent. */
function attributeText(name: string, member: unknown): string | undefined {
  switch (typeof member) {
    case 'undefined':
      return undefined
    case 'string':
      return member
    case 'number':
    case 'boolean':
      return String(member)
    default:
      return member === null ? undefined : refuseAttribute(safeToken(name), 'must be text')
  }
}

/** Names are a stranger's: `__proto__` must become a member like any other, and be refused as such. */
function define(extensions: Record<string, string>, name: string, value: string): void {
  Object.defineProperty(extensions, name, { value, enumerable: true, writable: true })
}
