/**
 * The revisions of a slot's open actions, in memory and as one sum that is committed with every batch.
 *
 * A MAC alone lets whoever can write to Redis put an *older* genuine state back, say an approved one over a claimed one. Here it doesn't match: at takeover the
 * sum over what Redis holds must be the committed one, and every state that is loaded later must have the revision remembered here.
 */
import { type ActionState, statuses } from '@holdpoint/approval'
import { HoldpointError } from '@holdpoint/contracts'
import type { Secret } from '@holdpoint/seal'
import { OpenSum } from '@holdpoint/store'

export class OpenActions {
  private readonly slot: number
  private readonly revisions: Map<string, number>
  private readonly sum: OpenSum

  constructor(slot: number, secret: Secret, revisions: ReadonlyMap<string, number> = new Map()) {
    this.slot = slot
    this.revisions = new Map(revisions)
    this.sum = new OpenSum(secret)
    for (const [id, revision] of revisions) this.sum.add(id, revision)
  }

  get size(): number {
    return this.revisions.size
  }

  /** Committed in the slot's record. */
  total(): string {
    return this.sum.toString()
  }

  /** Not undone where a commit fails: that ends in a takeover, which builds this anew. */
  change(id: string, after: ActionState | undefined): void {
    const before = this.revisions.get(id)
    const revision = openRevision(after)
    if (before !== undefined) {
      this.sum.remove(id, before)
      this.revisions.delete(id)
    }
    if (revision !== undefined) {
      this.sum.add(id, revision)
      this.revisions.set(id, revision)
    }
  }

  /** Throws HP_STATE_FORGED where what Redis gave is not the last that this gate wrote. */
  check(id: string, state: ActionState | undefined): void {
    if (this.revisions.get(id) !== openRevision(state)) {
      throw new HoldpointError('HP_STATE_FORGED', { slot: this.slot })
    }
  }
}

function openRevision(state: ActionState | undefined): number | undefined {
  return state && statuses[state.status].open ? state.revision : undefined
}
