/**
 * One record in, what to write and what to tell operators out. A record that is bad, or that the code stumbles over, is refused and parked; only what concerns
 * all records (keys, a broken build) is thrown. Handling a record again gives the same event ids, and the gate knows them.
 */
import {
  type ActionId,
  actionIntended,
  type DecodedEvent,
  decodeEvent,
  HoldpointError,
  intakeBytesMax,
  isActionId,
  isHoldpointError,
  jsonDepthMax,
  outcomeReported,
  recordBytesMax,
} from '@holdpoint/contracts'
import type { InRecord, OutRecord } from '@holdpoint/kafka'
import { type ErrorRecord, errorRecord } from '@holdpoint/service'
import { type IntakeRules, readIntent } from './intent.ts'
import { readOutcome } from './outcome.ts'
import { deadLetterRecord, type RecordWriter, type Refusal, refusalRecord } from './records.ts'
import { type Sealed, sealIntent, type Workshop } from './seal-intent.ts'
import { sealOutcome } from './seal-outcome.ts'

export type Kind = Refusal['kind']

/** All that the work on a record needs. */
export interface Bench {
  readonly rules: IntakeRules
  readonly workshop: Workshop
}

export interface Handled {
  readonly out: readonly OutRecord[]
  readonly told: Told
}

/** For operators: types, reasons, codes and times. Plain data, since it may come from another thread. */
export type Told =
  | ({ readonly end: 'masked' } & Omit<Sealed, 'record'>)
  | {
      readonly end: 'refused'
      readonly refusal: Refusal
      /** The code did not know what it met: a defect. */
      readonly stumble?: ErrorRecord
    }

export async function handleRecord(kind: Kind, record: InRecord, bench: Bench): Promise<Handled> {
  let event: DecodedEvent | undefined
  try {
    event = decodeEvent(record, {
      bytesMax: intakeBytesMax,
      depthMax: jsonDepthMax,
      bareType: kind === 'intent' ? actionIntended : outcomeReported,
    })
    const { record: made, ...told } = await transform(kind, event, record, bench)
    checkSize(made)
    return { out: [made], told: { end: 'masked', ...told } }
  } catch (error) {
    return refuse(kind, error, record, bench.workshop.writer, idOf(record, event))
  }
}

/** Throws what is not about the record. `actionId`: whom the gate should tell. */
export function refuse(
  kind: Kind,
  error: unknown,
  record: InRecord,
  writer: RecordWriter,
  actionId: ActionId | undefined = idOf(record, undefined),
): Handled {
  const refusal = refusalOf(kind, error)
  const { topic, partition, offset, timestampMs: atMs } = record
  const source = { topic, partition, offset }
  const letter = deadLetterRecord(writer, refusal, source, atMs)
  const out =
    actionId === undefined
      ? [letter]
      : [refusalRecord(writer, refusal, actionId, source, atMs), letter]
  const isDefect = !isHoldpointError(error)
  return {
    out,
    told: { end: 'refused', refusal, ...(isDefect ? { stumble: errorRecord(error) } : {}) },
  }
}

async function transform(
  kind: Kind,
  event: DecodedEvent,
  record: InRecord,
  { rules, workshop }: Bench,
): Promise<Sealed> {
  const { topic, partition, offset, timestampMs: atMs } = record
  const source = { topic, partition, offset }
  const arrival = { topic, key: record.key ?? undefined, atMs }
  switch (kind) {
    case 'intent':
      return sealIntent(readIntent(event, arrival, rules), source, atMs, workshop)
    case 'outcome':
      return sealOutcome(readOutcome(event, arrival, rules), source, atMs, workshop)
  }
}

/** One record over the broker's limit would make the whole batch fail for ever. */
function checkSize(record: OutRecord): void {
  const bytes = record.value?.length ?? 0
  if (bytes > recordBytesMax)
    throw new HoldpointError('HP_TOO_LARGE', { bytes, limit: recordBytesMax })
}

/** Terminal errors say what is wrong with the record. Retryable and fatal ones are not about the record. Anything else is a defect that this record found. */
function refusalOf(kind: Kind, error: unknown): Refusal {
  const known = isHoldpointError(error) ? error : new HoldpointError('HP_INTERNAL')
  if (isHoldpointError(error) && error.kind !== 'terminal') throw error
  const { field } = known.details
  return {
    kind,
    code: known.code,
    ...(typeof field === 'string' ? { field } : {}),
    message: known.message,
  }
}

/** The action that the sender meant: by key, or where a bare record has none, by its data. */
function idOf(record: InRecord, event: DecodedEvent | undefined): ActionId | undefined {
  if (record.key !== null) return isActionId(record.key) ? record.key : undefined
  const data = event?.data
  const id = typeof data === 'object' && data !== null && 'id' in data ? data.id : undefined
  return isActionId(id) ? id : undefined
}
