/** An action comes in: unknown ids are ruled by registry and policy; known ones are the same again, or an id that stands for something else. */
import { memoryMs, type Origin, originalOf, principalsOf } from '@holdpoint/contracts'
import { clearance, nothing, settle } from './change.ts'
import { defaultDecideWithinMs, defaultDemand } from './demand.ts'
import { targetOf } from './freeze.ts'
import type { Input } from './input.ts'
import { ownRules } from './own-rules.ts'
import { refuseIntent } from './rejection.ts'
import { grantTerms } from './release.ts'
import { refuseReversal, reversedOf } from './reversal.ts'
import type { Directory, Rules, Ruling, Submission, Terms } from './rules.ts'
import { type ActionState, remembered } from './state.ts'
import type { Draft, Step } from './step.ts'
import { type Asked, asked, expiryOf, isOpaque } from './submission.ts'

type Intent = Extract<Input, { readonly kind: 'intent' }>

type Verdict = Ruling | { readonly verdict: 'deny'; readonly rule: string; readonly code: string }

export function intend(
  state: ActionState | undefined,
  input: Intent,
  rules: Rules,
  original: ActionState | undefined,
): Step {
  const { redacted, atMs } = input
  if (state) {
    return state.origin.intended === redacted.intended
      ? nothing
      : refuseIntent(input, 'HP_ID_CONFLICT')
  }
  if (atMs - redacted.receivedAtMs > memoryMs) return refuseIntent(input, 'HP_TOO_OLD')
  if (input.crowdedBy !== undefined) {
    return refuseIntent(input, 'HP_TOO_MANY_OPEN', input.crowdedBy)
  }
  const action = asked(redacted.action)
  if (!action) return refuseIntent(input, 'HP_FIELD_INVALID', '/action')
  const isReversal = originalOf(input.actionId) !== undefined
  const refusal = isReversal ? refuseReversal(original, action, input) : undefined
  if (refusal) return refusal
  const onBehalfOf = peopleOf(action.onBehalfOf, rules.directory)
  const origin = originOf(input, action, onBehalfOf)
  const excluded = [...rules.directory.agentSide(action.agent), ...principalsOf(onBehalfOf)]
  const reverses = isReversal && original ? reversedOf(original) : undefined
  const born: Born = {
    ...{ id: input.actionId, origin, excluded: [...new Set(excluded)], sinceMs: atMs },
    ...wantedUntil(redacted.action),
    target: targetOf(action.target),
    ...(reverses ? { reverses, audience: original?.audience } : {}),
  }
  return settleIn(born, input, verdictOn(action, onBehalfOf, input, rules), rules.directory)
}

function verdictOn(
  action: Asked,
  onBehalfOf: Origin['onBehalfOf'] | undefined,
  { redacted, atMs }: Intent,
  { policy, directory }: Rules,
): Verdict {
  if (!directory.agentMay(action.agent, action.type)) {
    return { verdict: 'deny', rule: ownRules.registry, code: 'HP_AGENT_UNREGISTERED' }
  }
  if (action.onBehalfOf !== undefined && onBehalfOf === undefined) {
    return { verdict: 'deny', rule: ownRules.principal, code: 'HP_PRINCIPAL_UNKNOWN' }
  }
  const expiresMs = expiryOf(redacted.action)
  if (expiresMs === undefined || expiresMs <= atMs) {
    const code = expiresMs === undefined ? 'HP_FIELD_INVALID' : 'HP_PAST_EXPIRY'
    return { verdict: 'deny', rule: ownRules.expiry, code }
  }
  return neverUnseen(policy.rule(redacted), redacted)
}

function wantedUntil(action: unknown): Pick<ActionState, 'wantedUntilMs'> {
  const untilMs = expiryOf(action)
  const isLimited = untilMs !== undefined && Number.isFinite(untilMs)
  return isLimited ? { wantedUntilMs: untilMs } : {}
}

/** Whatever a policy says: what nobody could look at needs a person. */
function neverUnseen(ruling: Ruling, submission: Submission): Ruling {
  if (ruling.verdict !== 'allow' || !isOpaque(submission)) return ruling
  return {
    verdict: 'require',
    rule: ownRules.unscanned,
    demand: defaultDemand,
    decideWithinMs: defaultDecideWithinMs,
    terms: ruling.terms,
  }
}

interface Born
  extends Pick<
    ActionState,
    'id' | 'excluded' | 'sinceMs' | 'wantedUntilMs' | 'target' | 'reverses'
  > {
  readonly origin: Origin
  /** A reversal goes where its original went. */
  readonly audience?: string | undefined
}

function settleIn(born: Born, input: Intent, verdict: Verdict, directory: Directory): Step {
  switch (verdict.verdict) {
    case 'deny':
      return deny(born, input, verdict)
    case 'allow':
      return allow(born, input, verdict)
    case 'require':
      return hold(born, input, verdict, directory)
  }
}

