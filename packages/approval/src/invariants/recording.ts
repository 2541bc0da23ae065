/** For tests of the checker: a whole small deployment's records, made by the transition and numbered as a slot would, and ways to plant what must not be. */
import {
  type ActionSettled,
  commit,
  type DecisionEvent,
  type Digest,
  type Fact,
  factDigest,
  type GrantIssued,
  type GrantRevoked,
  noDigest,
  originalOf,
} from '@holdpoint/contracts'
import { parseDirectory } from '../directory.ts'
import { noFreezes } from '../freeze.ts'
import type { Input } from '../input.ts'
import { parsePolicy } from '../policy/policy.ts'
import type { ActionState, Dossier } from '../state.ts'
import type { Draft, Step } from '../step.ts'
import { dossierOf, salt } from '../testing.ts'
import { transition } from '../transition.ts'
import type { Leaf, Observed, Run } from './observed.ts'

export const policyText = `version: 1
name: test
defaults: {audience: billing, useWithin: 10s, runWithin: 5s, decideWithin: 1m}
types: {payments.refund: {reversible: {within: 1h}}}
rules:
  - {name: never, types: [db.drop], deny: {reason: never}}
  - {name: small, when: params.amount <= 10, allow: {}}
  - {name: two, when: params.amount > 1000, require: {quorum: 2, denials: 2, groups: [{group: finance, min: 1}]}}
  - {name: one, require: {}}
`
export const directoryText = `people:
  - {id: ann, groups: [finance]}
  - {id: ben, groups: [finance, legal]}
  - {id: cid, groups: [legal]}
  - {id: dan, email: dan@example.org}
  - {id: owner, groups: [finance]}
groups: [finance, legal]
agents:
  - {id: bot, owner: owner}
`

export interface Recorded extends Required<Observed> {
  decisions: DecisionEvent[]
  grants: GrantIssued[]
  revocations: GrantRevoked[]
  settled: ActionSettled[]
  runs: Run[]
  leaves: Leaf[]
}

/** One slot, folding the transition as a gate does. */
export class Recording {
  readonly records: Recorded = {
    decisions: [],
    grants: [],
    revocations: [],
    settled: [],
    runs: [],
    leaves: [],
  }
  private readonly rules = {
    freezes: noFreezes,
    policy: parsePolicy(policyText, 'policy'),
    directory: parseDirectory(directoryText, 'directory'),
  }
  private readonly states = new Map<string, ActionState>()
  private readonly dossiers = new Map<string, Dossier>()
  private head: Digest = noDigest

  constructor() {
    const { policy, directory } = this.rules
    const body = { policy: policy.digest, directory: directory.digest, trust: noDigest }
    const views = { policy: { value: policyText }, directory: { value: directoryText } }
    this.write({ fact: { kind: 'adopted', atMs: 0, body }, views })
  }

  take(...inputs: readonly Input[]): this {
    for (const input of inputs) {
      const id = input.actionId ?? ''
      const original = this.states.get(originalOf(id as ActionState['id']) ?? '')
      const dossier = this.dossiers.get(id)
      const step = transition(this.states.get(id), input, this.rules, dossier, original)
      if (step.original) this.states.set(step.original.id, step.original)
      if (step.isNew && input.kind === 'intent') this.dossiers.set(id, dossierOf(input.redacted))
      if (step.state) this.states.set(id, step.state)
      this.publish(step, id)
    }
    return this
  }

  stateOf(id: string): ActionState | undefined {
    return this.states.get(id)
  }

  private publish({ drafts, grant, revoked, settled }: Step, id: string): void {
    for (const draft of drafts) this.write(draft)
    const { origin } = this.states.get(id) ?? {}
    const dossier = this.dossiers.get(id)
    if (grant && origin && dossier) {
      const { audience, expiresMs, jti } = grant
      const { type, presented } = origin
      const { action, sealed } = dossier
      this.records.grants.push({
        actionId: origin && (id as GrantIssued['actionId']),
        type,
        audience,
        grant: jti,
        action,
        salt: dossier.salt,
        presented,
        sealed,
        expiresMs,
      })
    }
    if (revoked) this.records.revocations.push(revoked)
    if (settled) this.records.settled.push(settled)
  }

  private write({ fact: draft, views }: Draft): void {
    const number = this.records.decisions.length + 1
    const shown = Object.entries(views).map(([name, view]) => [
      name,
      { value: view.value, salt: view.salt ?? salt },
    ])
    const committed = Object.entries(views).map(([name, view]) => [
      name,
      commit(view.salt ?? salt, view.value),
    ])
    const fact = {
      ...draft,
      deployment: 'urn:holdpoint:test',
      slot: 0,
      number,
      previous: this.head,
      policy: this.rules.policy.digest,
      commitments: Object.fromEntries(committed),
    } as Fact
    this.head = factDigest(fact)
    this.records.decisions.push({ fact, views: Object.fromEntries(shown) })
    this.records.leaves.push({ slot: 0, number, digest: this.head })
  }
}

/** Numbers and chains the facts anew, as whoever plants something and can sign would. */
export function rechain(decisions: readonly DecisionEvent[]): DecisionEvent[] {
  let previous: Digest = noDigest
  return decisions.map(({ fact, ...rest }, at) => {
    const linked = { ...fact, number: at + 1, previous } as Fact
    previous = factDigest(linked)
    return { ...rest, fact: linked }
  })
}
