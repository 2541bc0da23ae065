/** All five services in this process, on ports in memory: nothing survives it. */

import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AuditorConfig, auditorService } from '@holdpoint/auditor'
import { topicName } from '@holdpoint/contracts'
import { GateConfig, startGate } from '@holdpoint/gate'
import { type Bus, MemoryCluster } from '@holdpoint/kafka'
import {
  MemoryBook,
  MemoryCopyServer,
  MemoryProjectionServer,
  MemoryShelf,
  NotifierConfig,
  startFromSettings,
} from '@holdpoint/notifier'
import { SealingConfig, sealingService, UnsealingConfig } from '@holdpoint/redactor'
import { unsealingService } from '@holdpoint/redactor/unsealing'
import {
  type Context,
  createLogger,
  createMetrics,
  parseConfig,
  type Running,
  systemTime,
} from '@holdpoint/service'
import { MemoryStoreServer, openMemoryStore } from '@holdpoint/store'
import type { Static, TSchema } from 'typebox'
import type { ProcessName } from '../deployment/configs.ts'
import type { Deployment } from '../deployment/deployment.ts'

export interface MemoryServices {
  /** A client of its own, for the agent and the executor. */
  bus(client: string): Bus
  /** Rejects when one of them can't go on. Never resolves. */
  readonly failed: Promise<never>
  stop(): Promise<void>
}

/** Resolves when all run; what they log is in the deployment's folder. */
export async function startMemoryServices(deployment: Deployment): Promise<MemoryServices> {
  const cluster = memoryCluster(deployment)
  const running: Running[] = []
  const stop = async () => {
    for (const each of running.toReversed()) await each.stop()
  }
  try {
    for (const start of starts(deployment, cluster)) running.push(await start())
  } catch (error) {
    await stop()
    throw error
  }
  const failed = Promise.race(running.flatMap((each) => each.failed ?? []))
  // Watched by who started them; a failure before that must not end the process unheard.
  failed.catch(() => {})
  return { bus: (client) => cluster.bus(client), failed, stop }
}

function memoryCluster({ plan }: Deployment): MemoryCluster {
  const cluster = new MemoryCluster({
    clock: systemTime.clock,
    // Steps of their own: promises alone would leave sockets and keys no turn.
    schedule: (run, delayMs) => {
      if (delayMs === 0) setImmediate(run)
      else setTimeout(run, delayMs).unref()
    },
  })
  for (const { name, partitions } of plan.topics) cluster.createTopic(name, partitions)
  return cluster
}

function starts(deployment: Deployment, cluster: MemoryCluster): (() => Promise<Running>)[] {
  const { clock } = systemTime
  const given = <T extends TSchema>(schema: T, name: ProcessName) =>
    contextOf(schema, name, deployment)
  const openBus = async ({ config }: Context<{ service: string }>) => cluster.bus(config.service)
  return [
    // All services share this process: no threads of the redactor's own.
    () => sealingService({ openBus, clock, cores: 1 }).start(given(SealingConfig, 'redactor')),
    () => unsealingService(clock).start(given(UnsealingConfig, 'unsealer')),
    () => {
      const store = openMemoryStore(new MemoryStoreServer({ nowMs: clock }))
      return startGate(given(GateConfig, 'gate'), { bus: cluster.bus('gate'), store })
    },
    async () => {
      const bus = cluster.bus('notifier')
      const slotCount = await bus.partitionCount(topicName(deployment.prefix, 'decisions'))
      const projection = new MemoryProjectionServer().open()
      const copies = new MemoryCopyServer().open()
      const shelf = new MemoryShelf(clock)
      const ports = { bus, projection, copies, shelf, book: new MemoryBook(), slotCount }
      return startFromSettings(given(NotifierConfig, 'notifier'), ports)
    },
    () => auditorService({ openBus, time: systemTime }).start(given(AuditorConfig, 'auditor')),
  ]
}

function contextOf<T extends TSchema>(
  schema: T,
  name: ProcessName,
  { configs, dir }: Deployment,
): Context<Static<T>> {
  const logs = join(dir, 'logs')
  mkdirSync(logs, { recursive: true, mode: 0o700 })
  const to = { write: (line: string) => appendFileSync(join(logs, `${name}.log`), line) }
  return {
    config: parseConfig(schema, readFileSync(configs[name], 'utf8'), configs[name]),
    log: createLogger({ service: name, to }),
    metrics: createMetrics(name),
  }
}
