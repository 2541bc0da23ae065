/** Checks a value against a schema, compiled once, and says in words which field breaks which rule. Never shows the value. */
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'
import Format from 'typebox/format'
import { Settings } from 'typebox/system'
import { HoldpointError } from './errors.ts'
import { pointerOf } from './pointer.ts'
import { ruleOf } from './rule.ts'
import { isRfc3339 } from './time.ts'

/** Errors looked at before one is told: a union of all decision kinds breaks about ten rules per form. */
const errorCountMax = 256

Format.Set('date-time', isRfc3339)
Settings.Set({ maxErrors: errorCountMax })

type Broken = TLocalizedValidationError

interface Checker {
  Check(value: unknown): boolean
  Errors(value: unknown): Broken[]
}

const checkers = new WeakMap<TSchema, Checker>()

/**
 * The value, now of the schema's type. Throws HP_FIELD_INVALID for the first broken rule; `field` is a JSON Pointer behind `where` (for example `/data`).
 * A schema is compiled at its first use and remembered by identity: declare schemas once, at the top of a module.
 */
export function check<T extends TSchema>(schema: T, value: unknown, where = ''): Static<T> {
  if (isValid(schema, value)) return value
  const broken = mostTelling(schema, checkerOf(schema).Errors(value))
  if (broken === undefined) {
    throw new HoldpointError('HP_FIELD_INVALID', { field: where, rule: 'is not valid' })
  }
  const field = where + pointerOf(pathOf(value, broken))
  throw new HoldpointError('HP_FIELD_INVALID', { field, rule: ruleOf(broken) })
}

/** The same as a question. */
export function isValid<T extends TSchema>(schema: T, value: unknown): value is Static<T> {
  return checkerOf(schema).Check(value)
}

function checkerOf(schema: TSchema): Checker {
  const known = checkers.get(schema)
  if (known !== undefined) return known
  const made: Checker = Compile(schema)
  checkers.set(schema, made)
  return made
}

/** The first error; of a union, the first error of the form that was meant (its literals fit), or the list of literals. */
function mostTelling(schema: TSchema, errors: readonly Broken[], from = 0): Broken | undefined {
  const [first] = errors.filter((error) => error.keyword !== 'boolean')
  const union = first && /^(.*?)\/anyOf\//.exec(first.schemaPath.slice(from))
  if (first === undefined || !union) return first
  const path = first.schemaPath.slice(0, from) + (union[1] ?? '')
  const whole = errors.find((error) => error.keyword === 'anyOf' && error.schemaPath === path)
  if (whole === undefined) return first
  const inside = errors.filter(
    (error) =>
      error.schemaPath.startsWith(`${path}/anyOf/`) &&
      error.instancePath.startsWith(whole.instancePath) &&
      error.keyword !== 'boolean',
  )
  const literals = literalsAt(schema, path)
  if (literals !== undefined) {
    return { ...whole, keyword: 'enum', params: { allowedValues: literals } }
  }
  const forms = Map.groupBy(inside, (error) => formOf(error.schemaPath, path))
  for (const [form, broken] of forms) {
    if (broken.some((error) => error.keyword === 'const' || isTypeOf(whole, error))) continue
    return mostTelling(schema, broken, `${path}/anyOf/${form}`.length)
  }
  return whole
}

const formOf = (schemaPath: string, union: string): string =>
  schemaPath.slice(`${union}/anyOf/`.length).split('/', 1)[0] ?? ''

/** The values of a union of literals; undefined where the union at this schema path has other forms too. */
function literalsAt(schema: TSchema, path: string): unknown[] | undefined {
  let at: unknown = schema
  for (const key of [...path.split('/').slice(1), 'anyOf']) {
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined
  }
  if (!Array.isArray(at)) return undefined
  const literals = at.map((form: { const?: unknown }) => form.const)
  return literals.includes(undefined) ? undefined : literals
}

/** A form of another JSON type was not meant. */
const isTypeOf = (union: Broken, error: Broken): boolean =>
  error.keyword === 'type' && error.instancePath === union.instancePath

/** Keys and indices down to the broken place; the missing or surplus member included. */
function pathOf(value: unknown, broken: Broken): (string | number)[] {
  const path: (string | number)[] = []
  let at = value
  for (const token of broken.instancePath.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~')
    path.push(Array.isArray(at) ? Number(key) : key)
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined
  }
  const [member] =
    broken.keyword === 'required'
      ? broken.params.requiredProperties
      : broken.keyword === 'additionalProperties'
        ? broken.params.additionalProperties
        : []
  if (member !== undefined) path.push(member)
  return path
}
