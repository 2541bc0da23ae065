/** The configuration that a slot judges by, and the event that says so before the first judgement under it. */
import type { Draft, Rules } from '@holdpoint/approval'
import { viewNames } from '@holdpoint/contracts'
import { deriveSalt, type Secret, type Trust } from '@holdpoint/seal'
import type { SlotRecord } from './slot-record.ts'

export interface RulesInForce extends Rules {
  readonly trust: Trust
}

/**
 * The `adopted` fact with the full texts, or undefined where this slot has announced exactly this. Each slot announces for itself, in the transaction of its
 * first use: there is no moment in which a rule is in force and not yet announced. Salts come from the digests, so that all slots share one view of a text.
 */
export function adoption(
  { policy, directory, trust }: RulesInForce,
  last: SlotRecord['adopted'],
  salt: Secret,
  nowMs: number,
): Draft | undefined {
  const inForce = { policy: policy.digest, directory: directory.digest, trust: trust.digest }
  if (
    last &&
    last.policy === inForce.policy &&
    last.directory === inForce.directory &&
    last.trust === inForce.trust
  ) {
    return undefined
  }
  const view = (file: { digest: string; text: string }) => ({
    value: file.text,
    salt: deriveSalt(salt, file.digest, 'config'),
  })
  return {
    fact: { kind: 'adopted', atMs: nowMs, body: inForce },
    views: {
      [viewNames.policy]: view(policy),
      [viewNames.directory]: view(directory),
      [viewNames.trust]: view(trust),
    },
  }
}
