/** Visits every string, number and key of a value in a fixed order, with what the keys around it say. Nothing here looks at text. */
import { hintOf, type KeySense, noSense, senseOf } from './hint.ts'
import type { Limits } from './limits.ts'
import { lastToken, pointerTo } from './pointer.ts'
import { isLogin } from './scanner/username.ts'
import { credentialInArguments } from './secret/command.ts'
import { siblingSense } from './sibling.ts'
import { isCredential } from './types.ts'

export interface Leaf {
  readonly kind: 'string' | 'number' | 'key'
  readonly text: string
  /** What its key says. */
  readonly sense: KeySense
  /** JSON Pointer in the original; for a key, to its member. */
  readonly path: string
}

/** A value that is not entered. */
export interface Wall {
  readonly kind: 'wall'
  readonly reason: 'limit-depth' | 'not-json'
  readonly path: string
  readonly size: number
}

interface Around {
  readonly path: string
  readonly depth: number
  readonly key: string
  readonly parentKey: string
  /** The hint of a sibling that names this value, as in `{name: 'password', value: …}`. */
  readonly sibling?: KeySense | undefined
}

/** Longer lists are data. */
const argumentsMax = 32
const unitsPerNode = 8
/** Counting the size of what is not entered stops here. */
const sizeNodesMax = 100_000

/** Calls `visit` for every leaf in the order in which rebuild.ts will ask for them again. Stops when it returns false. */
export function walk(
  value: unknown,
  path: string,
  limits: Limits,
  visit: (leaf: Leaf | Wall) => boolean,
): void {
  step(value, { path, depth: 0, key: lastToken(path), parentKey: '' }, limits, visit)
}

type Visit = (leaf: Leaf | Wall) => boolean

function step(value: unknown, around: Around, limits: Limits, visit: Visit): boolean {
  const { path } = around
  if (value === null || typeof value === 'boolean') return true
  if (typeof value === 'string')
    return visit({ kind: 'string', text: value, path, sense: sense(around) })
  if (typeof value === 'number')
    return visit({ kind: 'number', text: String(value), path, sense: sense(around) })
  if (typeof value !== 'object')
    return visit({ kind: 'wall', reason: 'not-json', path, size: sizeOf(value) })
  if (around.depth >= limits.depthMax)
    return visit({ kind: 'wall', reason: 'limit-depth', path, size: sizeOf(value) })
  return Array.isArray(value)
    ? stepArray(value, around, limits, visit)
    : stepObject(value, around, limits, visit)
}

function stepArray(
  items: readonly unknown[],
  around: Around,
  limits: Limits,
  visit: Visit,
): boolean {
  const depth = around.depth + 1
  return items.every((item, index) => {
    const path = pointerTo(around.path, String(index))
    return step(
      item,
      { ...around, depth, path, sibling: argumentSense(items, index) },
      limits,
      visit,
    )
  })
}

function stepObject(value: object, around: Around, limits: Limits, visit: Visit): boolean {
  const entries = Object.entries(value)
  const sibling = siblingSense(value)
  return entries.every(([key, member]) => {
    const path = pointerTo(around.path, key)
    if (!visit({ kind: 'key', text: key, path, sense: noSense })) return false
    const parentKey = around.key
    const depth = around.depth + 1
    const bySibling = sibling?.(key) ?? memberSense(value, key)
    return step(member, { path, depth, key, parentKey, sibling: bySibling }, limits, visit)
  })
}

/** `["mysql", "-pSecret"]`, `["--password", "Secret"]`: what stands before in a list of arguments is the key. */
function argumentSense(items: readonly unknown[], index: number): KeySense | undefined {
  const before = items[index - 1]
  if (typeof items[index] !== 'string') return undefined
  const part = credentialInArguments(items, index)
  if (part !== undefined)
    return { hint: { type: 'PASSWORD', rule: 'any', words: 'argument', part }, isCounter: false }
  if (isAccountMade(items, index))
    return { hint: { type: 'USERNAME', rule: 'text', words: 'argument' }, isCounter: false }
  if (typeof before !== 'string' || !/^--?[A-Za-z]/.test(before)) return undefined
  const hint = hintOf(before)
  return hint !== undefined && isCredential(hint.type) ? { hint, isCounter: false } : undefined
}

/** `["useradd", "-m", "jdoe"]`: the last argument is the account's name. */
function isAccountMade(items: readonly unknown[], index: number): boolean {
  const last = items[index]
  if (index !== items.length - 1 || index > argumentsMax || typeof last !== 'string') return false
  const isCommand = (item: unknown): boolean =>
    typeof item === 'string' && /^(?:\/\S*\/)?(?:useradd|adduser|usermod)$/.test(item)
  return isLogin(last) && items.slice(0, 2).some(isCommand)
}

/** The private members of a JSON Web Key (RFC 7518, section 6). */
const privateMembers: ReadonlySet<string> = new Set(['d', 'k', 'p', 'q', 'dp', 'dq', 'qi'])

function memberSense(value: object, key: string): KeySense | undefined {
  if ('kind' in value && value.kind === 'Secret' && /^(?:string)?data$/i.test(key))
    return { hint: { type: 'SECRET', rule: 'any', words: 'manifest' }, isCounter: false }
  if (!('kty' in value) || !privateMembers.has(key)) return undefined
  return { hint: { type: 'PRIVATE_KEY', rule: 'any', words: 'jwk' }, isCounter: false }
}

function sense(around: Around): KeySense {
  return around.sibling ?? senseOf(around.key, around.parentKey)
}

/** About how many bytes a value takes, without recursion: what stands in an UNSCANNED placeholder. */
export function sizeOf(value: unknown): number {
  const open: unknown[] = [value]
  let size = 0
  for (let nodes = 0; open.length > 0 && nodes < sizeNodesMax; nodes++) {
    const next = open.pop()
    size += typeof next === 'string' ? Buffer.byteLength(next) : unitsPerNode
    if (typeof next !== 'object' || next === null) continue
    for (const [key, member] of Object.entries(next)) {
      size += key.length
      if (open.length < sizeNodesMax) open.push(member)
    }
  }
  return size
}

/** Units that a leaf counts for in the work budget. */
export function unitsOf(leaf: Leaf): number {
  return leaf.text.length + unitsPerNode
}
