/** Transactions in memory: the same epochs, fences and open ends as on a broker. */

import { HoldpointError } from '@holdpoint/contracts'
import type { MemoryCluster } from '../memory.ts'
import type { BaseOffsets, OutRecord, Transactor } from '../port.ts'
import { checkSizes } from '../record.ts'
import type { MemoryBus } from './bus.ts'
import { ordered } from './faults.ts'

export class MemoryTransactor implements Transactor {
  readonly #cluster: MemoryCluster
  readonly #bus: MemoryBus
  readonly #id: string
  readonly #epoch: number
  #isBusy = false
  #death: unknown

  constructor(cluster: MemoryCluster, bus: MemoryBus, id: string, epoch: number) {
    this.#cluster = cluster
    this.#bus = bus
    this.#id = id
    this.#epoch = epoch
  }

  async commit(records: readonly OutRecord[]): Promise<BaseOffsets> {
    if (this.#death !== undefined) throw this.#death
    if (this.#isBusy) throw new HoldpointError('HP_INTERNAL')
    checkSizes(records)
    if (records.length === 0) return new Map()
    this.#isBusy = true
    try {
      return await this.#transact(records)
    } catch (error) {
      this.#death = error
      throw error
    } finally {
      this.#isBusy = false
    }
  }

  async close(): Promise<void> {
    this.#death ??= new HoldpointError('HP_BROKER', { rule: `slot ${this.#id}: closed` })
  }

  async #transact(records: readonly OutRecord[]): Promise<BaseOffsets> {
    await this.#bus.turn()
    const transaction = this.#cluster.begin(this.#id, this.#epoch)
    if (transaction === undefined) throw this.#fenced()
    const bases = this.#cluster.append(records, transaction)
    const info = { transactionalId: this.#id, records: records.length }
    const fault = await this.#bus.fault('commit', { client: this.#bus.client, ...info })
    if (fault === 'fail') throw ordered('commit')
    if (fault === 'fence') this.#cluster.openId(this.#id)
    if (transaction.status !== 'open') throw this.#fenced()
    this.#cluster.end(transaction, 'committed')
    await this.#bus.turn()
    if (fault !== 'ok') throw ordered('commit')
    return bases
  }

  #fenced(): HoldpointError {
    return new HoldpointError('HP_FENCED', { slot: this.#id })
  }
}
