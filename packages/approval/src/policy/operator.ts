/** Operators between two values. */
import type { ASTNode, BinaryOperator } from '@marcbachmann/cel-js'
import { equal, order, within } from './compare.ts'
import type { Compiled, Frame, Scope } from './compiled.ts'
import { ConditionError, type Kind } from './kind.ts'
import { not } from './logic.ts'
import { isList, unknown, type Value } from './value.ts'

type Binary = Extract<ASTNode, { op: BinaryOperator }>

const operators: ReadonlySet<string> = new Set<BinaryOperator>([
  '!=',
  '==',
  'in',
  '+',
  '-',
  '*',
  '/',
  '%',
  '<',
  '<=',
  '>',
  '>=',
])

export function isBinary(node: ASTNode): node is Binary {
  return operators.has(node.op)
}

export function compileBinary(node: Binary, scope: Scope): Compiled {
  const [left, right] = node.args
  const of = (wanted: readonly Kind[]) => bothAs(node, scope, wanted)
  switch (node.op) {
    case '==':
    case '!=': {
      const [a, b] = [scope.part(left), scope.part(right)]
      mustMeet(node, a, b)
      return node.op === '=='
        ? truthOf(a, b, (x, y, { budget }) => equal(x, y, budget))
        : truthOf(a, b, (x, y, { budget }) => not(equal(x, y, budget)))
    }
    case 'in': {
      const [a, b] = [scope.part(left), scope.partAs(right, ['list', 'map'])]
      return truthOf(a, b, (x, y, { budget }) => within(x, y, budget))
    }
    case '<':
      return ordered(of(['number', 'string']), (sign) => sign < 0)
    case '<=':
      return ordered(of(['number', 'string']), (sign) => sign <= 0)
    case '>':
      return ordered(of(['number', 'string']), (sign) => sign > 0)
    case '>=':
      return ordered(of(['number', 'string']), (sign) => sign >= 0)
    case '+': {
      const [a, b] = of(['number', 'string', 'list'])
      return { kind: a.kind, run: (frame) => sum(a.run(frame), b.run(frame)) }
    }
    case '-':
      return arithmetic(of(['number']), (x, y) => x - y)
    case '*':
      return arithmetic(of(['number']), (x, y) => x * y)
    case '/':
    case '%':
      throw new ConditionError(
        node.start + 1,
        `uses ${node.op}, whose result depends on how a number is written: multiply the other side`,
      )
  }
}

function bothAs(node: Binary, scope: Scope, wanted: readonly Kind[]): [Compiled, Compiled] {
  const [left, right] = node.args
  const [a, b] = [scope.partAs(left, wanted), scope.partAs(right, wanted)]
  mustMeet(node, a, b)
  return [a, b]
}

function mustMeet(node: Binary, a: Compiled, b: Compiled): void {
  const differ = a.kind !== b.kind && a.kind !== 'any' && b.kind !== 'any'
  if (!differ || a.kind === 'null' || b.kind === 'null') return
  throw new ConditionError(node.start + 1, `compares or joins a ${a.kind} with a ${b.kind}`)
}

function truthOf(
  a: Compiled,
  b: Compiled,
  run: (x: Value, y: Value, frame: Frame) => Value,
): Compiled {
  return { kind: 'bool', run: (frame) => run(a.run(frame), b.run(frame), frame) }
}

function ordered([a, b]: [Compiled, Compiled], holds: (sign: number) => boolean): Compiled {
  return truthOf(a, b, (x, y) => {
    const sign = order(x, y)
    return sign === unknown ? unknown : holds(sign)
  })
}

function arithmetic([a, b]: [Compiled, Compiled], run: (x: number, y: number) => number): Compiled {
  return {
    kind: 'number',
    run: (frame) => {
      const [x, y] = [a.run(frame), b.run(frame)]
      return typeof x === 'number' && typeof y === 'number' ? finite(run(x, y)) : unknown
    },
  }
}

function sum(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return finite(a + b)
  if (typeof a === 'string' && typeof b === 'string') return a + b
  return isList(a) && isList(b) ? [...a, ...b] : unknown
}

function finite(number: number): Value {
  return Number.isFinite(number) ? number : unknown
}
