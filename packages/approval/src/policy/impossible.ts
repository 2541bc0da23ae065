/** Comparisons that no action can satisfy: with a type, a name or a number that does not occur. */
import { actionTypePattern, namePattern } from '@holdpoint/contracts'
import type { ASTNode } from '@marcbachmann/cel-js'
import type { ParsedDirectory } from '../directory.ts'
import { type Comparison, comparisonsOf } from './tree.ts'

export interface Known {
  /** The types there are; undefined: any. */
  readonly catalogue: readonly string[] | undefined
  readonly directory: ParsedDirectory | undefined
}

const isType = new RegExp(actionTypePattern)
const isName = new RegExp(namePattern)

/** One sentence for each. */
export function impossible(tree: ASTNode, source: string, known: Known): string[] {
  return comparisonsOf(tree, source).flatMap((comparison) => {
    const why = whyImpossible(comparison, known)
    const { text, literal } = comparison
    const value = typeof literal === 'bigint' ? String(literal) : JSON.stringify(literal)
    return why === undefined ? [] : [`compares ${text} with ${value}: ${why}`]
  })
}

function whyImpossible(
  { text, literal }: Comparison,
  { catalogue, directory }: Known,
): string | undefined {
  switch (text) {
    case 'type':
    case 'action.type':
      if (typeof literal !== 'string' || !isType.test(literal)) return 'no type is written so'
      return catalogue && !catalogue.includes(literal) ? 'this type is not listed' : undefined
    case 'agent.proven':
      return typeof literal === 'boolean' ? undefined : 'it is true or false'
    case 'agent.id':
    case 'agent.run':
      return typeof literal === 'string' && isName.test(literal) ? undefined : 'no name is this'
    case 'onBehalfOf':
    case 'onBehalfOfChain':
    case 'action.onBehalfOf':
      if (typeof literal !== 'string') return 'no name is this'
      if (literal.includes('@')) return 'addresses are replaced by directory ids'
      return directory && !directory.person(literal) ? 'nobody in the directory is this' : undefined
    default:
      return undefined
  }
}
