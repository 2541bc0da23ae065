/** The gate's real ports with one method of each replaced: what gates that die or are held at one exact step are made of. */
import type { GateConfig } from '@holdpoint/gate'
import { type Bus, KafkaBus } from '@holdpoint/kafka'
import { openRedisStore, type SlotStore } from '@holdpoint/store'

/** Longer than a server that a test has just killed takes to be back. */
const connectWithinMs = 30_000

export interface Wrapping {
  /** `id`: of the transaction that is about to be committed. */
  readonly beforeCommit: (id: string) => Promise<void>
  readonly transactor: (bus: KafkaBus) => Bus['transactor']
  readonly apply: (store: SlotStore) => SlotStore['apply']
}

/** Opens both as the service would, but without TLS. */
export async function wrappedPorts(
  { kafka, redis }: Pick<GateConfig, 'kafka' | 'redis'>,
  { beforeCommit, transactor, apply }: Wrapping,
): Promise<{ bus: Bus; store: SlotStore }> {
  const { tls: _kafkaTls, ...brokers } = kafka
  const { tls: _redisTls, ...server } = redis
  const bus = new KafkaBus(brokers, { beforeCommit })
  const store = await openRedisStore({ ...server, connectWithinMs })
  return {
    bus: replaced<Bus>(bus, { transactor: transactor(bus) }),
    store: replaced(store, { apply: apply(store) }),
  }
}

function replaced<T extends object>(real: T, other: Partial<T>): T {
  return new Proxy(real, {
    get: (target, name) => {
      const own: unknown = Reflect.get(other, name)
      if (own !== undefined) return own
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
