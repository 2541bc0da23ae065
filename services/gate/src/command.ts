/** Commands, with the proof of who gives them. */
import type { Input, SlotInput } from '@holdpoint/approval'
import {
  type Assurance,
  Claim,
  check,
  decisionNonce,
  Extend,
  Freeze,
  HoldpointError,
  orderNonce,
  proofAttribute,
  Reconcile,
  Revoke,
  reconcileNonce,
  revokeNonce,
  Thaw,
  Vote,
  Withdraw,
} from '@holdpoint/contracts'
import { type VerifiedRequest, verifyCommand, verifyRequest, verifySaying } from '@holdpoint/seal'
import type { Arrival, Received } from './arrival.ts'

export async function readVote(arrival: Arrival): Promise<Input> {
  const { actionId, atMs, event } = arrival
  const vote = check(Vote, event.data)
  checkTarget(vote.actionId, arrival)
  const { person, verdict, presented, complete, channel, reason, token } = vote
  const nonce = decisionNonce({ actionId, presented, verdict })
  const assurance = await assuranceOf(arrival, vote, nonce)
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
  const command = check(Revoke, event.data)
  checkTarget(command.actionId, arrival)
  const assurance = await assuranceOf(arrival, command, revokeNonce({ actionId }))
  const { person, reason, channel, token } = command
  return {
    kind: 'revoke',
    actionId,
    atMs,
    commandId: event.attributes.id,
    person,
    assurance,
    reason,
    channel,
    ...(token === undefined ? {} : { token }),
  }
}

export async function readReconcile(arrival: Arrival): Promise<Input> {
  const { actionId, atMs, event } = arrival
  const command = check(Reconcile, event.data)
  checkTarget(command.actionId, arrival)
  const { person, found, reason, channel, token } = command
  const assurance = await assuranceOf(arrival, command, reconcileNonce({ actionId, found }))
  return {
    kind: 'reconcile',
    actionId,
    atMs,
    commandId: event.attributes.id,
    person,
    assurance,
    found,
    reason,
    channel,
    ...(token === undefined ? {} : { token }),
  }
}

/** Orders of people about more than one action. */
export async function readFreeze(arrival: Received): Promise<SlotInput> {
  const command = check(Freeze, arrival.event.data)
  const { scope, token: _, ...said } = command
  return { kind: 'freeze', scope, ...said, ...(await orderOf(arrival, command, { freeze: scope })) }
}

export async function readThaw(arrival: Received): Promise<SlotInput> {
  const command = check(Thaw, arrival.event.data)
  const { freeze, token: _, ...said } = command
  return { kind: 'thaw', freeze, ...said, ...(await orderOf(arrival, command, { thaw: freeze })) }
}

async function orderOf(
  arrival: Received,
  command: Freeze | Thaw,
  order: Parameters<typeof orderNonce>[0],
) {
  const { atMs, event } = arrival
  const { token } = command
  const assurance = await assuranceOf(arrival, command, orderNonce(order))
  const commandId = event.attributes.id
  return { atMs, commandId, assurance, ...(token === undefined ? {} : { token }) }
}

export async function readWithdraw(arrival: Arrival): Promise<Input> {
  const { actionId, atMs, event } = arrival
  const { request, reason, actionId: target } = check(Withdraw, event.data)
  checkTarget(target, arrival)
  const { party } = await requestOf(arrival, request, 'withdraw')
  return {
    kind: 'withdraw',
    actionId,
    atMs,
    commandId: event.attributes.id,
    agent: party.id,
    ...(reason === undefined ? {} : { reason }),
  }
}

export async function readClaim(arrival: Arrival): Promise<Input> {
  const { actionId, atMs, event } = arrival
  const { request, actionId: target } = check(Claim, event.data)
  checkTarget(target, arrival)
  const { party, keyId, grant } = await requestOf(arrival, request, 'claim')
  if (grant === undefined)
    throw new HoldpointError('HP_AUTH', { rule: 'the request names no grant' })
  return {
    kind: 'claim',
    actionId,
    atMs,
    commandId: event.attributes.id,
    executor: party.id,
    audiences: party.audiences,
    keyThumbprint: keyId,
    grantJti: grant,
    request,
  }
}

export async function readExtend(arrival: Arrival): Promise<Input> {
  const { actionId, atMs, event } = arrival
  const { request, actionId: target } = check(Extend, event.data)
  checkTarget(target, arrival)
  const { keyId, claim, forMs } = await requestOf(arrival, request, 'extend')
  if (claim === undefined || forMs === undefined)
    throw new HoldpointError('HP_AUTH', { rule: 'the request names no claim, or no time' })
  return {
    kind: 'extend',
    actionId,
    atMs,
    commandId: event.attributes.id,
    keyThumbprint: keyId,
    claimId: claim,
    forMs,
    request,
  }
}

/** Agents withdraw, executors claim: a key of the other kind is refused, whatever it signed. */
async function requestOf(
  { actionId, atMs, rules, deployment, checked }: Arrival,
  request: string,
  act: 'withdraw' | 'claim' | 'extend',
): Promise<VerifiedRequest> {
  const known = { deployment, subject: actionId, act, partyOf: rules.trust.partyOf, atMs }
  const verified = await checked((checkSignature) =>
    verifyRequest(request, { ...known, checkSignature }),
  )
  const wanted = act === 'withdraw' ? 'agent' : 'executor'
  if (verified.party.kind !== wanted)
    throw new HoldpointError('HP_NOT_ENTITLED', { rule: `only an ${wanted} can ${act}` })
  return verified
}

/**
 * How sure it is that this person said this. A token of their issuer that was minted for this very decision, or a statement by their own key about it: sso. Otherwise it rests on the signature of the
 * notifier, which has seen the person's login: chat.
 */
async function assuranceOf(
  { event, rules, atMs, deployment, checked }: Received,
  command: Vote | Revoke | Reconcile | Freeze | Thaw,
  nonce: string,
): Promise<Assurance> {
  const { id, type } = event.attributes
  const { person, token } = command
  const proof = event.extensions[proofAttribute]
  if (proof === undefined) throw new HoldpointError('HP_PROOF_MISSING', { field: proofAttribute })
  const keyOf = rules.trust.service('notifier')
  const given = { deployment, commandId: id, type, command, keyOf, atMs }
  await checked((checkSignature) => verifyCommand(proof, { ...given, checkSignature }))
  if (token === undefined) return 'chat'
  const idOf = (issuer: string, subject: string) =>
    rules.directory.personBySubject(issuer, subject)?.id
  const said = await verifySaying(token, { trust: rules.trust, nowMs: atMs, idOf })
  if (said.person !== person)
    throw new HoldpointError('HP_PERSON_UNPROVEN', { rule: 'the token is not of this person' })
  return said.nonce === nonce ? 'sso' : 'chat'
}

function checkTarget(target: string, { actionId }: Arrival): void {
  if (target !== actionId) throw new HoldpointError('HP_KEY_MISMATCH')
}
