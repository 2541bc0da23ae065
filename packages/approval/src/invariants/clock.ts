/** Whether things happened in time, and by whom they had to. */

import { runStretchMax } from '@holdpoint/contracts'
import type { Report } from './chain.ts'
import type { Frost } from './frost.ts'
import type { Change, Life } from './life.ts'
import type { ObserverOptions } from './observed.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

interface ClockOptions extends ObserverOptions {
  readonly frost: Frost
}

/** `life` is as it was before the fact. */
export function checkClock(fact: Change, life: Life, options: ClockOptions, report: Report): void {
  const { kind, atMs } = fact
  const { frost } = options
  switch (kind) {
    case 'held':
      if (fact.body.decideByMs > life.wantedUntilMs)
        report('is held longer than its agent wants it')
      return
    case 'expired':
      if (atMs < decideBy(life, frost, atMs)) report('expires before its time')
      return
    case 'voted':
      if (atMs > decideBy(life, frost, atMs)) {
        report(`${fact.body.person} votes after the deadline`)
      }
      return
    case 'approved': {
      const { jti, notBeforeMs, expiresMs } = fact.body.grant
      if (jti !== `${life.id}/${fact.revision}`) report('has a grant of another name')
      if (expiresMs < notBeforeMs) report('has a grant that ends before it begins')
      if (expiresMs > life.wantedUntilMs) report('has a grant for longer than its agent wants it')
      return
    }
    case 'lapsed':
      if (fact.body.code === undefined && atMs < useBy(life, frost, atMs))
        report('lapses before its time')
      return
    case 'claimed':
      if (frost.isFrozen) report('is claimed while it is frozen')
      if (atMs > useBy(life, frost, atMs)) report('is claimed after its grant has expired')
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

function decideBy({ held, wantedUntilMs }: Life, frost: Frost, nowMs: number): number {
  if (!held) return 0
  return later(held.body.decideByMs, frost.stoodMs(held.atMs, nowMs), wantedUntilMs)
}

function useBy({ approved, wantedUntilMs }: Life, frost: Frost, nowMs: number): number {
  if (!approved) return 0
  const { expiresMs } = approved.body.grant
  return later(expiresMs, frost.stoodMs(approved.atMs, nowMs), wantedUntilMs)
}

/** Frozen time is given back, but for what its agent no longer wants. */
function later(deadlineMs: number, stoodMs: number, wantedUntilMs: number): number {
  return Math.max(deadlineMs, Math.min(deadlineMs + stoodMs, wantedUntilMs))
}