function hold(
  { excluded: side, ...born }: Born,
  input: Intent,
  ruling: Extract<Ruling, { verdict: 'require' }>,
  directory: Directory,
): Step {
  const { atMs, redacted } = input
  const { rule, demand, decideWithinMs, terms } = ruling
  const decideByMs = Math.min(atMs + decideWithinMs, expiryOf(redacted.action) ?? atMs)
  const deployer = directory.lastDeployer(born.origin.agent)
  const isOut = deployer !== undefined && demand.exclude?.includes('lastDeployer')
  const out = isOut ? [...new Set([...side, deployer])] : side
  const start = first({ ...born, excluded: out }, rule, terms)
  const state = { ...start, status: 'pending', demand, heldAtMs: atMs, decideByMs } as const
  const { id: actionId, revision, excluded } = state
  const { origin } = born
  const asks = { origin, rule, demand, decideByMs, excluded: [...excluded] }
  const body = { ...asks, ...clearance(state) }
  const fact = { kind: 'held', atMs, actionId, revision, body } as const
  return { state, isNew: true, drafts: [{ fact, views: viewsOf(input) }], answers: [] }
}

function allow(born: Born, input: Intent, ruling: Extract<Ruling, { verdict: 'allow' }>): Step {
  const { atMs, redacted } = input
  const { rule, terms } = ruling
  const start = first(born, rule, terms)
  const grant = grantTerms(start, atMs, expiryOf(redacted.action) ?? atMs)
  const state = { ...start, status: 'approved', grant } as const
  const { id: actionId, revision } = state
  const { origin } = born
  const body = { by: 'policy' as const, rule, origin, votes: [], grant, ...clearance(state) }
  const fact = { kind: 'approved', atMs, actionId, revision, body } as const
  return { state, isNew: true, drafts: [{ fact, views: viewsOf(input) }], answers: [], grant }
}

function deny(born: Born, input: Intent, verdict: Extract<Verdict, { verdict: 'deny' }>): Step {
  const { atMs } = input
  const { rule } = verdict
  const code = 'code' in verdict ? verdict.code : undefined
  const reason = 'reason' in verdict ? verdict.reason : undefined
  // Nobody will ever run it: no terms.
  const kept = 'rememberMs' in verdict ? { rememberMs: verdict.rememberMs } : {}
  const start = first(born, rule, { audience: '', useWithinMs: 0, runWithinMs: 0, ...kept })
  const state = { ...start, status: 'denied', endedAtMs: atMs } as const
  const { id: actionId, revision } = state
  const { origin } = born
  const body = { by: 'policy' as const, rule, origin, votes: [], ...(code ? { code } : {}) }
  const fact = { kind: 'denied', atMs, actionId, revision, body } as const
  const told = reason === undefined ? {} : { reason: { value: reason } }
  return {
    state,
    isNew: true,
    drafts: [{ fact, views: { ...viewsOf(input), ...told } }],
    answers: [],
    settled: settle(state, 'denied', atMs, { by: 'policy', rule, code, reason }),
  }
}

function first({ audience = '', origin, ...born }: Born, rule: string, terms: Terms) {
  const start = { ...born, origin: remembered(origin), revision: 1, rule, ...terms }
  return { ...start, audience: audience || terms.audience, votes: [] }
}

function viewsOf({ redacted }: Intent): Draft['views'] {
  const { action, salt, findings } = redacted
  return { action: { value: action, salt }, findings: { value: findings } }
}

function originOf(
  { redacted, actionId }: Intent,
  action: Asked,
  onBehalfOf: Origin['onBehalfOf'] | undefined,
): Origin {
  const { intended, presented, identity, source, receivedAtMs, labels, redactor } = redacted
  const { type, agent, run } = action
  const reverses = originalOf(actionId)
  return {
    type,
    agent,
    ...(run === undefined ? {} : { run }),
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    ...(reverses === undefined ? {} : { reverses }),
    intended,
    presented,
    identity,
    source,
    receivedAtMs,
    labels,
    redactor,
  }
}

/** The directory ids behind ids or e-mail addresses, in the form that came; undefined as soon as one of them is nobody. */
function peopleOf(claimed: unknown, directory: Directory): Origin['onBehalfOf'] | undefined {
  if (!Array.isArray(claimed)) return personOf(claimed, directory)
  const people = claimed.flatMap((one) => personOf(one, directory) ?? [])
  return people.length === claimed.length && people.length > 0 ? people : undefined
}

function personOf(claimed: unknown, directory: Directory): string | undefined {
  if (typeof claimed !== 'string') return undefined
  return (directory.person(claimed) ?? directory.personByEmail(claimed))?.id
}
