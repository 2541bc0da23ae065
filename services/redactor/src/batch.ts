/** Records in, records out, in their order, one request to the broker per batch. Who does the work on them, this thread or several, makes no difference. */
import type { Bus, InRecord, OutRecord } from '@holdpoint/kafka'
import type { Bench, Kind } from './handle.ts'
import { type Hands, ownHands } from './hands.ts'
import type { Watcher } from './watch.ts'

/** Records given to one worker at a time, or worked on here between two breaths of the event loop: HTTP requests wait for no more than this. */
export const chunkRecords = 32
/** What is made is sent when it reaches this: a fetch of many large records must not fill the memory. */
const sendBytesMax = 8 * 1024 * 1024

export interface Handling extends Bench {
  readonly kind: Kind
  readonly watcher: Watcher
  /** Lets sockets and heartbeats have their turn. */
  readonly breathe: () => Promise<void>
  /** Default: this thread's. */
  readonly hands?: Hands
}

/** Resolves when the broker has what was made of all of them. */
export async function handleBatch(
  records: readonly InRecord[],
  handling: Handling,
  bus: Pick<Bus, 'send'>,
): Promise<void> {
  const { kind, watcher, breathe, hands = ownHands(handling) } = handling
  const chunks = Array.from({ length: Math.ceil(records.length / chunkRecords) }, (_, at) =>
    records.slice(at * chunkRecords, (at + 1) * chunkRecords),
  )
  let out: OutRecord[] = []
  let bytes = 0
  for (let from = 0; from < chunks.length; from += hands.width) {
    if (from > 0) await breathe()
    const wave = chunks.slice(from, from + hands.width)
    const handled = (await Promise.all(wave.map((chunk) => hands.handle(kind, chunk)))).flat()
    for (const [at, { out: made, told }] of handled.entries()) {
      const record = records[from * chunkRecords + at]
      if (record !== undefined) watcher.told(kind, told, record)
      for (const each of made) {
        out.push(each)
        bytes += each.value?.length ?? 0
      }
    }
    if (bytes < sendBytesMax) continue
    await bus.send(out)
    out = []
    bytes = 0
  }
  if (out.length > 0) await bus.send(out)
}
