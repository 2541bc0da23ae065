/** What follows a claim: unseal, check, run once, tell. It ends in a signed outcome whatever happens, or in the gate's deadline where even telling fails. */
import { type Action, isHoldpointError, type Outcome } from '@holdpoint/contracts'
import { signOutcome } from '@holdpoint/seal'
import type { Claimed } from './claim.ts'
import { type ActionHandler, type Effect, runOnce } from './effect.ts'
import { isRetryable, persist } from './persist.ts'
import { type Release, readOriginal } from './release.ts'
import { type Reversal, readReversal } from './reversal.ts'
import { RunningTime } from './running-time.ts'
import type { Workshop } from './workshop.ts'

/** Left of the claim when unsealing gives up, so that the failure can still be told in time. */
const reportMarginMs = 5_000
/** Longer than claims commonly live: late news still counts while nobody has called the action unknown. */
const reportWaitMs = 10 * 60 * 1000
/** Code of an action whose fate a former life of this executor took with it. */
const restartedCode = 'executor-restarted'

export async function workOff(
  release: Release,
  claimed: Claimed,
  handler: ActionHandler,
  shop: Workshop,
): Promise<void> {
  const { actionId } = release.grant
  const effect: Effect = claimed.isRepeated
    ? { status: 'unknown', code: restartedCode }
    : await perform(release, claimed, handler, shop)
  const { result: _, ...told } = effect
  shop.emit({ kind: 'ended', actionId, ...told })
  const { status, code, result } = effect
  const outcome: Outcome = {
    ...{ actionId, claimId: claimed.receipt.claimId, status },
    ...(code === undefined ? {} : { code }),
    ...(result === undefined ? {} : { result }),
  }
  try {
    await report(outcome, shop)
  } catch (error) {
    if (!isHoldpointError(error)) throw error
    shop.emit({ kind: 'unreported', actionId, error })
  }
}

async function perform(
  release: Release,
  claimed: Claimed,
  handler: ActionHandler,
  shop: Workshop,
): Promise<Effect> {
  const open = (sealed: string) => unseal(sealed, claimed, shop)
  let action: Action
  let able = handler
  try {
    action = readOriginal(await open(release.issued.sealed), release, shop)
    if (release.grant.reverses) {
      const known = { ...shop, executor: shop.identity.id }
      able = reversing(handler, await readReversal(action, claimed, open, known))
    }
  } catch (error) {
    if (!isHoldpointError(error)) throw error
    return { status: 'failed', code: error.code, error }
  }
  if (shop.identity.surroundings.nowMs() >= claimed.receipt.expiresMs) {
    return { status: 'failed', code: 'HP_RECEIPT_INVALID' }
  }
  const time = new RunningTime(release, claimed.receipt, shop)
  try {
    return await runOnce(able, action, {
      signal: time.signal,
      extend: (forMs) => time.extend(forMs),
      onBegin: () => {
        if (shop.isKeptAlive) time.keep()
      },
    })
  } finally {
    time.end()
  }
}

/** Runs like any other action, once. */
function reversing(handler: ActionHandler, reversal: Reversal): ActionHandler {
  return { run: (_, context) => handler.reverse?.(reversal, context) }
}

function unseal(
  sealed: string,
  { compact, receipt }: Claimed,
  { identity, transport }: Workshop,
): Promise<Uint8Array> {
  const { surroundings } = identity
  const ask = () =>
    transport.unseal({
      ...{ sealed, receipt: compact },
      proof: identity.request(receipt.actionId, 'unseal', { claim: receipt.claimId }),
    })
  return persist(ask, { untilMs: receipt.expiresMs - reportMarginMs, surroundings })
}

/** That it was done must be known, also where the result or the code can't be taken in: then both are left out, and the refusal's code says so. */
async function report(outcome: Outcome, shop: Workshop): Promise<void> {
  try {
    await send(outcome, shop)
  } catch (error) {
    if (!isHoldpointError(error) || isRetryable(error)) throw error
    const { actionId, claimId, status } = outcome
    await send({ actionId, claimId, status, code: error.code }, shop)
  }
}

function send(outcome: Outcome, { identity, transport }: Workshop): Promise<void> {
  const { signer, deployment, surroundings } = identity
  const { actionId, claimId } = outcome
  const salt = identity.salt(claimId, 'reported')
  const attempt = () => {
    // Signed anew each time: a proof counts for minutes only, and the digest stays the same.
    const nowMs = surroundings.nowMs()
    const { proof } = signOutcome({ signer, deployment, outcome, salt, nowMs })
    const request = identity.request(actionId, 'outcome', { claim: claimId })
    return transport.report({ outcome, proof, salt, request })
  }
  return persist(attempt, { untilMs: surroundings.nowMs() + reportWaitMs, surroundings })
}
