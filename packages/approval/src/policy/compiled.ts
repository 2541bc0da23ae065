/** What compiling an expression gives, and what its parts are compiled in. */
import type { ASTNode } from '@marcbachmann/cel-js'
import type { Budget } from './budget.ts'
import type { Kind, Variable } from './kind.ts'
import type { Value } from './value.ts'

/** Raw (masked) values by the names that conditions use; absent ones are unknown. */
export type Facts = Readonly<Partial<Record<Variable, unknown>>>

/** What an evaluation sees. Locals are those of enclosing macros, innermost last. */
export interface Frame {
  readonly facts: Facts
  readonly locals: Value[]
  readonly budget: Budget
}

export interface Compiled {
  readonly kind: Kind
  run(frame: Frame): Value
}

export type Run = Compiled['run']

/** Compiles parts of an expression; knows the names that enclosing macros have bound. */
export interface Scope {
  part(node: ASTNode): Compiled
  /** A part that must be of one of these kinds, as far as that can be told; throws ConditionError. */
  partAs(node: ASTNode, wanted: readonly Kind[]): Compiled
  bind(name: string): Scope
}
