/** A proven intent becomes what the gate reads: masked view, findings, digests and the sealed original. */
import {
  type ActionRedacted,
  actionRedacted,
  canonicalize,
  digestOf,
  type Source,
} from '@holdpoint/contracts'
import type { OutRecord } from '@holdpoint/kafka'
import type { Redactor } from '@holdpoint/redaction'
import { deriveSalt, type Sealer, type Secret } from '@holdpoint/seal'
import type { Intent } from './intent.ts'
import { type RecordWriter, redactedRecord } from './records.ts'
import { partsOf, redactAction } from './redact-action.ts'
import type { OpinionEnds, SecondOpinion } from './second-opinion.ts'
import { type Tally, tally } from './tally.ts'

export interface Workshop {
  readonly redactor: Redactor
  readonly sealer: Sealer
  readonly saltKey: Secret
  readonly writer: RecordWriter
  /** Milliseconds of a clock that only measures; a fraction counts. */
  readonly stopwatch: () => number
  readonly secondOpinion?: SecondOpinion
}

export interface Sealed extends Tally {
  readonly record: OutRecord
  readonly scanMs: number
  readonly sealMs: number
  /** How it went with each text that a second opinion was wanted on. */
  readonly opinion: OpinionEnds
}

export async function sealIntent(
  intent: Intent,
  source: Source,
  receivedAtMs: number,
  { redactor, sealer, saltKey, writer, stopwatch, secondOpinion }: Workshop,
): Promise<Sealed> {
  const { action: original, proof, salt: inner, identity, intended } = intent
  const { id: actionId } = original
  const opinion = await secondOpinion?.on(Object.values(partsOf(original)))
  // Nothing waits after this: times are of this record alone.
  const seal = await sealer.ready(receivedAtMs)
  const startMs = stopwatch()
  const { action, findings, labels, unscanned } = redactAction(intent, redactor, opinion?.suggest)
  const scannedMs = stopwatch()
  const salt = deriveSalt(saltKey, actionId, 'presented')
  const presented = digestOf(salt, action)
  const beginMs = stopwatch()
  const plaintext = canonicalize({ action: original, salt: inner, proof })
  const binding = { kind: 'action', actionId, intended, presented } as const
  const sealed = seal(Buffer.from(plaintext), binding)
  const sealMs = stopwatch() - beginMs
  const data: ActionRedacted = {
    actionId,
    action,
    findings,
    labels,
    unscanned,
    intended,
    presented,
    salt,
    identity,
    source,
    receivedAtMs,
    sealed,
    redactor: { version: redactor.engineVersion, config: redactor.configDigest },
  }
  const event = { type: actionRedacted, actionId, source, timeMs: receivedAtMs, data }
  const record = redactedRecord(writer, event)
  const scanMs = scannedMs - startMs
  return { record, ...tally(findings), scanMs, sealMs, opinion: opinion?.ends ?? {} }
}
