/** Who is away until when, and who is asked instead: said by the person alone, taken down on `people`, over by itself. */
import { HoldpointError, personAway, personBack } from '@holdpoint/contracts'
import { type AbsenceEntry, absenceField, parse } from '../people/fold.ts'
import { verifyEntry } from '../people/record.ts'
import { type TakeDownDeps, takeDown } from '../people/take-down.ts'
import type { PeopleInForce } from '../person.ts'
import { type Absence, stepsMax } from './asked.ts'

/** Longest absence: after that somebody should say so again, or leave the groups. */
export const absenceMaxMs = 90 * 24 * 3600 * 1000
/** Of an absence's id. */
const idBytes = 16

export interface AbsencesDeps extends TakeDownDeps {
  readonly people: () => PeopleInForce
  readonly random: (bytes: number) => Buffer
}

export interface KnownAbsence extends Absence {
  readonly person: string
}

export class Absences {
  readonly #deps: AbsencesDeps

  constructor(deps: AbsencesDeps) {
    this.#deps = deps
  }

  /** Those that are not over, of these people. */
  async of(people: readonly string[]): Promise<ReadonlyMap<string, KnownAbsence>> {
    const { book, clock } = this.#deps
    const fields = await book.get(people.map(absenceField))
    const known = people.flatMap((person) => {
      const entry = this.#read(parse<AbsenceEntry>(fields.get(absenceField(person))), person)
      if (entry === undefined || entry.endedMs !== undefined) return []
      const { delegate, fromMs, untilMs } = entry.away.said
      return untilMs <= clock() ? [] : [[person, { person, delegate, fromMs, untilMs }] as const]
    })
    return new Map(known)
  }

  /** Of these people and of whoever stands in for them, as far as chains go. */
  async reach(people: readonly string[]): Promise<ReadonlyMap<string, KnownAbsence>> {
    const known = new Map<string, KnownAbsence>()
    let next = people
    for (let step = 0; step < stepsMax && next.length > 0; step++) {
      const found = await this.of(next)
      for (const [person, absence] of found) known.set(person, absence)
      next = [...found.values()].map(({ delegate }) => delegate).filter((id) => !known.has(id))
    }
    return known
  }

  /** Throws HP_FIELD_INVALID. A second one takes the place of the first. */
  async away({ person, delegate, fromMs, untilMs }: KnownAbsence): Promise<void> {
    const { people, clock, random } = this.#deps
    const nowMs = clock()
    if (delegate === person || people().directory.person(delegate) === undefined) {
      throw invalid('/delegate', 'must be somebody else of the directory')
    }
    if (untilMs <= Math.max(nowMs, fromMs)) throw invalid('/until', 'must be later')
    if (untilMs - nowMs > absenceMaxMs) throw invalid('/until', 'must be within 90 days')
    const absence = random(idBytes).toString('base64url')
    const said = { absence, person, delegate, fromMs, untilMs }
    await takeDown({ type: personAway, said }, absence, this.#deps)
  }

  /** The same whether there was one or not. */
  async back(person: string): Promise<void> {
    const field = absenceField(person)
    const fields = await this.#deps.book.get([field])
    const entry = this.#read(parse<AbsenceEntry>(fields.get(field)), person)
    if (entry === undefined || entry.endedMs !== undefined) return
    const { absence } = entry.away.said
    const said = { absence, person, by: person }
    await takeDown({ type: personBack, said }, `${absence}~end`, this.#deps)
  }

  /** As far as the notifier's signature goes. */
  #read(entry: AbsenceEntry | undefined, person: string): AbsenceEntry | undefined {
    if (entry === undefined || entry.away.said.person !== person) return undefined
    const { deployment, people } = this.#deps
    verifyEntry(entry.away, { deployment, keyOf: people().trust.service('notifier') })
    return entry
  }
}

const invalid = (field: string, rule: string) =>
  new HoldpointError('HP_FIELD_INVALID', { field, rule })
