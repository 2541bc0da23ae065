/** Parameters as rows: those that the policy names in its order and words, then the rest as it stands. Against the previous attempt each row says what it was. Pure. */
import type { TypeWords } from '@holdpoint/approval'
import { readPlaceholder, unscannedType } from '@holdpoint/contracts'
import type { Line, Row } from './card.ts'
import { inert, inertLine } from './inert.ts'

/** Between the names of a nested parameter. */
const stepMark = ' › '
/** More leaves of one action than anybody reads: what is beyond is said to be missing, and the copy is incomplete. */
export const rowsMax = 500

interface Leaf {
  readonly path: readonly string[]
  readonly value: unknown
}

/** `previous`: the same of an attempt that was not let through. */
export function rowsOf(
  params: unknown,
  words: TypeWords | undefined,
  previous?: { readonly params: unknown },
): Row[] {
  const leaves = leavesOf(params)
  const was = previous && indexOf(leavesOf(previous.params))
  const named = (words?.fields ?? []).flatMap(({ path }) =>
    leaves.filter((leaf) => startsWith(leaf.path, path)),
  )
  // A set keeps the first place of each.
  const ordered = [...new Set([...named, ...leaves])]
  const is = indexOf(leaves)
  const gone = [...(was ?? [])].flatMap(([key, leaf]) => (is.has(key) ? [] : [leaf]))
  const count = ordered.length + gone.length
  return [
    ...ordered.slice(0, rowsMax).map((leaf) => rowOf(leaf, words, was)),
    ...gone.slice(0, Math.max(0, rowsMax - ordered.length)).map((leaf) => goneRow(leaf, words)),
    ...(count > rowsMax ? [beyondRow(count - rowsMax)] : []),
  ]
}

/** One row of our own making. */
export function ownRow(label: string, value: string, kind: Row['kind'] = 'text'): Row {
  return { label: [label], value: [{ foreign: inert(value) }], kind }
}

function rowOf(
  leaf: Leaf,
  words: TypeWords | undefined,
  before: ReadonlyMap<string, Leaf> | undefined,
): Row {
  const shown = shownValue(leaf.value)
  const row = {
    label: labelOf(leaf.path, words),
    value: shown,
    kind: isCode(leaf, words) ? ('code' as const) : ('text' as const),
    ...(isUnscanned(leaf.value) ? { isCut: true as const } : {}),
  }
  const was = before?.get(keyOf(leaf.path))
  if (before === undefined || (was && equal(was.value, leaf.value))) return row
  return {
    ...row,
    kind: 'change',
    before: was === undefined ? ['not there'] : shownValue(was.value),
  }
}

function goneRow({ path, value }: Leaf, words: TypeWords | undefined): Row {
  return {
    label: labelOf(path, words),
    value: ['no longer there'],
    kind: 'change',
    before: shownValue(value),
  }
}

function beyondRow(count: number): Row {
  return {
    label: ['More'],
    value: [`${count.toLocaleString('en')} more fields`],
    kind: 'text',
    isCut: true,
  }
}

/** The policy's name where it has one, for a part of a named value with the way to it; else the way to it as its agent spells it. */
function labelOf(path: readonly string[], words: TypeWords | undefined): Line {
  const field = words?.fields.findLast((known) => startsWith(path, known.path))
  if (path.length === 0) return ['Value']
  if (field === undefined) return [{ foreign: inertLine(path.join(stepMark)) }]
  const more = path.slice(field.path.length)
  const label = { foreign: inertLine(field.label) }
  return more.length === 0
    ? [label]
    : [label, stepMark, { foreign: inertLine(more.join(stepMark)) }]
}

function shownValue(value: unknown): Line {
  if (value === '') return ['empty text']
  if (typeof value === 'string') return [{ foreign: inert(value) }]
  if (Array.isArray(value)) return ['empty list']
  if (typeof value === 'object' && value !== null) return ['empty']
  // Numbers as JSON has them: the same characters that the digest covers.
  return [String(JSON.stringify(value ?? null))]
}

function isCode({ path, value }: Leaf, words: TypeWords | undefined): boolean {
  const field = words?.fields.findLast((known) => startsWith(path, known.path))
  return field?.isCode ?? (typeof value === 'string' && value.includes('\n'))
}

/** The engine could not look inside: there is nothing to show. */
function isUnscanned(value: unknown): boolean {
  if (typeof value !== 'string' || !value.includes(unscannedType)) return false
  for (let at = value.indexOf('\u27e6'); at >= 0; at = value.indexOf('\u27e6', at + 1)) {
    if (readPlaceholder(value, at)?.type === unscannedType) return true
  }
  return false
}

/** Values that hold no others, in the order of the document. Intake bounds depth and number. */
function leavesOf(value: unknown, path: readonly string[] = []): Leaf[] {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
  if (entries.length > 0) return entries.flatMap(([key, each]) => leavesOf(each, [...path, key]))
  return value === undefined ? [] : [{ path, value }]
}

const keyOf = (path: readonly string[]): string => JSON.stringify(path)
const indexOf = (leaves: readonly Leaf[]): ReadonlyMap<string, Leaf> =>
  new Map(leaves.map((leaf) => [keyOf(leaf.path), leaf]))
const startsWith = (path: readonly string[], start: readonly string[]): boolean =>
  start.every((step, at) => path[at] === step)
const equal = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other)
