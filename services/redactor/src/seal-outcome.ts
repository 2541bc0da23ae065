/** A proven outcome becomes what the gate reads: masked result and sealed original. */
import {
  canonicalize,
  digestOf,
  type OutcomeRedacted,
  outcomeRedacted,
  type Source,
} from '@holdpoint/contracts'
import type { OutRecord } from '@holdpoint/kafka'
import { deriveSalt } from '@holdpoint/seal'
import type { ProvenOutcome } from './outcome.ts'
import { redactedRecord } from './records.ts'
import type { Workshop } from './seal-intent.ts'
import type { Watcher } from './watch.ts'

export async function sealOutcome(
  { outcome, salt: inner, proof, reported }: ProvenOutcome,
  source: Source,
  receivedAtMs: number,
  { redactor, sealer, saltKey, writer }: Workshop,
  watcher: Pick<Watcher, 'found'>,
): Promise<OutRecord> {
  const { actionId, claimId, status, code } = outcome
  const parts = outcome.result === undefined ? {} : { '/result': outcome.result }
  const { masked, findings, unscanned } = redactor.redactParts(parts, { scope: actionId })
  const result = masked['/result']
  watcher.found({ findings, unscanned })
  const salt = deriveSalt(saltKey, actionId, 'result')
  const presented = digestOf(salt, result ?? null)
  const plaintext = canonicalize({ outcome, salt: inner, proof })
  const binding = { kind: 'outcome', actionId, reported, presented } as const
  const sealed = await sealer.seal(Buffer.from(plaintext), binding, receivedAtMs)
  const data: OutcomeRedacted = {
    actionId,
    claimId,
    status,
    ...(code === undefined ? {} : { code }),
    ...(result === undefined ? {} : { result }),
    findings,
    presented,
    salt,
    reported,
    proof,
    sealed,
    source,
    receivedAtMs,
  }
  return redactedRecord(writer, {
    type: outcomeRedacted,
    actionId,
    source,
    timeMs: receivedAtMs,
    data,
  })
}
