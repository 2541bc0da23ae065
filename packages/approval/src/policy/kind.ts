/** What can be told of an expression's type before it meets an action: enough to find most mistakes when the policy is read. */

export type Kind = 'bool' | 'number' | 'string' | 'list' | 'map' | 'null' | 'any'

export const variables = {
  /** The masked action as a whole. */
  action: 'map',
  params: 'any',
  target: 'map',
  /** `{id, run, proven}`; `proven` is false where only the ingress topic vouches for it. */
  agent: 'map',
  labels: 'list',
  findings: 'list',
  type: 'string',
  /** Unknown where the action names a chain of people. */
  onBehalfOf: 'string',
  /** Everybody it is done for. */
  onBehalfOfChain: 'list',
  environment: 'string',
  justification: 'string',
} as const satisfies Record<string, Kind>
export type Variable = keyof typeof variables

export function isVariable(name: string): name is Variable {
  return Object.hasOwn(variables, name)
}

/** A mistake in a condition; `at` counts characters from 1. */
export class ConditionError extends Error {
  readonly at: number

  constructor(at: number, rule: string) {
    super(rule)
    this.name = 'ConditionError'
    this.at = at
  }
}

export function fits(kind: Kind, wanted: readonly Kind[]): boolean {
  return kind === 'any' || wanted.includes(kind)
}

export function joined(a: Kind, b: Kind): Kind {
  return a === b ? a : 'any'
}
