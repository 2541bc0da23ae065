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
import type { Input } from './input.ts'
import type { Directory, Person, Policy, Rules, Ruling, Terms } from './rules.ts'
import type { ActionState, Dossier, Status } from './state.ts'
import type { Step } from './step.ts'

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
  return { digest: digest('policy'), text: 'policy', rule }
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
    may = () => true,
  }: { readonly side?: readonly string[]; readonly may?: Directory['agentMay'] } = {},
): Directory {
  return {
    digest: digest('directory'),
    text: 'directory',
    person: (id) => listed.find((person) => person.id === id),
    personByEmail: (email) => listed.find((person) => person.email === email),
    personBySubject: () => undefined,
    agentSide: () => side,
    agentMay: may,
  }
}

export function rulesOf(
  ruling: Ruling | Policy['rule'] = requires(),
  directory: Directory = directoryOf(),
): Rules {
  return { policy: policyOf(ruling), directory }
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

const presented = redactedOf().presented
export const grant = {
  jti: `${actionId()}/3`,
  audience: 'billing',
  notBeforeMs: 3000,
  expiresMs: 13_000,
}

/** One valid input of each kind, in the order of time in which a life would have them. */
export const inputs = {
  intent: { kind: 'intent', atMs: 1000, actionId: actionId(), redacted: redactedOf() },
  rejection: {
    kind: 'rejection',
    atMs: 1500,
    actionId: actionId(),
    refused: {
      kind: 'intent',
      code: 'HP_JSON_DEPTH',
      field: '/params',
      message: 'too deep',
      source: { topic: 'actions.intended', partition: 0, offset: 9 },
      receivedAtMs: 1400,
    },
  },
  refusal: {
    kind: 'refusal',
    atMs: 1500,
    actionId: actionId(),
    command: 'vote',
    commandId: 'c-unread',
    code: 'HP_PROOF_INVALID',
  },
  vote: {
    kind: 'vote',
    atMs: 3000,
    actionId: actionId(),
    commandId: 'c-vote',
    person: 'ann',
    assurance: 'sso',
    verdict: 'approve',
    presented,
    complete: true,
    channel: 'console',
  },
  withdraw: {
    kind: 'withdraw',
    atMs: 3500,
    actionId: actionId(),
    commandId: 'c-withdraw',
    agent: 'bot',
  },
  revoke: {
    kind: 'revoke',
    atMs: 3500,
    actionId: actionId(),
    commandId: 'c-revoke',
    person: 'ann',
    assurance: 'sso',
    reason: 'wrong customer',
    channel: 'console',
  },
  claim: {
    kind: 'claim',
    atMs: 4000,
    actionId: actionId(),
    commandId: 'c-claim',
    executor: 'exec-1',
    audiences: ['billing'],
    keyThumbprint: keyOf('exec-1'),
    grantJti: grant.jti,
    request: 'request',
  },
  outcome: {
    kind: 'outcome',
    atMs: 5000,
    actionId: actionId(),
    commandId: 'c-outcome',
    keyThumbprint: keyOf('exec-1'),
    outcome: outcomeOf(),
  },
  due: { kind: 'due', atMs: 1_000_000, actionId: actionId() },
  fault: {
    kind: 'fault',
    atMs: 6000,
    actionId: actionId(),
    code: 'HP_INTERNAL',
    source: { topic: 'approvals.commands', partition: 0, offset: 7 },
  },
} as const satisfies { [K in Input['kind']]: InputOf<K> }

export function inputOf<K extends Input['kind']>(
  kind: K,
  changes: Partial<InputOf<K>> = {},
): InputOf<K> {
  return { ...(inputs[kind] as unknown as InputOf<K>), ...changes }
}

/** The action of `inputs` in each status, as the transition leaves it. */
export function stateOf(status: Status, changes: Partial<ActionState> = {}): ActionState {
  const { intended, source, identity, labels, redactor, receivedAtMs } = redactedOf()
  const pending: ActionState = {
    id: actionId(),
    revision: 1,
    status: 'pending',
    origin: {
      type: 'payments.refund',
      agent: 'bot',
      run: 'run-1',
      intended,
      presented,
      identity,
      source,
      receivedAtMs,
      labels,
      redactor,
    },
    rule: 'ask',
    excluded: ['owner'],
    demand: demandOf(),
    decideByMs: 61_000,
    ...terms,
    votes: [],
  }
  return { ...pending, ...pastOf(status), status, ...changes }
}

function pastOf(status: Status): Partial<ActionState> {
  const vote = { assurance: 'sso', commandId: 'c-vote', atMs: 3000, revision: 2 } as const
  const approved = {
    revision: 3,
    votes: [{ ...vote, person: 'ann', verdict: 'approve' as const }],
    grant,
  }
  const claim = {
    id: `${actionId()}/4`,
    executor: 'exec-1',
    keyThumbprint: keyOf('exec-1'),
    atMs: 4000,
    deadlineMs: 9000,
    request: digest('an earlier request'),
  }
  switch (status) {
    case 'pending':
      return {}
    case 'approved':
      return approved
    case 'claimed':
      return { ...approved, revision: 4, claim }
    case 'denied': {
      const denial = { ...vote, person: 'ann', verdict: 'deny' as const }
      return { revision: 3, votes: [denial], endedAtMs: 3000 }
    }
    case 'expired':
    case 'withdrawn':
      return { revision: 2, endedAtMs: 3000 }
    case 'revoked':
    case 'lapsed':
      return { ...approved, revision: 4, endedAtMs: 4000 }
    case 'succeeded':
    case 'failed':
      return { ...approved, revision: 5, claim, reported: digest('outcome'), endedAtMs: 5000 }
    case 'unknown':
      return { ...approved, revision: 5, claim, endedAtMs: 9000 }
  }
}

/** Kinds of the facts of a step, in order. */
export const kindsOf = ({ drafts }: Step): string[] => drafts.map(({ fact }) => fact.kind)

/** Code of the refusal that a step is, or undefined. */
export function refusalOf({ drafts }: Step): string | undefined {
  const refused = drafts.map(({ fact }) => fact).find((fact) => fact.kind === 'refused')
  return refused?.kind === 'refused' ? refused.body.code : undefined
}

export const answerOf = ({ answers }: Step) => answers[0]?.answer
