/** What a batch writes to the changelog, and the store after it: the latest entry of each key, authenticated. */
import type { ActionState, Dossier, Freezes } from '@holdpoint/approval'
import type { ActionId, ActionSettled, Cleared } from '@holdpoint/contracts'
import type { OutRecord } from '@holdpoint/kafka'
import type { Secret } from '@holdpoint/seal'
import { encodeValue, type Put } from '@holdpoint/store'
import {
  allKeys,
  clearedKey,
  dossierKey,
  endingKey,
  grantKey,
  indexOf,
  outcomeKey,
  stateKey,
} from './entry.ts'
import { freezesKey } from './freezes-entry.ts'
import { type Sender, slotRecordOf } from './outbox.ts'
import { type SlotRecord, slotKey } from './slot-record.ts'

interface Entry {
  /** null deletes. A grant may still be on its way to be signed. */
  readonly json: string | null | Promise<string>
  readonly index?: NonNullable<Put['index']>
}

export class Changelog {
  private readonly sender: Sender
  private readonly secret: Secret
  /** Last value wins: a later step of the batch saw what an earlier one made. */
  private readonly entries = new Map<string, Entry>()

  constructor(sender: Sender, secret: Secret) {
    this.sender = sender
    this.secret = secret
  }

  /** `born`: the dossier of an action that this batch sees for the first time. */
  state(state: ActionState, born: Dossier | undefined): void {
    const { id, status, revision, endedAtMs, clearResult, clearedUntilMs } = state
    this.entries.set(stateKey(id), { json: JSON.stringify(state), index: indexOf(state) })
    const hasEnded = endedAtMs !== undefined
    if (born && !hasEnded) this.entries.set(dossierKey(id), { json: JSON.stringify(born) })
    if (!born && hasEnded && !state.keepsSeals) this.dropSeals(state)
    if (hasEnded && clearResult && clearedUntilMs === undefined) {
      this.entries.set(clearedKey(id), { json: null })
    }
    if (status !== 'approved' && revision > 1) this.entries.set(grantKey(id), { json: null })
  }

  grant(id: ActionId, grant: Promise<string>): void {
    const json = grant.then((text) => JSON.stringify(text))
    // Heard of in `close`, which may never come.
    json.catch(() => {})
    this.entries.set(grantKey(id), { json })
  }

  ending(id: ActionId, settled: ActionSettled): void {
    this.entries.set(endingKey(id), { json: JSON.stringify(settled) })
  }

  freezes(freezes: Freezes): void {
    this.entries.set(freezesKey, { json: JSON.stringify(freezes) })
  }

  /** Apart from the ending, since it goes sooner. */
  cleared(id: ActionId, cleared: Cleared): void {
    this.entries.set(clearedKey(id), { json: JSON.stringify(cleared) })
  }

  /** Sealed, for whoever reverses the action. */
  outcome(id: ActionId, sealed: string): void {
    this.entries.set(outcomeKey(id), { json: JSON.stringify(sealed) })
  }

  forget(id: ActionId): void {
    for (const key of allKeys(id)) this.entries.set(key, { json: null })
  }

  get isEmpty(): boolean {
    return this.entries.size === 0
  }

  /** The `~slot` record is the last: what stands before it is complete. */
  async close(slotRecord: SlotRecord): Promise<{ puts: Put[]; records: OutRecord[] }> {
    const { slot } = this.sender
    this.entries.set(slotKey, { json: JSON.stringify(slotRecord) })
    const puts: Put[] = []
    const records: OutRecord[] = []
    for (const [key, { json: given, index }] of this.entries) {
      const json = given instanceof Promise ? await given : given
      // The very bytes go to Kafka and to the store: they are most of what a batch writes.
      const value = json === null ? null : encodeValue(this.secret, slot, key, json)
      puts.push(index ? { key, value, index } : { key, value })
      records.push(slotRecordOf(this.sender, 'state', key, value))
    }
    return { puts, records }
  }

  /** What nobody can use any more must not lie around: the sealed original ends with its case, or with the time in which that can be reversed. */
  private dropSeals({ id, reversibleWithinMs }: ActionState): void {
    this.entries.set(dossierKey(id), { json: null })
    if (reversibleWithinMs !== undefined) this.entries.set(outcomeKey(id), { json: null })
  }
}
