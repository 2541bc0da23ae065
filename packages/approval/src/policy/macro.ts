/** Macros over the elements of a list, or the keys of an object. */
import type { ASTNode } from '@marcbachmann/cel-js'
import type { Compiled, Frame, Run, Scope } from './compiled.ts'
import { ConditionError } from './kind.ts'
import { every, one, some, type Test, truth } from './logic.ts'
import { isFields, isList, lift, type Truth, unknown, type Value } from './value.ts'

type Method = Extract<ASTNode, { op: 'rcall' }>

type Quantifier = <T>(items: readonly T[], test: Test<T>) => Truth

const quantifiers: Readonly<Record<string, Quantifier>> = {
  all: every,
  exists: some,
  exists_one: one,
}

export function isMacro(name: string): boolean {
  return Object.hasOwn(quantifiers, name) || name === 'filter' || name === 'map'
}

export function compileMacro(node: Method, scope: Scope): Compiled {
  const [name, receiver, [variable, body]] = node.args
  if (variable?.op !== 'id' || !body) {
    throw new ConditionError(node.start + 1, `.${name}() needs a name and an expression`)
  }
  const inner = scope.bind(variable.args)
  const quantify = Object.hasOwn(quantifiers, name) ? quantifiers[name] : undefined
  if (quantify) {
    const { run: whole } = scope.partAs(receiver, ['list', 'map'])
    const { run: test } = inner.partAs(body, ['bool'])
    return { kind: 'bool', run: (frame) => overEach(whole(frame), test, frame, quantify) }
  }
  const { run: whole } = scope.partAs(receiver, ['list'])
  const part = name === 'map' ? inner.part(body) : inner.partAs(body, ['bool'])
  const make = name === 'map' ? mapped : filtered
  return { kind: 'list', run: (frame) => make(whole(frame), part.run, frame) }
}

function overEach(whole: Value, test: Run, frame: Frame, quantify: Quantifier): Truth {
  const items = itemsOf(whole)
  return items ? quantify(items, (raw) => truth(within(frame, lift(raw), test))) : unknown
}

/** Elements of a list, keys of an object; a masked key is unknown when it is lifted. */
function itemsOf(whole: Value): readonly unknown[] | undefined {
  if (isList(whole)) return whole
  return isFields(whole) ? Object.keys(whole) : undefined
}

function mapped(whole: Value, make: Run, frame: Frame): Value {
  if (!isList(whole)) return unknown
  const items: Value[] = []
  for (const item of whole) items.push(within(frame, lift(item), make))
  return items
}

/** Known only where it is known of every element whether it stays: the result's length must not be a guess. */
function filtered(whole: Value, test: Run, frame: Frame): Value {
  if (!isList(whole)) return unknown
  const kept: Value[] = []
  for (const raw of whole) {
    const item = lift(raw)
    const stays = truth(within(frame, item, test))
    if (stays === unknown) return unknown
    if (stays) kept.push(item)
  }
  return kept
}

/** Runs a part with one more local, which is gone afterwards: results hold no frames. */
function within(frame: Frame, item: Value, run: Run): Value {
  frame.locals.push(item)
  try {
    return run(frame)
  } finally {
    frame.locals.pop()
  }
}
