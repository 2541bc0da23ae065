/** A value of a configuration file together with where it stands, so that every complaint names file and field. */
import { type ErrorDetails, HoldpointError } from '@holdpoint/contracts'

/** Longest plain string in a trust file: a URL or an RSA modulus. */
const stringCharsMax = 2048

export class Field {
  readonly value: unknown
  readonly path: string
  readonly #file: string

  constructor(value: unknown, path: string, file: string) {
    this.value = value
    this.path = path
    this.#file = file
  }

  refuse(rule: string): HoldpointError {
    const details: ErrorDetails = { file: this.#file, field: this.path || 'the file', rule }
    return new HoldpointError('HP_CONFIG', details)
  }

  /** Refuses members that are not named: a misspelt one is an error, not a surprise. */
  allow(names: readonly string[]): void {
    for (const name of Object.keys(this.#object())) {
      if (!names.includes(name)) throw this.#child(name, undefined).refuse('is not known')
    }
  }

  at(name: string): Field {
    const field = this.optional(name)
    if (field === undefined) throw this.#child(name, undefined).refuse('is missing')
    return field
  }

  optional(name: string): Field | undefined {
    const object = this.#object()
    return Object.hasOwn(object, name) ? this.#child(name, object[name]) : undefined
  }

  entries(keyPattern: string): readonly (readonly [string, Field])[] {
    return Object.entries(this.#object()).map(([name, value]) => {
      const field = this.#child(name, value)
      if (!new RegExp(keyPattern).test(name)) throw field.refuse('has a key that is not a name')
      return [name, field] as const
    })
  }

  list(): readonly Field[] {
    if (!Array.isArray(this.value)) throw this.refuse('must be a list')
    return this.value.map((value, at) => this.#child(String(at), value))
  }

  string(pattern?: string): string {
    const { value } = this
    if (typeof value !== 'string' || value === '') throw this.refuse('must be text')
    if (value.length > stringCharsMax) throw this.refuse('is too long')
    if (pattern !== undefined && !new RegExp(pattern).test(value)) {
      throw this.refuse(`must match ${pattern}`)
    }
    return value
  }

  /** RFC 3339 with a zone, as ms since the epoch. */
  timeMs(): number {
    const text = this.string(
      '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)$',
    )
    const ms = Date.parse(text)
    if (Number.isNaN(ms)) throw this.refuse('is not a time')
    return ms
  }

  #object(): Record<string, unknown> {
    const { value } = this
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw this.refuse('must be a map')
    }
    return value as Record<string, unknown>
  }

  #child(name: string, value: unknown): Field {
    return new Field(value, `${this.path}/${name}`, this.#file)
  }
}
