/**
 * The open actions of a slot in memory: their revisions, as one sum that is committed with every batch, and how many each agent has.
 *
 * A MAC alone lets whoever can write to Redis put an *older* genuine state back, say an approved one over a claimed one. Here it doesn't match: at takeover the
 * sum over what Redis holds must be the committed one, and every state that is loaded later must have the revision remembered here.
 */
import { type ActionState, statuses } from '@holdpoint/approval'
import { HoldpointError } from '@holdpoint/contracts'
import type { Secret } from '@holdpoint/seal'
import { type OpenEntry, OpenSum } from '@holdpoint/store'

/** One for all actions of an agent, so that a hundred thousand of them share one name. */
interface Owner {
  readonly id: string | undefined
  count: number
}

interface Remembered {
  readonly revision: number
  readonly owner: Owner
}

export class OpenActions {
  private readonly slot: number
  private readonly sum: OpenSum
  private readonly actions = new Map<string, Remembered>()
  private readonly owners = new Map<string | undefined, Owner>()

  constructor(slot: number, secret: Secret, entries: ReadonlyMap<string, OpenEntry> = new Map()) {
    this.slot = slot
    this.sum = new OpenSum(secret)
    for (const [id, entry] of entries) this.add(id, entry)
  }

  get size(): number {
    return this.actions.size
  }

  /** Without those that have ended and are only remembered here. */
  get openCount(): number {
    return this.actions.size - (this.owners.get(undefined)?.count ?? 0)
  }

  /** How many of them this agent has. */
  countOf(agent: string): number {
    return this.owners.get(agent)?.count ?? 0
  }

  /** Committed in the slot's record. */
  total(): string {
    return this.sum.toString()
  }

  /** Not undone where a commit fails: that ends in a takeover, which builds this anew. */
  change(id: string, after: ActionState | undefined): void {
    this.remove(id)
    const entry = openEntry(after)
    if (entry) this.add(id, entry)
  }

  /** Throws HP_STATE_FORGED where what Redis gave is not the last that this gate wrote. */
  check(id: string, state: ActionState | undefined): void {
    const remembered = this.actions.get(id)
    const found = openEntry(state)
    if (remembered?.revision === found?.revision && remembered?.owner.id === found?.owner) return
    throw new HoldpointError('HP_STATE_FORGED', { slot: this.slot })
  }

  private add(id: string, entry: OpenEntry): void {
    const { revision, owner: name } = entry
    const owner = this.owners.get(name) ?? { id: name, count: 0 }
    owner.count += 1
    this.owners.set(name, owner)
    this.actions.set(id, { revision, owner })
    this.sum.add(id, entry)
  }

  private remove(id: string): void {
    const former = this.actions.get(id)
    if (!former) return
    const { revision, owner } = former
    owner.count -= 1
    if (owner.count === 0) this.owners.delete(owner.id)
    this.actions.delete(id)
    this.sum.remove(id, owner.id === undefined ? { revision } : { revision, owner: owner.id })
  }
}

/**
 * What index and sum say of an action while it is open. One that has ended and can still change stays as well, as nobody's: put back as it was before, what knows
 * of a reversal could be reversed again, and what is reconciled would be in doubt again.
 */
export function openEntry(state: ActionState | undefined): OpenEntry | undefined {
  if (!state) return undefined
  const { status, revision, origin, reversals } = state
  if (statuses[status].open) return { revision, owner: origin.agent }
  const canChange = reversals !== undefined || status === 'unknown'
  return canChange ? { revision: revision + (reversals?.changes ?? 0) } : undefined
}
