/** Bounds the work of conditions on one action, whatever lists an agent sends: when it is used up, everything is unknown, and a person decides. */

/** Steps for all conditions on one action; a few milliseconds. A condition of a page takes about a hundred on a small action. */
export const conditionStepsMax = 100_000

export class Budget {
  private left: number

  constructor(steps: number = conditionStepsMax) {
    this.left = steps
  }

  /** False when there is nothing left. */
  spend(steps = 1): boolean {
    this.left -= steps
    return this.left >= 0
  }
}
