/** Why a value that a condition looks at is not known, in words. */
import { isMasked } from '@holdpoint/contracts'
import type { ASTNode } from '@marcbachmann/cel-js'
import type { Frame, Scope } from './compiled.ts'
import { hasField, isFields, unknown, type Value } from './value.ts'

/** Undefined where it is known, and masked nowhere. */
export function whyUnknown(node: ASTNode, scope: Scope, frame: Frame): string | undefined {
  const value = scope.part(node).run(frame)
  if (value !== unknown) return hasMasked(value) ? 'is masked in part' : undefined
  if (node.op === 'id') {
    const isThere = Object.entries(frame.facts).some(([name, fact]) => {
      return name === node.args && fact !== undefined
    })
    return isThere ? 'is masked' : 'is not there'
  }
  if (node.op !== '.' && node.op !== '[]') return 'can not be told'
  const [inner, step] = node.args
  const whole = scope.part(inner).run(frame)
  if (whole === unknown) return whyUnknown(inner, scope, frame)
  const key = typeof step === 'string' ? step : scope.part(step).run(frame)
  if (key === unknown) return 'has a key that is masked or not there'
  if (!isFields(whole))
    return Array.isArray(whole) ? 'is masked or not in the list' : 'has no fields'
  const isThere = hasField(whole, key)
  if (isThere === true) return 'is masked'
  return isThere === unknown ? 'may stand under a masked key' : 'is not there'
}

function hasMasked(value: Value | unknown): boolean {
  if (typeof value === 'string') return isMasked(value)
  if (Array.isArray(value)) return value.some(hasMasked)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, field]) => isMasked(key) || hasMasked(field))
}
