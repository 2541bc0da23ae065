/** JSON Canonicalization Scheme, RFC 8785: one spelling per value, so that digests mean values and not bytes. */
import { HoldpointError } from './errors.ts'
import { jsonDepthMax } from './limits.ts'
import { pointerOf } from './pointer.ts'

/** Our records wrap what was accepted a few levels deeper; anything beyond is a cycle or a mistake. */
const canonicalDepthMax = 2 * jsonDepthMax

/** Text that needs no escapes: most keys and values. */
const plain = /^[ !#-[\]-~]*$/

type Path = (string | number)[]

/**
 * The canonical text. Members that are undefined are left out, as in JSON.stringify; everything else that is not a JSON value is refused with its JSON Pointer:
 * HP_JSON_NUMBER (NaN, infinities), HP_JSON_SURROGATE, HP_JSON_DEPTH (also cycles), HP_FIELD_INVALID (functions, dates, bigints, holes…).
 */
export function canonicalize(value: unknown): string {
  return write(value, [])
}

function write(value: unknown, path: Path): string {
  if (typeof value === 'string') return quote(value, path)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw refusal('HP_JSON_NUMBER', path)
    // ECMAScript's own serialisation is the one the RFC prescribes; -0 becomes 0.
    return String(value)
  }
  if (typeof value !== 'object') throw refusal('HP_FIELD_INVALID', path)
  if (path.length >= canonicalDepthMax) throw refusal('HP_JSON_DEPTH', path)
  return Array.isArray(value) ? writeArray(value, path) : writeObject(value, path)
}

function writeArray(values: unknown[], path: Path): string {
  let text = ''
  for (let index = 0; index < values.length; index++) {
    path.push(index)
    text += (index === 0 ? '' : ',') + write(values[index], path)
    path.pop()
  }
  return `[${text}]`
}

function writeObject(value: object, path: Path): string {
  const prototype: unknown = Object.getPrototypeOf(value)
  // Dates, buffers and maps have no one JSON form.
  if (prototype !== null && prototype !== Object.prototype) throw refusal('HP_FIELD_INVALID', path)
  let text = ''
  // The default order of sort is by UTF-16 code units, which is the RFC's.
  for (const key of Object.keys(value).sort()) {
    const member: unknown = (value as Record<string, unknown>)[key]
    if (member === undefined) continue
    path.push(key)
    text += `${text === '' ? '' : ','}${quote(key, path)}:${write(member, path)}`
    path.pop()
  }
  return `{${text}}`
}

function quote(text: string, path: Path): string {
  if (plain.test(text)) return `"${text}"`
  if (!text.isWellFormed()) throw refusal('HP_JSON_SURROGATE', path)
  return JSON.stringify(text)
}

function refusal(
  code: 'HP_JSON_NUMBER' | 'HP_FIELD_INVALID' | 'HP_JSON_SURROGATE' | 'HP_JSON_DEPTH',
  path: Path,
): HoldpointError {
  const field = pointerOf(path)
  if (code === 'HP_JSON_DEPTH') return new HoldpointError(code, { field, limit: canonicalDepthMax })
  return new HoldpointError(code, { field, rule: 'is not a JSON value' })
}
