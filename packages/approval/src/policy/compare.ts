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
  if (isList(a) && isList(b)) return a.length === b.length && every(equalItems(a, b, budget))
  return isFields(a) && isFields(b) ? equalFields(a, b, budget) : a === b
}

function* equalItems(a: readonly unknown[], b: readonly unknown[], budget: Budget) {
  for (const [at, item] of a.entries()) yield equal(lift(item), lift(b[at]), budget)
}

function equalFields(a: Fields, b: Fields, budget: Budget): Truth {
  return Object.keys(a).length === Object.keys(b).length && every(matches(a, b, budget))
}

/** Whether each field of `a` is one of `b`. A masked key may stand for any key that is not written there, and equal placeholders need not stand for equal keys. */
function* matches(a: Fields, b: Fields, budget: Budget): Generator<Truth> {
  for (const key of Object.keys(a)) {
    const isThere = isMasked(key) ? unknown : hasField(b, key)
    yield isThere === true ? equal(lift(a[key]), lift(b[key]), budget) : isThere
  }
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
  return isList(whole) ? some(equalToEach(item, whole, budget)) : hasField(whole, item)
}

function* equalToEach(item: Value, list: readonly unknown[], budget: Budget) {
  for (const element of list) yield equal(item, lift(element), budget)
}
