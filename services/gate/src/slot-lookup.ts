/** Reading a case without owning its slot, for the HTTP edges: from Redis, checked for authenticity, not for freshness. What is decided is decided by the slot. */
import type { ActionState, Dossier } from '@holdpoint/approval'
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

  /** Ids of actions that wait for an executor of this audience, from every slot in turn. */
  async ready(audience: string, countMax: number): Promise<ActionId[]> {
    const ids: string[] = []
    for (let slot = 0; slot < this.slotCount && ids.length < countMax; slot += 1) {
      ids.push(...(await this.store.ready(slot, audience, countMax - ids.length)))
    }
    return ids as ActionId[]
  }

  private read<T>(slot: number, key: string, value: string): T {
    return JSON.parse(decodeValue(this.secret, slot, key, value)) as T
  }
}

function present(found: { [K in keyof Case]-?: Case[K] | undefined }): Case {
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}
