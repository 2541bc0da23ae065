/** Reading a condition's tree without running it: which values it looks at, and what it compares them with. */
import type { ASTNode } from '@marcbachmann/cel-js'
import { isVariable } from './kind.ts'
import { isMacro } from './macro.ts'

/** A value of the action that a condition looks at, as it is written there: `params.amount`. */
export interface Read {
  readonly text: string
  readonly node: ASTNode
}

/** A read and a literal on the two sides of an operator. */
export interface Comparison extends Read {
  readonly op: string
  readonly literal: unknown
}

/** Every read that does not depend on an element of a macro, in order, once each. */
export function readsOf(tree: ASTNode, source: string): Read[] {
  const reads = new Map<string, Read>()
  visit(tree, [], (node, locals) => {
    if (!isChain(node, locals)) return true
    const text = source.slice(node.start, node.end)
    reads.set(text, { text, node })
    return false
  })
  return [...reads.values()]
}

export function comparisonsOf(tree: ASTNode, source: string): Comparison[] {
  const found: Comparison[] = []
  visit(tree, [], (node, locals) => {
    if (node.op !== '==' && node.op !== 'in') return true
    const [left, right] = node.args
    for (const [one, other] of [
      [left, right],
      [right, left],
    ] as const) {
      if (!isChain(one, locals)) continue
      const text = source.slice(one.start, one.end)
      for (const literal of literalsOf(other)) {
        found.push({ op: node.op, text, node: one, literal })
      }
    }
    return true
  })
  return found
}

function literalsOf(node: ASTNode): unknown[] {
  if (node.op === 'value') return [node.args]
  return node.op === 'list' ? node.args.flatMap(literalsOf) : []
}

/** A variable, or a field of one. */
function isChain(node: ASTNode, locals: readonly string[]): boolean {
  if (node.op === 'id') return isVariable(node.args) && !locals.includes(node.args)
  return (node.op === '.' || node.op === '[]') && isChain(node.args[0], locals)
}

type Visitor = (node: ASTNode, locals: readonly string[]) => boolean

/** From the outside in; a visitor that returns false goes no deeper. Keys in brackets are visited in any case. */
function visit(node: ASTNode, locals: readonly string[], look: Visitor): void {
  const goesOn = look(node, locals)
  if (node.op === '[]') visit(node.args[1], locals, look)
  if (!goesOn) {
    if (node.op === '[]' || node.op === '.') keysOf(node.args[0], locals, look)
    return
  }
  if (node.op === 'rcall') {
    const [name, receiver, args] = node.args
    const [variable, body] = args
    visit(receiver, locals, look)
    if (isMacro(name) && variable?.op === 'id' && body) {
      visit(body, [...locals, variable.args], look)
    } else for (const arg of args) visit(arg, locals, look)
    return
  }
  for (const child of childrenOf(node)) visit(child, locals, look)
}

/** Further keys in brackets within a chain. */
function keysOf(node: ASTNode, locals: readonly string[], look: Visitor): void {
  if (node.op === '[]') visit(node.args[1], locals, look)
  if (node.op === '[]' || node.op === '.') keysOf(node.args[0], locals, look)
}

function childrenOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return []
    case '.':
    case '[]':
      return [node.args[0]]
    case '!_':
    case '-_':
      return [node.args]
    case 'call':
      return node.args[1]
    default:
      return Array.isArray(node.args) ? (node.args as unknown[]).filter(isNode) : []
  }
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value
}
