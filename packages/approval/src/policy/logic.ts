/** Three-valued logic in the manner of Kleene. What is no truth value counts as unknown, so that an error on one side can't hide what the other side says. */
import { type Truth, unknown, type Value } from './value.ts'

export function truth(value: Value): Truth {
  return value === true || value === false ? value : unknown
}

export function not(a: Truth): Truth {
  return a === unknown ? unknown : !a
}

/** Asks about one item. */
export type Test<T> = (item: T, at: number) => Truth

/** True where it is so of every item; false as soon as it is not of one: no further item is asked about. Loops, because conditions spend their time here. */
export function every<T>(items: readonly T[], test: Test<T>): Truth {
  let all: Truth = true
  for (let at = 0; at < items.length; at += 1) {
    const part = test(items[at] as T, at)
    if (part === false) return false
    if (part === unknown) all = unknown
  }
  return all
}

export function some<T>(items: readonly T[], test: Test<T>): Truth {
  let any: Truth = false
  for (let at = 0; at < items.length; at += 1) {
    const part = test(items[at] as T, at)
    if (part === true) return true
    if (part === unknown) any = unknown
  }
  return any
}

/** True where it is so of exactly one. Two that are known to be true settle it, whatever the rest is. */
export function one<T>(items: readonly T[], test: Test<T>): Truth {
  let trues = 0
  let doubts = 0
  for (let at = 0; at < items.length; at += 1) {
    const part = test(items[at] as T, at)
    if (part === true) trues += 1
    if (part === unknown) doubts += 1
    if (trues > 1) return false
  }
  return doubts > 0 ? unknown : trues === 1
}
