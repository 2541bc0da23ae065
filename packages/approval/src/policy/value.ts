/**
 * Values of conditions, and what is not known about them.
 *
 * `unknown` stands for whatever the original may hold, of any type, present or not, and for every error. A string with any masked part is unknown as a whole,
 * because one placeholder may have replaced a number, a list or an object. Lists keep their length and objects their number of keys when they are masked;
 * an object with a masked key may have any key that is not written in it.
 *
 * Everything here keeps one law: put the original in place of a masked part, and a value that was known stays the same.
 */
import { isMasked } from '@holdpoint/contracts'

export const unknown: unique symbol = Symbol('unknown')
export type Fields = Readonly<Record<string, unknown>>
export type Value = typeof unknown | null | boolean | number | string | readonly unknown[] | Fields

/** What a question about values comes to. */
export type Truth = boolean | typeof unknown

/** What may be said of a raw JSON value, or of one that a condition made. Elements and fields are lifted when they are looked at. */
export function lift(raw: unknown): Value {
  switch (typeof raw) {
    case 'string':
      return isMasked(raw) ? unknown : raw
    case 'boolean':
    case 'number':
      return raw
    case 'object':
      return raw as Value
    default:
      return unknown
  }
}

export function isList(value: Value): value is readonly unknown[] {
  return Array.isArray(value)
}

export function isFields(value: Value): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value under a key; unknown where there is none, or what there is can't be told. */
export function fieldOf(value: Value, key: Value): Value {
  if (typeof key === 'string' && isFields(value)) {
    return Object.hasOwn(value, key) ? lift(value[key]) : unknown
  }
  if (typeof key === 'number' && isList(value)) {
    return Number.isInteger(key) && key >= 0 && key < value.length ? lift(value[key]) : unknown
  }
  return unknown
}

/** Whether the object has this key. */
export function hasField(value: Value, key: Value): Truth {
  if (!isFields(value) || typeof key !== 'string') return unknown
  if (Object.hasOwn(value, key)) return true
  return shapeOf(value).isMasked ? unknown : false
}

export function sizeOf(value: Value): Value {
  if (typeof value === 'string') return [...value].length
  if (isList(value)) return value.length
  return isFields(value) ? shapeOf(value).size : unknown
}

/** What a value adds to the cost of looking at it; see budget.ts. */
export function weightOf(value: Value): number {
  if (typeof value === 'string') return value.length >> 8
  if (typeof value !== 'object' || value === null) return 0
  return isList(value) ? value.length >> 4 : shapeOf(value as Fields).size >> 4
}

/** Remembered, because a condition may ask for it once for each element of a long list. */
const shapes = new WeakMap<Fields, { readonly size: number; readonly isMasked: boolean }>()

function shapeOf(fields: Fields): { readonly size: number; readonly isMasked: boolean } {
  const known = shapes.get(fields)
  if (known) return known
  const keys = Object.keys(fields)
  const shape = { size: keys.length, isMasked: keys.some(isMasked) }
  shapes.set(fields, shape)
  return shape
}
