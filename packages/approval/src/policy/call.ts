/** Functions, methods and macros. */
import type { ASTNode } from '@marcbachmann/cel-js'
import type { Compiled, Scope } from './compiled.ts'
import { functions, methods, textMethods } from './functions.ts'
import { ConditionError } from './kind.ts'
import { compileMacro, isMacro } from './macro.ts'
import { hasField, unknown } from './value.ts'

/** Comparisons of characters that one step of the budget pays for: searching long text for long text may take the product of both. */
const comparisonsPerStep = 4096

type Call = Extract<ASTNode, { op: 'call' }>
type Method = Extract<ASTNode, { op: 'rcall' }>

export function compileCall(node: Call, scope: Scope): Compiled {
  const [name, args] = node.args
  const [only, ...more] = args
  if (name === 'has' && only?.op === '.' && more.length === 0) {
    const [whole, field] = only.args
    const { run } = scope.partAs(whole, ['map'])
    return { kind: 'bool', run: (frame) => hasField(run(frame), field) }
  }
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (!known || !only || more.length > 0) throw noSuch(node, `${name}()`, args)
  const { run } = scope.partAs(only, known.on)
  return { kind: known.makes, run: (frame) => known.run(run(frame)) }
}

export function compileMethod(node: Method, scope: Scope): Compiled {
  const [name, receiver, args] = node.args
  const [only, ...more] = args
  if (isMacro(name) && args.length === 2) return compileMacro(node, scope)
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined
  if (method && !only) {
    const { run } = scope.partAs(receiver, method.on)
    return { kind: method.makes, run: (frame) => method.run(run(frame)) }
  }
  const ofText = Object.hasOwn(textMethods, name) ? textMethods[name] : undefined
  if (!ofText || !only || more.length > 0) throw noSuch(node, `.${name}()`, args)
  const [text, part] = [receiver, only].map((side) => scope.partAs(side, ['string']).run)
  return {
    kind: 'bool',
    run: (frame) => {
      const [a, b] = [text?.(frame), part?.(frame)]
      if (typeof a !== 'string' || typeof b !== 'string') return unknown
      const steps = Math.ceil((a.length * b.length) / comparisonsPerStep)
      return frame.budget.spend(steps) ? ofText.run(a, b) : unknown
    },
  }
}

function noSuch(node: ASTNode, what: string, { length }: readonly ASTNode[]): ConditionError {
  const known = [...Object.keys(functions), 'has'].map((name) => `${name}()`)
  const on = [...Object.keys(methods), ...Object.keys(textMethods)].map((name) => `.${name}()`)
  const there = [...new Set([...known, ...on])].join(' ')
  return new ConditionError(
    node.start + 1,
    `knows no ${what} of ${length} arguments; there are ${there}`,
  )
}
