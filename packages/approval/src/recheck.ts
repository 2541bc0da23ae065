/** Before a release the rules in force are asked once more: a hold stays under the demand it came in under, but a denial now wins. */
import { ownRules } from './own-rules.ts'
import type { Rules } from './rules.ts'
import type { ActionState, Dossier } from './state.ts'

export interface Denial {
  readonly rule: string
  readonly code: 'HP_POLICY_RECHECK' | 'HP_AGENT_UNREGISTERED'
  readonly reason: string | undefined
}

/** Undefined: nothing speaks against it. Where the masked action is not at hand the policy can't be asked, and doubt means no. */
export function recheck(
  { origin }: ActionState,
  { policy, directory }: Rules,
  dossier: Dossier | undefined,
): Denial | undefined {
  if (!directory.agentMay(origin.agent, origin.type)) {
    return { rule: ownRules.registry, code: 'HP_AGENT_UNREGISTERED', reason: undefined }
  }
  const code = 'HP_POLICY_RECHECK'
  if (!dossier) return { rule: ownRules.fault, code, reason: undefined }
  const { action, findings, unscanned } = dossier
  const { labels, identity } = origin
  const ruling = policy.rule({ action, findings, unscanned, labels, identity })
  return ruling.verdict === 'deny' ? { rule: ruling.rule, code, reason: ruling.reason } : undefined
}
