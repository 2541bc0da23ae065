/** One client of the cluster in memory. Everything it hears passes its `turn`: a stalled process hears it when it wakes, a dead one never. */

import { HoldpointError } from '@holdpoint/contracts'
import type { MemoryCluster } from '../memory.ts'
import type {
  BaseOffsets,
  Bus,
  ConsumeOptions,
  Consumption,
  OutRecord,
  Transactor,
} from '../port.ts'
import { checkSizes } from '../record.ts'
import { MemoryConsumption } from './consumption.ts'
import {
  afterWaiting,
  type FaultInfo,
  type FaultPoint,
  ordered,
  type PlainFault,
} from './faults.ts'
import { MemoryTransactor } from './transactor.ts'

const never = new Promise<never>(() => {})

export class MemoryBus implements Bus {
  readonly client: string
  readonly #cluster: MemoryCluster
  readonly #consumptions = new Set<MemoryConsumption>()
  readonly #transactors = new Set<MemoryTransactor>()
  #status: 'alive' | 'stalled' | 'dead' = 'alive'
  #awake = Promise.resolve()
  #wake: () => void = () => {}
  #isClosed = false

  constructor(cluster: MemoryCluster, client: string) {
    this.#cluster = cluster
    this.client = client
  }

  async send(records: readonly OutRecord[]): Promise<BaseOffsets> {
    checkSizes(records)
    this.#checkOpen()
    await this.turn()
    const fault = await this.fault('send', { client: this.client, records: records.length })
    if (fault === 'fail') throw ordered('send')
    const count = fault === 'failHalf' ? Math.ceil(records.length / 2) : records.length
    const bases = this.#cluster.append(records.slice(0, count))
    await this.turn()
    if (fault !== 'ok') throw ordered('send')
    return bases
  }

  async transactor(id: string): Promise<Transactor> {
    this.#checkOpen()
    await this.turn()
    const info = { client: this.client, transactionalId: id }
    const fault = await this.fault('transactor', info)
    if (fault === 'fail') throw ordered('transactor')
    const epoch = this.#cluster.openId(id)
    await this.turn()
    if (fault !== 'ok') throw ordered('transactor')
    const transactor = new MemoryTransactor(this.#cluster, this, id, epoch)
    this.#transactors.add(transactor)
    return transactor
  }

  async consume(options: ConsumeOptions): Promise<Consumption> {
    this.#checkOpen()
    // It may have died or stalled since it was its turn; a member that nobody buries would keep the group waiting for ever.
    do await this.turn()
    while (!this.isAlive)
    const consumption = new MemoryConsumption(this.#cluster, this, options)
    this.#consumptions.add(consumption)
    await consumption.start()
    await this.turn()
    return consumption
  }

  async endOffsets(topic: string): Promise<ReadonlyMap<number, number>> {
    await this.turn()
    const fault = await this.fault('endOffsets', { client: this.client, topic })
    if (fault !== 'ok') throw ordered('endOffsets')
    const ends = new Map(this.#cluster.logs(topic).map((log, partition) => [partition, log.end]))
    await this.turn()
    return ends
  }

  async partitionCount(topic: string): Promise<number> {
    await this.turn()
    return this.#cluster.logs(topic).length
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all([...this.#consumptions].map((each) => each.stop()))
    await Promise.all([...this.#transactors].map((each) => each.close()))
  }

  /** kill -9: hears nothing any more, its calls never settle, its partitions move on, its open transactions stay. */
  crash(): void {
    this.#status = 'dead'
    for (const each of this.#consumptions) each.vanish()
  }

  /** SIGSTOP, for longer than its session lasts: calls it made take effect or not, but it hears of nothing before `resume`. */
  stall(): void {
    if (this.#status !== 'alive') return
    this.#status = 'stalled'
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#awake = promise
    this.#wake = resolve
    for (const each of this.#consumptions) each.vanish()
  }

  /** SIGCONT: finds itself out of its groups, and joins again. */
  resume(): void {
    if (this.#status !== 'stalled') return
    this.#status = 'alive'
    this.#wake()
    for (const each of this.#consumptions) each.comeBack()
  }

  /** @internal */
  get isAlive(): boolean {
    return this.#status === 'alive'
  }

  /** @internal Resolves when the process may go on. */
  async turn(): Promise<void> {
    while (this.#status === 'stalled') await this.#awake
    if (this.#status === 'dead') await never
  }

  /** @internal What is ordered for this call, after its waiting. */
  async fault(point: FaultPoint, info: FaultInfo): Promise<PlainFault> {
    const fault = await afterWaiting(this.#cluster.fault(point, info))
    await this.turn()
    return fault
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new HoldpointError('HP_BROKER', { rule: 'closed' })
  }
}
