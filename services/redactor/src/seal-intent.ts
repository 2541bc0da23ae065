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
import { redactAction } from './redact-action.ts'
import type { Watcher } from './watch.ts'

export interface Workshop {
  readonly redactor: Redactor
  readonly sealer: Sealer
  readonly saltKey: Secret
  readonly writer: RecordWriter
}

export async function sealIntent(
  intent: Intent,
  source: Source,
  receivedAtMs: number,
  { redactor, sealer, saltKey, writer }: Workshop,
  watcher: Pick<Watcher, 'found'>,
): Promise<OutRecord> {
  const { action: original, proof, salt: inner, identity, intended } = intent
  const { id: actionId } = original
  const { action, findings, labels, unscanned } = redactAction(intent, redactor)
  watcher.found({ findings, unscanned })
  const salt = deriveSalt(saltKey, actionId, 'presented')
  const presented = digestOf(salt, action)
  const plaintext = canonicalize({ action: original, salt: inner, proof })
  const binding = { kind: 'action', actionId, intended, presented } as const
  const sealed = await sealer.seal(Buffer.from(plaintext), binding, receivedAtMs)
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
  return redactedRecord(writer, {
    type: actionRedacted,
    actionId,
    source,
    timeMs: receivedAtMs,
    data,
  })
}
