/** From a node of the tree to a function that evaluates it. */
import { placeholderOpen } from '@holdpoint/contracts'
import type { ASTNode } from '@marcbachmann/cel-js'
import { compileCall, compileMethod } from './call.ts'
import type { Compiled, Scope } from './compiled.ts'
import { ConditionError, fits, isVariable, joined, type Kind, variables } from './kind.ts'
import { not, truth } from './logic.ts'
import { compileBinary, isBinary } from './operator.ts'
import { fieldOf, lift, unknown, type Value, weightOf } from './value.ts'

/** Compiles parts where these names are bound, innermost last. */
export class ExpressionScope implements Scope {
  readonly locals: readonly string[]

  constructor(locals: readonly string[] = []) {
    this.locals = locals
  }

  part(node: ASTNode): Compiled {
    const { kind, run } = compile(node, this)
    return {
      kind,
      run: (frame) => {
        if (!frame.budget.spend()) return unknown
        const value = run(frame)
        const weight = weightOf(value)
        return weight === 0 || frame.budget.spend(weight) ? value : unknown
      },
    }
  }

  partAs(node: ASTNode, wanted: readonly Kind[]): Compiled {
    const compiled = this.part(node)
    if (fits(compiled.kind, wanted)) return compiled
    const rule = `expects a ${wanted.join(' or ')} here, not a ${compiled.kind}`
    throw new ConditionError(node.start + 1, rule)
  }

  bind(name: string): Scope {
    return new ExpressionScope([...this.locals, name])
  }
}

function compile(node: ASTNode, scope: ExpressionScope): Compiled {
  if (isBinary(node)) return compileBinary(node, scope)
  switch (node.op) {
    case 'value':
      return literal(node, node.args)
    case 'id':
      return name(node, node.args, scope.locals)
    case '.':
      return member(node, scope)
    case '[]':
      return index(node, scope)
    case '!_': {
      const { run } = scope.partAs(node.args, ['bool'])
      return { kind: 'bool', run: (frame) => not(truth(run(frame))) }
    }
    case '-_': {
      const { run } = scope.partAs(node.args, ['number'])
      return { kind: 'number', run: (frame) => negative(run(frame)) }
    }
    case '&&':
      return both(node.args, false, scope)
    case '||':
      return both(node.args, true, scope)
    case '?:':
      return choice(node, scope)
    case 'list': {
      const items = node.args.map((item) => scope.part(item).run)
      return { kind: 'list', run: (frame) => items.map((run) => run(frame)) }
    }
    case 'call':
      return compileCall(node, scope)
    case 'rcall':
      return compileMethod(node, scope)
    default:
      throw new ConditionError(node.start + 1, `uses ${node.op}, which conditions do not have`)
  }
}

function literal(node: ASTNode, value: unknown): Compiled {
  switch (typeof value) {
    case 'boolean':
      return { kind: 'bool', run: () => value }
    case 'number':
      return { kind: 'number', run: () => value }
    case 'bigint': {
      const number = Number(value)
      if (Number.isSafeInteger(number)) return { kind: 'number', run: () => number }
      throw new ConditionError(node.start + 1, 'has a number that a double cannot hold exactly')
    }
    case 'string':
      if (!value.includes(placeholderOpen)) return { kind: 'string', run: () => value }
      throw new ConditionError(node.start + 1, 'names a placeholder; what is masked is unknown')
    default:
      if (value === null) return { kind: 'null', run: () => null }
      throw new ConditionError(node.start + 1, 'has a literal of a type that JSON has not')
  }
}

function name(node: ASTNode, id: string, locals: readonly string[]): Compiled {
  const at = locals.lastIndexOf(id)
  if (at >= 0) return { kind: 'any', run: ({ locals: bound }) => bound[at] ?? null }
  if (!isVariable(id)) {
    const known = Object.keys(variables).join(', ')
    throw new ConditionError(node.start + 1, `knows no "${id}"; there are ${known}`)
  }
  return { kind: variables[id], run: ({ facts }) => lift(facts[id]) }
}

function member(node: Extract<ASTNode, { op: '.' }>, scope: Scope): Compiled {
  const [whole, field] = node.args
  const { run } = scope.partAs(whole, ['map'])
  return { kind: 'any', run: (frame) => fieldOf(run(frame), field) }
}

function index(node: Extract<ASTNode, { op: '[]' }>, scope: Scope): Compiled {
  const [whole, key] = node.args
  const { kind, run } = scope.partAs(whole, ['list', 'map'])
  const wanted: Kind[] =
    kind === 'list' ? ['number'] : kind === 'map' ? ['string'] : ['number', 'string']
  const { run: keyOf } = scope.partAs(key, wanted)
  return { kind: 'any', run: (frame) => fieldOf(run(frame), keyOf(frame)) }
}

/** Where the question is open, the answer is known only if it is the same either way. */
function choice(node: Extract<ASTNode, { op: '?:' }>, scope: Scope): Compiled {
  const [question, yes, no] = node.args
  const { run } = scope.partAs(question, ['bool'])
  const [a, b] = [scope.part(yes), scope.part(no)]
  return {
    kind: joined(a.kind, b.kind),
    run: (frame) => {
      const answer = truth(run(frame))
      if (answer !== unknown) return answer ? a.run(frame) : b.run(frame)
      const either = a.run(frame)
      return either !== unknown && either === b.run(frame) ? either : unknown
    },
  }
}

function negative(value: Value): Value {
  return typeof value === 'number' ? -value : unknown
}

/** `&&` (which `false` settles) and `||` (which `true` settles): an unknown side waits for what the other says. */
function both(args: readonly ASTNode[], settling: boolean, scope: Scope): Compiled {
  const [a, b] = args.map((part) => scope.partAs(part, ['bool']).run)
  return {
    kind: 'bool',
    run: (frame) => {
      const left = a ? truth(a(frame)) : unknown
      if (left === settling) return settling
      const right = b ? truth(b(frame)) : unknown
      return right === settling || left === right ? right : unknown
    },
  }
}
