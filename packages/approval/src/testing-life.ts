/** Inputs, states and answers for tests of the rules: one action in every status, and one input of every kind. */
import type { Origin } from '@holdpoint/contracts'
import type { Input } from './input.ts'
import { type ActionState, remembered, type Status } from './state.ts'
import type { Step } from './step.ts'
import {
  actionId,
  demandOf,
  digest,
  type InputOf,
  keyOf,
  outcomeOf,
  redactedOf,
  terms,
} from './testing.ts'

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
  extend: {
    kind: 'extend',
    atMs: 5000,
    actionId: actionId(),
    commandId: 'c-extend',
    keyThumbprint: keyOf('exec-1'),
    claimId: `${actionId()}/4`,
    forMs: 6000,
    request: 'longer',
  },
  reconcile: {
    kind: 'reconcile',
    atMs: 9500,
    actionId: actionId(),
    commandId: 'c-found',
    person: 'ann',
    assurance: 'sso',
    found: 'succeeded',
    reason: 'seen in the ledger',
    channel: 'console',
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

/** Of the action of `inputs`, as its first fact has it. */
export function originOf(): Origin {
  const { intended, source, identity, labels, redactor, receivedAtMs } = redactedOf()
  return {
    ...{ type: 'payments.refund', agent: 'bot', run: 'run-1' },
    ...{ intended, presented, identity, source, receivedAtMs, labels, redactor },
  }
}

/** The action of `inputs` in each status, as the transition leaves it. */
export function stateOf(status: Status, changes: Partial<ActionState> = {}): ActionState {
  const pending: ActionState = {
    id: actionId(),
    revision: 1,
    status: 'pending',
    origin: remembered(originOf()),
    rule: 'ask',
    excluded: ['owner'],
    demand: demandOf(),
    heldAtMs: 1000,
    decideByMs: 61_000,
    sinceMs: 1000,
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
      return { ...approved, revision: 4, endedAtMs: 4000, endedBy: 'c-revoke' }
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
