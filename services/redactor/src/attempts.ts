/**
 * Finds the record that ends the process: workers that die are crew.ts's, but a process that dies as a whole remembers nothing and meets the same record again. So
 * how often work began at a place and never came to an end stands beside the group's offset. After some times records are worked on one by one; the one that ends
 * the process alone, too, is refused unseen.
 *
 * Only the first records behind an assignment are watched: behind a death, they are the ones that may have caused it. What only sending did not survive is not
 * counted: before it the note is taken away.
 */
import { HoldpointError } from '@holdpoint/contracts'
import type { Bus, Consumption, InRecord, OutRecord } from '@holdpoint/kafka'

/** Deaths with others in hand. Once or twice may be the machine, or a deployment. */
const togetherMax = 2
/** Deaths alone with it; the same as a worker gets. */
const aloneMax = 3

type Notes = Pick<Consumption, 'note' | 'setNote'>
type Send = Pick<Bus, 'send'>

export interface Work {
  /** Works on the records, sends what is made of them, and resolves when the broker has it. */
  readonly handle: (records: readonly InRecord[], bus: Send) => Promise<void>
  /** Sends what is made of a record that nobody survives. */
  readonly refuse: (record: InRecord, error: HoldpointError) => Promise<void>
}

export class Attempts {
  readonly #bus: Send
  readonly #known = new Set<string>()
  #notes: Notes | undefined

  constructor(bus: Send) {
    this.#bus = bus
  }

  /** Partitions were given to this process: what it knows of them is past. */
  assigned(notes: Notes): void {
    this.#notes = notes
    this.#known.clear()
  }

  async handle(
    records: readonly InRecord[],
    topic: string,
    partition: number,
    work: Work,
  ): Promise<void> {
    const key = `${topic}/${partition}`
    const [first] = records
    const notes = this.#notes
    if (first === undefined || notes === undefined || this.#known.has(key))
      return work.handle(records, this.#bus)
    this.#known.add(key)
    const found = await notes.note(topic, partition)
    const deaths = found?.offset === first.offset ? deathsOf(found.text) : 0
    if (deaths >= togetherMax) return this.#oneByOne(records, deaths, notes, work)
    return this.#watched(records, deaths + 1, notes, work)
  }

  async #oneByOne(
    records: readonly InRecord[],
    deaths: number,
    notes: Notes,
    work: Work,
  ): Promise<void> {
    let before = deaths
    for (const record of records) {
      if (before >= togetherMax + aloneMax)
        await work.refuse(record, new HoldpointError('HP_RECORD_DEADLY', { tries: aloneMax }))
      else await this.#watched([record], before + 1, notes, work)
      // The next one may be it: with whom it dies, it dies alone.
      before = togetherMax
    }
  }

  /** `count` stands beside the offset of the first record while there is work on them. */
  async #watched(
    records: readonly InRecord[],
    count: number,
    notes: Notes,
    work: Work,
  ): Promise<void> {
    const [first] = records
    if (first === undefined) return
    const { topic, partition, offset } = first
    const note = (text: string) => notes.setNote(topic, partition, { offset, text })
    await note(String(count))
    const send = async (out: readonly OutRecord[]) => {
      await note('')
      const sent = await this.#bus.send(out)
      await note(String(count))
      return sent
    }
    await work.handle(records, { send })
    await note('')
  }
}

/** What somebody else wrote there counts nothing. */
function deathsOf(text: string): number {
  return /^\d{1,3}$/.test(text) ? Number(text) : 0
}
