/** Masks an action part by part. Ids, plain names and times stay: they have been checked to be nothing else. */
import type { Action, Finding, MaskedAction } from '@holdpoint/contracts'
import type { Redactor, Suggest } from '@holdpoint/redaction'
import type { Intent } from './intent.ts'

export interface RedactedAction {
  readonly action: MaskedAction
  readonly findings: Finding[]
  readonly labels: string[]
  readonly unscanned: boolean
}

export function redactAction(
  { action, onBehalfOf }: Intent,
  redactor: Redactor,
  suggest?: Suggest,
): RedactedAction {
  const scope = { scope: scopeOf(action), ...(suggest ? { suggest } : {}) }
  const { masked, findings, labels, unscanned } = redactor.redactParts(partsOf(action), scope)
  const { agent, target, justification, ...plain } = action
  const at = (path: string): unknown => masked[path]
  const text = (path: string): string => String(at(path))
  const view: MaskedAction = {
    ...plain,
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    agent: {
      ...agent,
      ...(agent.model === undefined ? {} : { model: at('/agent/model') }),
      ...(agent.version === undefined ? {} : { version: text('/agent/version') }),
    },
    ...(target === undefined ? {} : { target: mapTarget(target, text) }),
    params: at('/params'),
    ...(justification === undefined ? {} : { justification: text('/justification') }),
  }
  const all = [...new Set([...labels, ...(action.classification ?? [])])].sort()
  return { action: view, findings, labels: all, unscanned }
}

/** Runs are named by agents: one that takes another's name for its own must not get that one's tags. */
function scopeOf({ id, agent }: Action): string {
  return agent.run === undefined ? id : JSON.stringify([agent.id, agent.run])
}

/** Everything that may hold anything, by its place. */
export function partsOf({ agent, target, params, justification }: Action): Record<string, unknown> {
  const parts: Record<string, unknown> = { '/params': params }
  if (agent.model !== undefined) parts['/agent/model'] = agent.model
  if (agent.version !== undefined) parts['/agent/version'] = agent.version
  if (justification !== undefined) parts['/justification'] = justification
  for (const [key, value] of Object.entries(target ?? {})) parts[`/target/${key}`] = value
  return parts
}

function mapTarget(
  target: NonNullable<Action['target']>,
  text: (path: string) => string,
): NonNullable<MaskedAction['target']> {
  return Object.fromEntries(Object.keys(target).map((key) => [key, text(`/target/${key}`)]))
}
