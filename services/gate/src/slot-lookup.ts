/** Reading a case without owning its slot, for the HTTP edges: from Redis, checked for authenticity, not for freshness. What is decided is decided by the slot. */
import { type ActionState, type Dossier, type Freezes, isFrozen } from '@holdpoint/approval'
import { type ActionId, type ActionSettled, type Cleared, slotOf } from '@holdpoint/contracts'
import type { Secret } from '@holdpoint/seal'
import { decodeValue, type SlotStore } from '@holdpoint/store'
import {
  type Case,
  clearedKey,
  dossierKey,
  endingKey,
  grantKey,
  outcomeKey,
  stateKey,
} from './entry.ts'
import { freezesKey, readFreezes } from './freezes-entry.ts'

/** Grants that are looked up in one step. */
const pageMax = 50
/** Grants of a slot that are gone through for one answer; behind more than this that are frozen, the rest waits for the thaw. */
const waitingMax = 5000

export class SlotLookup {
  private readonly store: SlotStore
  private readonly secret: Secret
  readonly slotCount: number

  constructor(store: SlotStore, secret: Secret, slotCount: number) {
    this.store = store
    this.secret = secret
    this.slotCount = slotCount
  }

  slot(id: ActionId): number {
    return slotOf(id, this.slotCount)
  }

  /** State, ending and cleared result; with `whole`, dossier and grant too. */
  async find(id: ActionId, whole = false): Promise<Case> {
    const slot = this.slot(id)
    const more = whole ? [dossierKey(id), grantKey(id)] : []
    const keys = [stateKey(id), endingKey(id), clearedKey(id), ...more]
    const values = await this.store.peek(slot, keys)
    const read = <T>(at: number): T | undefined => {
      const [key, value] = [keys[at], values[at]]
      if (key === undefined || value === undefined) return undefined
      return this.read<T>(slot, key, value)
    }
    return present({
      state: read<ActionState>(0),
      ending: read<ActionSettled>(1),
      cleared: read<Cleared>(2),
      dossier: read<Dossier>(3),
      grant: read<string>(4),
    })
  }

  /** What was sealed of an action that can be reversed: the original, and the outcome where one was reported. Undefined where it is gone. */
  async seals(id: ActionId): Promise<{ sealed: string; outcome?: string } | undefined> {
    const slot = this.slot(id)
    const keys = [dossierKey(id), outcomeKey(id)] as const
    const [dossier, outcome] = await this.store.peek(slot, keys)
    if (dossier === undefined) return undefined
    const { sealed } = this.read<Dossier>(slot, keys[0], dossier)
    return {
      sealed,
      ...(outcome === undefined ? {} : { outcome: this.read<string>(slot, keys[1], outcome) }),
    }
  }

  /** What waits for an executor of this audience and is not frozen, from every slot in turn. */
  async *waiting(audience: string): AsyncGenerator<ActionId> {
    for (let slot = 0; slot < this.slotCount; slot += 1) {
      const freezes = await this.freezes(slot)
      if (isAllFrozen(freezes)) continue
      let after = ''
      for (let looked = 0; looked < waitingMax; looked += pageMax) {
        const ids = (await this.store.ready(slot, audience, pageMax, after)) as ActionId[]
        for (const id of ids) if (!(await this.isFrozen(id, freezes))) yield id
        after = ids.at(-1) ?? after
        if (ids.length < pageMax) break
      }
    }
  }

  private read<T>(slot: number, key: string, value: string): T {
    return JSON.parse(decodeValue(this.secret, slot, key, value)) as T
  }

  async freezes(slot: number): Promise<Freezes> {
    const [value] = await this.store.peek(slot, [freezesKey])
    return readFreezes(this.secret, slot, value)
  }

  private async isFrozen(id: ActionId, freezes: Freezes): Promise<boolean> {
    if (freezes.active.length === 0) return false
    const { state } = await this.find(id)
    return state !== undefined && isFrozen(state, freezes)
  }
}

function isAllFrozen({ active }: Freezes): boolean {
  return active.some(({ scope }) => 'everything' in scope)
}

function present(found: { [K in keyof Case]-?: Case[K] | undefined }): Case {
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}
