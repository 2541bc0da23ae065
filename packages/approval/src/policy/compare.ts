/** Equality and order of values of which parts may be unknown. */
import { isMasked } from '@holdpoint/contracts'
import type { Budget } from './budget.ts'
import { every, some } from './logic.ts'
import {
  type Fields,
  hasField,
  isFields,
  isList,
  lift,
  type Truth,
  unknown,
  type Value,
} from './value.ts'

/** Values of different types are different. Numbers are compared as numbers, whole or not. */
export function equal(a: Value, b: Value, budget: Budget): Truth {
  if (!budget.spend() || a === unknown || b === unknown) return unknown
  if (typeof a !== 'object' || typeof b !== 'object') return a === b
  if (isList(a) && isList(b))
    return a.length === b.length && every(a, (item, at) => equal(lift(item), lift(b[at]), budget))
  return isFields(a) && isFields(b) ? equalFields(a, b, budget) : a === b
}

function equalFields(a: Fields, b: Fields, budget: Budget): Truth {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && every(keys, (key) => matches(key, a, b, budget))
}

/** Whether this field of `a` is one of `b`. A masked key may stand for any key that is not written there, and equal placeholders need not stand for equal keys. */
function matches(key: string, a: Fields, b: Fields, budget: Budget): Truth {
  const isThere = isMasked(key) ? unknown : hasField(b, key)
  return isThere === true ? equal(lift(a[key]), lift(b[key]), budget) : isThere
}

/** Negative, zero or positive; unknown for what has no order. Texts go by code points. */
export function order(a: Value, b: Value): number | typeof unknown {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'string' && typeof b === 'string') {
    return Buffer.compare(Buffer.from(a), Buffer.from(b))
  }
  return unknown
}

/** Whether a list has an equal element, or an object the key. */
export function within(item: Value, whole: Value, budget: Budget): Truth {
  return isList(whole)
    ? some(whole, (element) => equal(item, lift(element), budget))
    : hasField(whole, item)
}
