/** Whether things happened in time, and by whom they had to. */

import { runStretchMax } from '@holdpoint/contracts'
import type { Report } from './chain.ts'
import type { Change, Life } from './life.ts'
import type { ObserverOptions } from './observed.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

/** `life` is as it was before the fact. */
export function checkClock(
  fact: Change,
  life: Life,
  options: ObserverOptions,
  report: Report,
): void {
  const { kind, atMs } = fact
  switch (kind) {
    case 'held':
      if (fact.body.decideByMs > life.wantedUntilMs)
        report('is held longer than its agent wants it')
      return
    case 'expired':
      if (atMs < (life.held?.body.decideByMs ?? 0)) report('expires before its time')
      return
    case 'approved': {
      const { jti, notBeforeMs, expiresMs } = fact.body.grant
      if (jti !== `${life.id}/${fact.revision}`) report('has a grant of another name')
      if (expiresMs < notBeforeMs) report('has a grant that ends before it begins')
      if (expiresMs > life.wantedUntilMs) report('has a grant for longer than its agent wants it')
      return
    }
    case 'lapsed':
      if (fact.body.code === undefined && atMs < expiryOf(life)) report('lapses before its time')
      return
    case 'claimed':
      if (atMs > expiryOf(life)) report('is claimed after its grant has expired')
      if (fact.body.claimId !== `${life.id}/${fact.revision}`) report('has a claim of another name')
      return
    case 'extended':
      checkExtended(fact, life, report)
      return
    case 'withdrawn':
      if (fact.body.agent !== life.origin?.agent) report('is withdrawn by another agent')
      return
    case 'succeeded':
    case 'failed':
    case 'unknown':
      checkOutcome(fact, life, options, report)
      return
    default:
      return
  }
}

function checkExtended(
  { body, atMs }: Of<'extended'>,
  { claimed, deadlineMs = 0 }: Life,
  report: Report,
): void {
  if (!claimed) return
  if (body.claimId !== claimed.body.claimId) report('has another claim extended')
  if (atMs > deadlineMs) report('has its claim extended after its deadline')
  if (body.deadlineMs <= deadlineMs) report('has its claim extended to an earlier time')
  const runWithinMs = claimed.body.deadlineMs - claimed.atMs
  if (body.deadlineMs > claimed.atMs + runStretchMax * runWithinMs) {
    report('has its claim extended beyond what a claim may run')
  }
}

function checkOutcome(
  { body, atMs }: Of<'succeeded' | 'failed' | 'unknown'>,
  { claimed, deadlineMs = 0 }: Life,
  { signerOf }: ObserverOptions,
  report: Report,
): void {
  const { claimId, executor, cause, proof, code } = body
  if (claimId !== claimed?.body.claimId || executor !== claimed.body.executor) {
    report('has an outcome of somebody who does not hold the claim')
  }
  if (cause === 'reported' && proof === undefined) report('has an outcome without a proof')
  if (proof !== undefined && signerOf && signerOf(proof) !== claimed?.body.keyThumbprint) {
    report('has an outcome that the claimer has not signed')
  }
  const isEarly = atMs < deadlineMs
  if (cause === 'deadline' && code === undefined && isEarly)
    report('is given up before its deadline')
}

function expiryOf({ approved }: Life): number {
  return approved?.body.grant.expiresMs ?? 0
}
