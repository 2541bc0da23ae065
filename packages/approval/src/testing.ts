/** People, policies, actions and inputs for tests of the rules. */
import {
  type ActionId,
  type ActionRedacted,
  type Demand,
  type Digest,
  digestBytes,
  digestOf,
  type OutcomeRedacted,
} from '@holdpoint/contracts'
import { defaultDemand } from './demand.ts'
import { type Freezes, noFreezes, type SlotRules } from './freeze.ts'
import type { Input } from './input.ts'
import type { Directory, Person, Policy, Ruling, Terms } from './rules.ts'
import type { Dossier } from './state.ts'

export type InputOf<K extends Input['kind']> = Extract<Input, { readonly kind: K }>

export const actionId = (n = 1): ActionId =>
  `0199a000-0000-7000-8000-${String(n).padStart(12, '0')}` as ActionId
export const digest = (text: string): Digest => digestBytes(text)
export const salt = Buffer.alloc(32, 7).toString('base64url')
export const keyOf = (name: string): string => name.padEnd(43, '-')

export const terms: Terms = { audience: 'billing', useWithinMs: 10_000, runWithinMs: 5_000 }
export const demandOf = (changes: Partial<Demand> = {}): Demand => ({
  ...defaultDemand,
  ...changes,
})
export const requires = (changes: Partial<Demand> = {}): Ruling => ({
  verdict: 'require',
  rule: 'ask',
  demand: demandOf(changes),
  decideWithinMs: 60_000,
  terms,
})
export const allows: Ruling = { verdict: 'allow', rule: 'small', terms }
export const denies: Ruling = { verdict: 'deny', rule: 'never', reason: 'not at night' }

export function policyOf(ruling: Ruling | Policy['rule']): Policy {
  const rule = typeof ruling === 'function' ? ruling : () => ruling
  const anybody = { groups: [], assurance: 'chat' } as const
  const offices = { freeze: anybody, thaw: anybody }
  return { digest: digest('policy'), text: 'policy', rule, offices }
}

export const people: readonly Person[] = [
  { id: 'ann', groups: ['finance'] },
  { id: 'ben', groups: ['finance', 'legal'] },
  { id: 'cid', groups: ['legal'] },
  { id: 'dan', email: 'dan@example.org', groups: [] },
  { id: 'owner', groups: ['finance'] },
]

export function directoryOf(
  listed: readonly Person[] = people,
  {
    side = ['owner'],
    lastDeployer,
    may = () => true,
  }: {
    readonly side?: readonly string[]
    readonly lastDeployer?: string
    readonly may?: Directory['agentMay']
  } = {},
): Directory {
  return {
    digest: digest('directory'),
    text: 'directory',
    everybody: listed,
    person: (id) => listed.find((person) => person.id === id),
    personByEmail: (email) => listed.find((person) => person.email === email),
    personBySubject: () => undefined,
    agentSide: () => side,
    lastDeployer: () => lastDeployer,
    agentMay: may,
  }
}

export function rulesOf(
  ruling: Ruling | Policy['rule'] = requires(),
  directory: Directory = directoryOf(),
  freezes: Freezes = noFreezes,
): SlotRules {
  return { policy: policyOf(ruling), directory, freezes }
}

export const maskedAction = {
  id: actionId(),
  type: 'payments.refund',
  agent: { id: 'bot', run: 'run-1' },
  params: { amount: 12 },
}

export function redactedOf(
  changes: Partial<ActionRedacted> = {},
  action: Readonly<Record<string, unknown>> = {},
): ActionRedacted {
  const masked = { ...maskedAction, ...action }
  return {
    actionId: actionId(),
    action: masked,
    findings: [],
    labels: [],
    unscanned: false,
    intended: digest('intended'),
    presented: digestOf(salt, masked),
    salt,
    identity: { kind: 'signed', keyId: 'key-1', proof: 'proof' },
    source: { topic: 'actions.intended', partition: 0, offset: 1 },
    receivedAtMs: 1000,
    sealed: 'a.b.c.d.e',
    redactor: { version: '1', config: digest('config') },
    ...changes,
  }
}

export function dossierOf(redacted: ActionRedacted = redactedOf()): Dossier {
  const { action, findings, unscanned, sealed } = redacted
  return { action, salt: redacted.salt, findings, unscanned, sealed }
}

export function outcomeOf(changes: Partial<OutcomeRedacted> = {}): OutcomeRedacted {
  const result = { refunded: true }
  return {
    actionId: actionId(),
    claimId: `${actionId()}/4`,
    status: 'succeeded',
    result,
    findings: [],
    presented: digestOf(salt, result),
    salt,
    reported: digest('outcome'),
    proof: 'proof',
    sealed: 'a.b.c.d.e',
    source: { topic: 'actions.outcomes', partition: 0, offset: 1 },
    receivedAtMs: 4000,
    ...changes,
  }
}
