/** A proven outcome becomes what the gate reads: masked result and sealed original. */
import {
  canonicalize,
  digestOf,
  type OutcomeRedacted,
  outcomeRedacted,
  type Source,
} from '@holdpoint/contracts'
import { deriveSalt } from '@holdpoint/seal'
import type { ProvenOutcome } from './outcome.ts'
import { redactedRecord } from './records.ts'
import type { Sealed, Workshop } from './seal-intent.ts'
import { tally } from './tally.ts'

export async function sealOutcome(
  { outcome, salt: inner, proof, reported }: ProvenOutcome,
  source: Source,
  receivedAtMs: number,
  { redactor, sealer, saltKey, writer, stopwatch, secondOpinion }: Workshop,
): Promise<Sealed> {
  const { actionId, claimId, status, code } = outcome
  const parts = outcome.result === undefined ? {} : { '/result': outcome.result }
  const opinion = await secondOpinion?.on(Object.values(parts))
  const scope = { scope: actionId, ...(opinion ? { suggest: opinion.suggest } : {}) }
  // Nothing waits after this: times are of this record alone.
  const seal = await sealer.ready(receivedAtMs)
  const startMs = stopwatch()
  const { masked, findings } = redactor.redactParts(parts, scope)
  const scannedMs = stopwatch()
  const result = masked['/result']
  const salt = deriveSalt(saltKey, actionId, 'result')
  const presented = digestOf(salt, result ?? null)
  const beginMs = stopwatch()
  const plaintext = canonicalize({ outcome, salt: inner, proof })
  const binding = { kind: 'outcome', actionId, reported, presented } as const
  const sealed = seal(Buffer.from(plaintext), binding)
  const sealMs = stopwatch() - beginMs
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
  const event = { type: outcomeRedacted, actionId, source, timeMs: receivedAtMs, data }
  const record = redactedRecord(writer, event)
  const scanMs = scannedMs - startMs
  return { record, ...tally(findings), scanMs, sealMs, opinion: opinion?.ends ?? {} }
}
