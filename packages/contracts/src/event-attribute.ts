/** CloudEvents attributes: their names, and what a stranger's may look like. They become log lines, keys and headers of later hops, so they are bounded here. */
import { HoldpointError } from './errors.ts'
import { safeToken } from './pointer.ts'
import { isRfc3339 } from './time.ts'

export const specVersion = '1.0'
/** Longest id, source, type or subject, in bytes. */
const attributeBytesMax = 512
/** Longest extension: a compact JWS, or a token of an issuer. */
const extensionBytesMax = 8192
/** Extensions of one event. Ours need three; tracing adds two. */
const extensionsMax = 16
const extensionName = /^[a-z0-9]{1,20}$/
/** CloudEvents' String: no control characters, lone surrogates or noncharacters. */
const forbidden = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u
const jsonContentType =
  /^application\/(?:json|[a-z0-9.-]{1,60}\+json)\s*(?:;\s*charset="?utf-8"?\s*)?$/i

export interface Attributes {
  readonly id: string
  /** URI reference of who says so. */
  readonly source: string
  readonly type: string
  /** With us: the action id. */
  readonly subject?: string
  /** RFC 3339. */
  readonly time?: string
}

export type AttributeText = (name: string) => string | undefined

/** Attributes out of headers or a structured event. Throws HP_EVENT_INVALID naming the first that is missing or wrong. */
export function readAttributes(read: AttributeText): Attributes {
  const version = read('specversion')
  if (version === undefined) refuseAttribute('specversion', 'is missing')
  if (version !== specVersion) refuseAttribute('specversion', `must be ${specVersion}`)
  const subject = optional('subject', read)
  const time = optional('time', read)
  if (time !== undefined && !isRfc3339(time)) {
    refuseAttribute('time', 'must be an RFC 3339 date-time with a zone')
  }
  return {
    id: required('id', read),
    source: required('source', read),
    type: required('type', read),
    ...(subject === undefined ? {} : { subject }),
    ...(time === undefined ? {} : { time }),
  }
}

/** Checks names and sizes of extension attributes and returns them. */
export function checkExtensions(
  extensions: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const entries = Object.entries(extensions)
  if (entries.length > extensionsMax) {
    refuseAttribute('extensions', `must be at most ${extensionsMax}`)
  }
  for (const [name, text] of entries) {
    if (!extensionName.test(name)) {
      refuseAttribute(safeToken(name), 'must be named by at most 20 lower-case letters and digits')
    }
    checkText(name, text, extensionBytesMax)
  }
  return extensions
}

/** Refuses a content type that is not JSON in UTF-8; none at all means JSON. */
export function checkContentType(name: string, contentType: string | undefined): void {
  if (contentType !== undefined && !jsonContentType.test(contentType)) {
    refuseAttribute(name, 'must be application/json in UTF-8')
  }
}

export function refuseAttribute(field: string, rule: string): never {
  throw new HoldpointError('HP_EVENT_INVALID', { field, rule })
}

function required(name: string, read: AttributeText): string {
  return optional(name, read) ?? refuseAttribute(name, 'is missing')
}

function optional(name: string, read: AttributeText): string | undefined {
  const text = read(name)
  if (text === undefined) return undefined
  if (text === '') refuseAttribute(name, 'must not be empty')
  checkText(name, text, attributeBytesMax)
  return text
}

function checkText(name: string, text: string, bytesMax: number): void {
  if (Buffer.byteLength(text) > bytesMax)
    refuseAttribute(name, `must have at most ${bytesMax} bytes`)
  if (forbidden.test(text)) refuseAttribute(name, 'must not have control characters')
}
