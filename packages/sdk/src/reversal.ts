/**
 * What a reversal takes back, for the executor that ran it: unsealed with the reversal's own receipt, and believed only as far as signatures go. The gate's receipt
 * names the digests, the agent has signed the original, and this executor itself the outcome.
 */
import {
  type Action,
  check,
  type Digest,
  HoldpointError,
  Outcome,
  type OutcomeStatus,
} from '@holdpoint/contracts'
import { type KeyOf, type ReceiptOriginal, type Trust, verifyOutcome } from '@holdpoint/seal'
import type { Claimed } from './claim.ts'
import { type Believed, readAction, readSealed } from './release.ts'

export interface Reversal {
  /** The reversal as its agent wrote it. */
  readonly action: Action
  /** What was done, as its agent wrote it. */
  readonly original: Action
  /** What this executor said then, raw; `unknown` where it said nothing in time. */
  readonly status: OutcomeStatus
  readonly result?: unknown
}

/** `unseal` opens a seal with the reversal's receipt. Throws HP_RECEIPT_INVALID, HP_SEAL_INVALID, HP_PROOF_*: then nothing has begun. */
export async function readReversal(
  action: Action,
  { receipt, original: given }: Pick<Claimed, 'receipt' | 'original'>,
  unseal: (sealed: string) => Promise<Uint8Array>,
  known: Believed & { readonly executor: string },
): Promise<Reversal> {
  const { reverses } = receipt
  if (reverses === undefined || reverses.actionId !== action.reverses) {
    throw new HoldpointError('HP_RECEIPT_INVALID', { rule: 'does not open what is reversed' })
  }
  const { sealed, outcome } = members(given)
  if (typeof sealed !== 'string') throw refuse('of the original did not come with the claim')
  const original = readAction(await unseal(sealed), reverses.intended, known)
  if (original.id !== reverses.actionId || original.agent.id !== action.agent.id) {
    throw refuse('is of another action than is reversed')
  }
  const { reported } = reverses
  if (reported === undefined) return { action, original, status: 'unknown' }
  if (typeof outcome !== 'string') throw refuse('of the outcome did not come with the claim')
  const said = readOutcome(await unseal(outcome), { ...reverses, reported }, known)
  const { status, result } = said
  return { action, original, status, ...(result === undefined ? {} : { result }) }
}

/** This executor's own word about the claim under which the original ran. */
function readOutcome(
  bytes: Uint8Array,
  { actionId, claimId, reported }: ReceiptOriginal & { readonly reported: Digest },
  { trust, executor }: { readonly trust: Trust; readonly executor: string },
): Outcome {
  const read = (value: unknown) => check(Outcome, value, '/outcome')
  const { value: outcome, proof } = readSealed(bytes, 'outcome', reported, read)
  if (outcome.actionId !== actionId || outcome.claimId !== claimId || typeof proof !== 'string') {
    throw refuse('is of another outcome than is reversed')
  }
  const { deployment } = trust
  const { status } = outcome
  const keyOf: KeyOf = (kid) => {
    const party = trust.partyOf(kid)
    return party?.kind === 'executor' && party.id === executor ? party.key : undefined
  }
  verifyOutcome(proof, {
    deployment,
    actionId,
    claimId,
    status,
    reported,
    keyOf,
    atMs: 'signed',
  })
  return outcome
}

function members(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function refuse(rule: string): HoldpointError {
  return new HoldpointError('HP_SEAL_INVALID', { rule })
}
