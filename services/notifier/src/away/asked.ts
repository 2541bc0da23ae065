/** Who is asked where somebody is away. Only asking moves: whoever stands in must be entitled by the directory, and the gate judges as ever. Pure. */

/** Of one person, in force or not. */
export interface Absence {
  readonly delegate: string
  readonly fromMs: number
  readonly untilMs: number
}

/** A delegate may be away too; longer chains are a mistake. */
export const stepsMax = 5

export interface Office {
  readonly absences: ReadonlyMap<string, Absence>
  /** Whether the directory lets this person decide here. */
  readonly mayDecide: (person: string) => boolean
  readonly nowMs: number
}

/**
 * Each person, or who is asked in their place; nobody twice. Where the chain ends with nobody who may decide, the person is asked all the same: an absence
 * never silences a request.
 */
export function askedInstead(people: readonly string[], office: Office): string[] {
  return [...new Set(people.map((person) => standInOf(person, office)))]
}

function standInOf(person: string, { absences, mayDecide, nowMs }: Office): string {
  const passed = new Set([person])
  let asked = person
  for (let step = 0; step < stepsMax; step++) {
    const absence = absences.get(asked)
    if (absence === undefined || !isAway(absence, nowMs)) {
      return asked === person || mayDecide(asked) ? asked : person
    }
    asked = absence.delegate
    if (passed.has(asked)) return person
    passed.add(asked)
  }
  return person
}

export const isAway = ({ fromMs, untilMs }: Absence, nowMs: number): boolean =>
  fromMs <= nowMs && nowMs < untilMs
