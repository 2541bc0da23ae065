/**
 * Records in, records out, one request to the broker per batch. A record that is bad, or that the code stumbles over, is refused and parked, and the next one
 * is handled; only what concerns all of them (broker, keys) ends the process. Handling a record again gives the same event ids, and the gate knows them.
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
import type { Bus, InRecord, OutRecord } from '@holdpoint/kafka'
import { type IntakeRules, readIntent } from './intent.ts'
import { readOutcome } from './outcome.ts'
import { deadLetterRecord, type Refusal, refusalRecord } from './records.ts'
import { sealIntent, type Workshop } from './seal-intent.ts'
import { sealOutcome } from './seal-outcome.ts'
import type { Watcher } from './watch.ts'

/** Records worked on between two breaths of the event loop: HTTP requests wait for no more than this. */
const chunkRecords = 32
/** What is made is sent when it reaches this: a fetch of many large records must not fill the memory. */
const sendBytesMax = 8 * 1024 * 1024

export interface Handling {
  readonly kind: Refusal['kind']
  readonly rules: IntakeRules
  readonly workshop: Workshop
  readonly watcher: Watcher
  /** Lets sockets and heartbeats have their turn. */
  readonly breathe: () => Promise<void>
}

export async function handleBatch(
  records: readonly InRecord[],
  handling: Handling,
  bus: Pick<Bus, 'send'>,
): Promise<void> {
  let out: OutRecord[] = []
  let bytes = 0
  for (let from = 0; from < records.length; from += chunkRecords) {
    if (from > 0) await handling.breathe()
    const chunk = records.slice(from, from + chunkRecords)
    const made = await Promise.all(chunk.map((record) => handle(record, handling)))
    for (const record of made.flat()) {
      out.push(record)
      bytes += record.value?.length ?? 0
    }
    if (bytes < sendBytesMax) continue
    await bus.send(out)
    out = []
    bytes = 0
  }
  if (out.length > 0) await bus.send(out)
  handling.watcher.handled(handling.kind, records.length)
}

async function handle(record: InRecord, handling: Handling): Promise<OutRecord[]> {
  let event: DecodedEvent | undefined
  try {
    event = decodeEvent(record, {
      bytesMax: intakeBytesMax,
      depthMax: jsonDepthMax,
      bareType: handling.kind === 'intent' ? actionIntended : outcomeReported,
    })
    return [checkSize(await transform(event, record, handling))]
  } catch (error) {
    return refuse(error, record, idOf(record, event), handling)
  }
}

async function transform(
  event: DecodedEvent,
  record: InRecord,
  { kind, rules, workshop, watcher }: Handling,
): Promise<OutRecord> {
  const { topic, partition, offset, timestampMs: atMs } = record
  const source = { topic, partition, offset }
  const arrival = { topic, key: record.key ?? undefined, atMs }
  switch (kind) {
    case 'intent':
      return sealIntent(readIntent(event, arrival, rules), source, atMs, workshop, watcher)
    case 'outcome':
      return sealOutcome(readOutcome(event, arrival, rules), source, atMs, workshop, watcher)
  }
}

/** One record over the broker's limit would make the whole batch fail for ever. */
function checkSize(record: OutRecord): OutRecord {
  const bytes = record.value?.length ?? 0
  if (bytes > recordBytesMax)
    throw new HoldpointError('HP_TOO_LARGE', { bytes, limit: recordBytesMax })
  return record
}

function refuse(
  error: unknown,
  record: InRecord,
  actionId: ActionId | undefined,
  { kind, workshop, watcher }: Handling,
): OutRecord[] {
  const refusal = refusalOf(kind, error)
  if (refusal.code === 'HP_INTERNAL') watcher.stumbled(error, record)
  watcher.refused(refusal, record)
  const { topic, partition, offset, timestampMs: atMs } = record
  const source = { topic, partition, offset }
  const letter = deadLetterRecord(workshop.writer, refusal, source, atMs)
  if (actionId === undefined) return [letter]
  return [refusalRecord(workshop.writer, refusal, actionId, source, atMs), letter]
}

/** Terminal errors say what is wrong with the record. Retryable and fatal ones are not about the record. Anything else is a defect that this record found. */
function refusalOf(kind: Refusal['kind'], error: unknown): Refusal {
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
