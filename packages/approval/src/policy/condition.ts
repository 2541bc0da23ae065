/**
 * Conditions: CEL, parsed by a library, checked and run here in three-valued logic.
 *
 * The library's own evaluator is not used, because CEL knows only values and errors: a masked value would have to be an error in every operator, overload and
 * macro, and one that compares it instead would let masking hide an action from a rule. Here unknown is a value, and each node of the tree is monotone in it.
 * That is why the language is a part of CEL: what is not listed here is refused when the policy is read. Numbers are doubles, as in JSON.
 */
import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js'
import { Budget } from './budget.ts'
import type { Facts } from './compiled.ts'
import { ExpressionScope } from './expression.ts'
import { ConditionError, fits } from './kind.ts'
import { truth } from './logic.ts'
import type { Truth } from './value.ts'

/** A condition that people can still read. Bounds its own work and that of the parser. */
const conditionCharsMax = 4000
const environment = new Environment({
  limits: { maxAstNodes: 1000, maxDepth: 40, maxListElements: 200, maxCallArguments: 3 },
})

export type Condition = (facts: Facts, budget?: Budget) => Truth

/** Throws ConditionError with the place in the text. */
export function compileCondition(text: string): Condition {
  const { kind, run } = new ExpressionScope().part(parseCondition(text))
  if (!fits(kind, ['bool'])) throw new ConditionError(1, `must be true or false, is a ${kind}`)
  return (facts, budget = new Budget()) => truth(run({ facts, locals: [], budget }))
}

/** The tree that `compileCondition` makes a function of. Throws as it does, for what is no CEL. */
export function parseCondition(text: string): ASTNode {
  if (text.length > conditionCharsMax) {
    throw new ConditionError(conditionCharsMax, `is longer than ${conditionCharsMax} characters`)
  }
  try {
    return environment.parse(text).ast
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    throw new ConditionError((error.range?.start ?? 0) + 1, `is no condition: ${error.summary}`)
  }
}
