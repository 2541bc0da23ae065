/** Which Kafka and Redis a deployment gets: given ones, containers, or programs of this machine; with none of these, none. */

import { HoldpointError } from '@holdpoint/contracts'
import { startContainers } from './container-servers.ts'
import { hasDockerEngine } from './docker.ts'
import { findJava, hasMaven } from './java.ts'
import { startPrograms } from './program-servers.ts'
import type { NoServers, RunningServers, ServerKind, ServersOptions } from './server-kind.ts'

export async function startServers(options: ServersOptions): Promise<RunningServers | NoServers> {
  const { given, kind, say } = options
  const may = (one: ServerKind) => kind === undefined || kind === one
  if (given !== undefined && may('given')) return { kind: 'given', ...given, stop: async () => {} }
  if (kind === 'given') throw missing('HOLDPOINT_KAFKA_BROKERS and HOLDPOINT_REDIS_URL are not set')
  if (may('docker') && hasDockerEngine()) {
    const running = await startContainers(options).catch((error: unknown) => {
      if (kind === 'docker') throw error
      say(`Docker did not help (${error instanceof Error ? error.message : 'no reason'}).`)
    })
    if (running !== undefined) return running
  }
  if (kind === 'docker') throw missing('no Docker engine answers')
  if (kind === 'memory') return { kind, why: 'HOLDPOINT_SERVERS=memory is set.' }
  const java = findJava()
  const lack =
    java === undefined ? 'Java 17 or later' : hasMaven() ? undefined : 'Maven (the command mvn)'
  if (java !== undefined && lack === undefined) return startPrograms(options, java)
  if (kind === 'local') throw missing(`${lack} is not here`)
  return { kind: 'memory', why: `There is no running Docker engine, and no ${lack}.` }
}

const missing = (what: string) => new HoldpointError('HP_SETUP', { what })
