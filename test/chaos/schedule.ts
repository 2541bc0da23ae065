/** Which fault comes when: all of it follows from the seed, so that a storm can be had again. */
import { Random } from '../simulation/random.ts'

/** How often each comes, in the long run. */
const weights = {
  'kill a gate': 4,
  'kill both gates': 2,
  'stop a gate': 4,
  'kill Redis': 3,
  'wipe Redis': 3,
  'roll Redis back': 3,
  'kill Kafka': 2,
  'stop Kafka': 1,
  'kill the redactor': 1,
  'kill the auditor': 1,
} as const
export type FaultKind = keyof typeof weights
export const faultKinds = Object.keys(weights) as FaultKind[]

/** Between two faults. */
const pauseMsMin = 5_000
const pauseMsMax = 20_000
/** Shorter and longer than a session of the gate's group, which is 6 s. */
const stopMsMin = 500
const stopMsMax = 15_000
/** Faults ago that the copy was made to which Redis goes back. */
const backMax = 4

export interface Fault {
  /** From the beginning of the storm. */
  readonly atMs: number
  readonly kind: FaultKind
  /** Which of the two gates, where it is about one. */
  readonly gate: 0 | 1
  /** Until what was stopped goes on. */
  readonly forMs: number
  /** How many copies ago, where Redis goes back. */
  readonly back: number
}

export interface Pace {
  readonly durationMs: number
  readonly pauseMs?: readonly [min: number, max: number]
  readonly stopMs?: readonly [min: number, max: number]
}

/** At random, every 5 to 20 s. */
export function schedule(seed: number, pace: Pace): Fault[] {
  const random = new Random(seed)
  const [least, most] = pace.pauseMs ?? [pauseMsMin, pauseMsMax]
  const faults: Fault[] = []
  for (let atMs = least; atMs < pace.durationMs; atMs += between(random, least, most)) {
    faults.push(fault(random, atMs, random.weighted(weights), pace))
  }
  return faults
}

/** Each kind so often, in an order of its own. */
export function scheduleOfEach(seed: number, times: number, pace: Pace): Fault[] {
  const random = new Random(seed)
  const [least, most] = pace.pauseMs ?? [pauseMsMin, pauseMsMax]
  const kinds = Array.from({ length: times }, () => faultKinds).flat()
  let atMs = 0
  return shuffled(kinds, random).map((kind) => {
    atMs += between(random, least, most)
    return fault(random, atMs, kind, pace)
  })
}

/** One line for each, as it is printed. */
export function written(faults: readonly Fault[]): string[] {
  return faults.map(({ atMs, kind, gate, forMs, back }) => {
    const details = {
      'kill a gate': ` ${gate + 1}`,
      'stop a gate': ` ${gate + 1} for ${forMs} ms`,
      'stop Kafka': ` for ${forMs} ms`,
      'roll Redis back': ` by ${back}`,
    } as Partial<Record<FaultKind, string>>
    return `${(atMs / 1000).toFixed(1)} s: ${kind}${details[kind] ?? ''}`
  })
}

function fault(random: Random, atMs: number, kind: FaultKind, { stopMs }: Pace): Fault {
  const [least, most] = stopMs ?? [stopMsMin, stopMsMax]
  const gate = random.int(2) === 0 ? 0 : 1
  return { atMs, kind, gate, forMs: between(random, least, most), back: 1 + random.int(backMax) }
}

function between(random: Random, least: number, most: number): number {
  return least + random.int(most - least + 1)
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((value) => ({ value, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value)
}
