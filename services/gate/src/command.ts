/** Commands, with the proof of who gives them. */
import type { Input } from '@holdpoint/approval'
import {
  type Assurance,
  Claim,
  check,
  decisionNonce,
  HoldpointError,
  proofAttribute,
  Revoke,
  Vote,
  Withdraw,
} from '@holdpoint/contracts'
import { verifyCommand, verifyPersonToken, verifyRequest } from '@holdpoint/seal'
import type { Arrival } from './authenticate.ts'

export async function readVote(arrival: Arrival): Promise<Input> {
  const { actionId, atMs, event } = arrival
  const vote = check(Vote, event.data)
  checkTarget(vote.actionId, arrival)
  const { person, verdict, presented, complete, channel, reason, token } = vote
  const nonce = decisionNonce({ actionId, presented, verdict })
  const assurance = await assuranceOf(arrival, person, token, nonce)
  return {
    kind: 'vote',
    actionId,
    atMs,
    commandId: event.attributes.id,
    person,
    assurance,
    verdict,
    presented,
    complete,
    channel,
    ...(reason === undefined ? {} : { reason }),
    ...(token === undefined ? {} : { token }),
  }
}

export async function readRevoke(arrival: Arrival): Promise<Input> {
  const { actionId, atMs, event } = arrival
  const { person, reason, channel, token, actionId: target } = check(Revoke, event.data)
  checkTarget(target, arrival)
  const assurance = await assuranceOf(arrival, person, token, undefined)
  return { kind: 'revoke', actionId, atMs, commandId: event.attributes.id, person, assurance, reason, channel }
}

export function readWithdraw(arrival: Arrival): Input {
  const { actionId, atMs, event, rules, deployment } = arrival
  const { request, reason, actionId: target } = check(Withdraw, event.data)
  checkTarget(target, arrival)
  const { keyId } = verifyRequest(request, { deployment, subject: actionId, act: 'withdraw', keyOf: rules.trust.agentKey, atMs })
  const agent = rules.trust.agentOf(keyId)
  if (agent === undefined) throw new HoldpointError('HP_PROOF_INVALID', { field: 'request', rule: 'is by no agent' })
  return {
    kind: 'withdraw',
    actionId,
    atMs,
    commandId: event.attributes.id,
    agent,
    ...(reason === undefined ? {} : { reason }),
  }
}

export function readClaim(arrival: Arrival): Input {
  const { actionId, atMs, event, rules, deployment } = arrival
  const { request, actionId: target } = check(Claim, event.data)
  checkTarget(target, arrival)
  const { keyId, jti } = verifyRequest(request, { deployment, subject: actionId, act: 'claim', keyOf: rules.trust.executorKey, atMs })
  const executor = rules.trust.executorOf(keyId)
  if (executor === undefined || jti === undefined) {
    throw new HoldpointError('HP_PROOF_INVALID', { field: 'request', rule: 'is by no executor or names no grant' })
  }
  return {
    kind: 'claim',
    actionId,
    atMs,
    commandId: event.attributes.id,
    executor: executor.id,
    audiences: executor.audiences,
    keyThumbprint: keyId,
    grantJti: jti,
    request,
  }
}

/**
 * How sure it is that this person said this. A token of their issuer that was minted for this very decision: sso. Otherwise it rests on the signature of the
 * notifier, which has seen the person's login: chat.
 */
async function assuranceOf(
  { event, rules, atMs, deployment, actionId }: Arrival,
  person: string,
  token: string | undefined,
  nonce: string | undefined,
): Promise<Assurance> {
  const { id, type } = event.attributes
  verifyCommand(event.extensions[proofAttribute], {
    deployment,
    commandId: id,
    type,
    subject: actionId,
    data: event.dataBytes,
    keyOf: rules.trust.serviceKeys('notifier'),
    atMs,
  })
  if (token === undefined) return 'chat'
  const proven = await verifyPersonToken(token, { trust: rules.trust, nowMs: atMs })
  const known = rules.directory.personBySubject(proven.issuer, proven.subject)
  if (known?.id !== person) throw new HoldpointError('HP_PERSON_UNPROVEN', { rule: 'the token is not of this person' })
  return nonce !== undefined && proven.nonce === nonce ? 'sso' : 'chat'
}

function checkTarget(target: string, { actionId }: Arrival): void {
  if (target !== actionId) throw new HoldpointError('HP_KEY_MISMATCH')
}
