/** The bus in memory keeps the contract. */

import type { TestCluster } from './contract/cluster.ts'
import { busContract } from './contract.ts'
import { MemoryBus, MemoryCluster } from './memory.ts'
import type { Bus } from './port.ts'

const brokerTimeMs = Date.parse('2026-11-21T12:00:00Z')

busContract(async () => memoryTestCluster())

function memoryTestCluster(): TestCluster {
  const stalls = new Map<string, { reached: () => void; woken: Promise<void> }>()
  const cluster = new MemoryCluster({
    clock: () => brokerTimeMs,
    faults: (point, { client }) => {
      const stall = stalls.get(client)
      if (point !== 'commit' || stall === undefined) return 'ok'
      stalls.delete(client)
      stall.reached()
      return { wait: stall.woken }
    },
  })
  const buses: MemoryBus[] = []
  let names = 0
  const newBus = () => {
    const bus = cluster.bus()
    buses.push(bus)
    return bus
  }
  return {
    async topic(partitionCount) {
      const name = `topic-${++names}`
      cluster.createTopic(name, partitionCount)
      return name
    },
    name: () => `name-${++names}`,
    bus: newBus,
    stallingBus() {
      const bus = newBus()
      const [reached, woken] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      stalls.set(bus.client, { reached: reached.resolve, woken: woken.promise })
      return { bus, stalled: reached.promise, wake: woken.resolve }
    },
    crash: (bus: Bus) => bus instanceof MemoryBus && bus.crash(),
    groupOffset: async (...of) => cluster.groupOffset(...of),
    deleteBefore: async (...at) => cluster.deleteBefore(...at),
    brokerTimeMs: () => brokerTimeMs,
    withClientClock: (_, run) => run(),
    close: async () => {},
  }
}
