/** Takes something down on `people`, and waits until the book says it too, so that whoever asked sees what they did. */
import { HoldpointError } from '@holdpoint/contracts'
import { type Bus, partitionKey } from '@holdpoint/kafka'
import { type Patience, resultWaitMs } from '../waiting.ts'
import type { Book } from './book.ts'
import { type PeopleWriter, peoplePartition, peopleRecord } from './record.ts'

/** The book is a moment behind the topic. */
const lookAgainMs = 25

export interface TakeDownDeps extends PeopleWriter, Patience {
  readonly bus: Bus
  readonly book: Book
}

/** Throws HP_BROKER where it is not known whether it was written, HP_TIMEOUT where the book is far behind: it will take effect all the same. */
export async function takeDown(
  said: Parameters<typeof peopleRecord>[0],
  key: string,
  deps: TakeDownDeps,
): Promise<void> {
  const { bus, book, clock, sleep } = deps
  const record = peopleRecord(said, key, deps, clock())
  const offsets = await bus.send([record])
  const offset = offsets.get(partitionKey(record.topic, peoplePartition)) ?? 0
  const untilMs = clock() + resultWaitMs
  while (((await book.position()) ?? 0) <= offset) {
    if (clock() >= untilMs) throw new HoldpointError('HP_TIMEOUT', { waitedMs: resultWaitMs })
    await sleep(lookAgainMs)
  }
}
