/** What holds for one text on all its readings: what its key says, what is looked for, and what it may cost. */
import type { CustomDetectors } from './custom/detectors.ts'
import type { KeySense } from './hint.ts'
import type { Spot } from './resolve.ts'
import type { Profile } from './types.ts'

export interface TextScan {
  readonly spots: Spot[]
  work: number
  /** Something in it was encoded again and again, more often than anybody looks, or unfolds to more than anybody reads. */
  isTooDeep: boolean
  /** The work that it may cost is spent: not every reading was tried. */
  isSpent: boolean
}

/** What is looked for, the same in every text of a call. */
export interface Wanted {
  readonly profile: Profile
  /** Of the operator. */
  readonly custom?: CustomDetectors | undefined
  /** Whether people are looked for in running text. */
  readonly names: boolean
}

/** What holds for one text on all its readings. */
export interface Reader {
  readonly sense: KeySense
  readonly wanted: Wanted
  readonly depth: number
  /** As it was given. */
  readonly text: string
  readonly result: TextScan
  /** Work that may be spent on it. */
  readonly workMax: number
}

export function newScan(): TextScan {
  return { spots: [], work: 0, isTooDeep: false, isSpent: false }
}

/** Asked before each reading: what is spent already ends the text, and the rest of it is nobody's time. */
export function isSpent({ result, workMax }: Reader): boolean {
  result.isSpent ||= result.work > workMax
  return result.isSpent
}
