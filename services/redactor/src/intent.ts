/** From a record or request to an intent that is well formed, plainly named and proven; or a refusal that names the field. */
import {
  Action,
  type ActionId,
  actionIntended,
  check,
  checkReversal,
  type DecodedEvent,
  type Digest,
  digestOf,
  HoldpointError,
  type Identity,
  proofAttribute,
  saltAttribute,
} from '@holdpoint/contracts'
import { deriveSalt, type Secret, type Trust, verifyIntent } from '@holdpoint/seal'
import type { PlainNames } from './plain-name.ts'
import type { Principals } from './principals.ts'

export interface IntakeRules {
  readonly trust: Trust
  readonly names: PlainNames
  readonly principals: Principals
  /** Makes the salts that nobody else has made. */
  readonly saltKey: Secret
}

/** Where it came from. */
export interface Arrival {
  readonly topic: string
  /** Record key; undefined where there is none. */
  readonly key: string | undefined
  /** Append time; at an edge, now. */
  readonly atMs: number
}

export interface Intent {
  readonly action: Action
  /** As proven or made; sealed with the action. */
  readonly salt: string
  readonly proof: string | undefined
  readonly identity: Identity
  readonly intended: Digest
  /** As the view shows it: directory ids in place of e-mail addresses. */
  readonly onBehalfOf: Action['onBehalfOf'] | undefined
}

export function readIntent(event: DecodedEvent, arrival: Arrival, rules: IntakeRules): Intent {
  checkType(event, actionIntended)
  const action = check(Action, event.data)
  checkKey(event, arrival, action.id)
  checkReversal(action)
  checkNames(action, rules.names)
  const onBehalfOf = resolved(action, rules)
  const { [proofAttribute]: proof, [saltAttribute]: given } = event.extensions
  if (proof === undefined && rules.trust.isIngress(arrival.topic)) {
    const salt = deriveSalt(rules.saltKey, action.id, 'intended')
    const identity = { kind: 'ingress', topic: arrival.topic } as const
    return { action, salt, proof, identity, intended: digestOf(salt, action), onBehalfOf }
  }
  if (proof === undefined) throw new HoldpointError('HP_PROOF_MISSING', { field: proofAttribute })
  if (given === undefined) throw new HoldpointError('HP_PROOF_MISSING', { field: saltAttribute })
  const intended = saltedDigest(given, action)
  const { keyId } = verifyIntent(proof, {
    deployment: rules.trust.deployment,
    actionId: action.id,
    agent: action.agent.id,
    type: action.type,
    intended,
    keyOf: rules.trust.agent(action.agent.id),
    atMs: arrival.atMs,
  })
  return {
    action,
    salt: given,
    proof,
    identity: { kind: 'signed', keyId, proof },
    intended,
    onBehalfOf,
  }
}

/** Throws HP_EVENT_INVALID for a record of another type. */
export function checkType(event: DecodedEvent, type: string): void {
  if (event.attributes.type !== type)
    throw new HoldpointError('HP_EVENT_INVALID', { field: 'type', rule: `must be ${type}` })
}

/** A record lies where its key says; under another id it would reach another slot than its action. */
export function checkKey(event: DecodedEvent, { key }: Arrival, id: ActionId): void {
  if (key !== undefined && key !== id) throw new HoldpointError('HP_KEY_MISMATCH')
  const { subject } = event.attributes
  if (subject !== undefined && subject !== id)
    throw new HoldpointError('HP_EVENT_INVALID', {
      field: 'subject',
      rule: 'must be the action id',
    })
}

/** The digest under a salt that a stranger chose: the attribute is named where it is none. */
export function saltedDigest(salt: string, value: unknown): Digest {
  try {
    return digestOf(salt, value)
  } catch (cause) {
    if (!(cause instanceof HoldpointError) || cause.details['field'] !== 'salt') throw cause
    const rule = String(cause.details['rule'])
    throw new HoldpointError('HP_EVENT_INVALID', { field: saltAttribute, rule }, cause)
  }
}

function checkNames(action: Action, names: PlainNames): void {
  names.check(action.type, '/type')
  names.check(action.agent.id, '/agent/id')
  if (action.agent.run !== undefined) names.check(action.agent.run, '/agent/run')
  for (const [index, name] of (action.classification ?? []).entries())
    names.check(name, `/classification/${index}`)
}

/** An address becomes the directory's id, or the action is refused; anything else must be an id already. */
function resolved({ onBehalfOf }: Action, rules: IntakeRules): Action['onBehalfOf'] | undefined {
  if (onBehalfOf === undefined) return undefined
  if (typeof onBehalfOf === 'string') return idOf(onBehalfOf, '/onBehalfOf', rules)
  return onBehalfOf.map((one, at) => idOf(one, `/onBehalfOf/${at}`, rules))
}

function idOf(person: string, field: string, { names, principals }: IntakeRules): string {
  if (!person.includes('@')) {
    names.check(person, field)
    return person
  }
  const id = principals.idOf(person)
  if (id === undefined) throw new HoldpointError('HP_PRINCIPAL_UNKNOWN', { field })
  return id
}
