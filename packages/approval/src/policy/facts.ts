/** What conditions can name, out of a submission. */
import type { Submission } from '../rules.ts'
import type { Facts } from './compiled.ts'

export type SubmissionFacts = Facts & { readonly type: string }

/** Everything but `labels`, `findings` and `agent.proven` is what the agent says, masked. What it doesn't say is unknown; a missing target has no fields. */
export function factsOf({ action, labels, findings, identity }: Submission): SubmissionFacts {
  const said = membersOf(action)
  const { params, target = {}, type, onBehalfOf, justification, agent } = said
  const { id, run } = membersOf(agent)
  return {
    // Whoever names several people must not slip past a rule about one: of a chain, only the list is known.
    action: Array.isArray(onBehalfOf) ? { ...said, onBehalfOf: undefined } : action,
    params,
    target,
    agent: { id, ...(run === undefined ? {} : { run }), proven: identity.kind === 'signed' },
    labels,
    findings,
    type: typeof type === 'string' ? type : '',
    onBehalfOf: Array.isArray(onBehalfOf) ? undefined : onBehalfOf,
    onBehalfOfChain: typeof onBehalfOf === 'string' ? [onBehalfOf] : onBehalfOf,
    environment: membersOf(target)['environment'],
    justification,
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Readonly<Record<string, unknown>>) : {}
}
