/** Builds the masked value: the same shape, with every leaf replaced by what it was masked to, in the order of walk.ts. */
import type { Limits } from './limits.ts'

export interface Rebuilder {
  /** The next leaf's masked form: a string's or number's value, or a key that is new in its object. */
  value(original: string | number, maskedPath: string): unknown
  key(original: string, maskedParent: string, isTaken: (key: string) => boolean): string
  /** What stands for a value that was not entered. */
  wall(maskedPath: string): string
}

export function rebuild(
  value: unknown,
  path: string,
  limits: Limits,
  pointerTo: (parent: string, token: string) => string,
  leaves: Rebuilder,
  depth = 0,
): unknown {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string' || typeof value === 'number') return leaves.value(value, path)
  if (typeof value !== 'object' || depth >= limits.depthMax) return leaves.wall(path)
  const inner = (member: unknown, token: string) =>
    rebuild(member, pointerTo(path, token), limits, pointerTo, leaves, depth + 1)
  if (Array.isArray(value)) return value.map((item, index) => inner(item, String(index)))
  const masked: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(value)) {
    const shown = leaves.key(key, path, (name) => Object.hasOwn(masked, name))
    const value = inner(member, shown)
    if (shown === '__proto__') define(masked, shown, value)
    else masked[shown] = value
  }
  return masked
}

/** Assignment would call the setter of `__proto__`. */
function define(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}
