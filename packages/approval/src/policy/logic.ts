/** Three-valued logic in the manner of Kleene. What is no truth value counts as unknown, so that an error on one side can't hide what the other side says. */
import { type Truth, unknown, type Value } from './value.ts'

export function truth(value: Value): Truth {
  return value === true || value === false ? value : unknown
}

export function not(a: Truth): Truth {
  return a === unknown ? unknown : !a
}

/** True where every part is; false as soon as one is. `parts` is read no further than needed. */
export function every(parts: Iterable<Truth>): Truth {
  let all: Truth = true
  for (const part of parts) {
    if (part === false) return false
    if (part === unknown) all = unknown
  }
  return all
}

export function some(parts: Iterable<Truth>): Truth {
  let any: Truth = false
  for (const part of parts) {
    if (part === true) return true
    if (part === unknown) any = unknown
  }
  return any
}

/** True where exactly one is. Two that are known to be true settle it, whatever the rest is. */
export function one(parts: Iterable<Truth>): Truth {
  let trues = 0
  let doubts = 0
  for (const part of parts) {
    if (part === true) trues += 1
    if (part === unknown) doubts += 1
    if (trues > 1) return false
  }
  return doubts > 0 ? unknown : trues === 1
}
