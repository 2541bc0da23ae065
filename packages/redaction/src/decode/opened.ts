/** Encoded runs of one text and what they decode to, and how much of it may still be unfolded. */
import { Edits } from '../view.ts'
import { Allowance } from './as-text.ts'

/** Longer runs are files; the rest of one is decoded as a run of its own. */
export const runCharsMax = 512 * 1024

export class Opened extends Edits {
  readonly allowance: Allowance

  constructor(text: string) {
    super()
    this.allowance = new Allowance(text.length)
  }
}
