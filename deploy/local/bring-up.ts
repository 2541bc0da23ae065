/** Everything that npm start runs: servers, a deployment on them, its services, the demo's issuer, agent and executor, behind one address. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Signer } from '@holdpoint/seal'
import { type Address, takeAddress } from './address.ts'
import { type LocalConfig, repositoryRoot } from './config.ts'
import { type Cast, castInMemory, castOfProcesses } from './demo/cast.ts'
import { agentId, audiences, executorId, spareExecutor } from './demo/settings.ts'
import { type ProcessName, processNames } from './deployment/configs.ts'
import { type Deployment, deploy, deployInMemory } from './deployment/deployment.ts'
import { mailOf, samplePeople } from './deployment/samples.ts'
import { cacheDir } from './infra/artifacts.ts'
import { freePorts } from './infra/port-numbers.ts'
import type { RunningServers, ServerKind } from './infra/server-kind.ts'
import { startServers } from './infra/servers.ts'
import { startIssuer } from './issuer.ts'
import { startMemoryServices } from './memory/services.ts'
import { startProcesses, stopProcesses, superviseServices } from './processes.ts'
import { claimFolder } from './run-folder.ts'
import type { Shutdown } from './shutdown.ts'

const slotsInMemory = 2

export interface Running {
  readonly servers: ServerKind
  /** The one address. */
  readonly url: string
  readonly deployment: Deployment
  readonly cast: Cast
  /** Rejects when it can't go on. Never resolves. */
  readonly failed: Promise<never>
}

export interface Surroundings {
  readonly shutdown: Shutdown
  /** One line on what is being done. */
  readonly say: (line: string) => void
}

type Ports = Readonly<Record<ProcessName | 'issuer', number>>

/** Everything that is begun here is undone by `shutdown`, also when a later step fails. Throws HP_SETUP saying what is missing. */
export async function bringUp(config: LocalConfig, around: Surroundings): Promise<Running> {
  const { shutdown, say } = around
  const isInMemory = config.kind === 'memory'
  if (!isInMemory) shutdown.onEnd(claimFolder(config.dir))
  const cache = cacheDir(repositoryRoot)
  const servers = await startServers({ ...config, cache, say })
  if (servers.kind === 'memory') return bringUpInMemory(config, around, servers.why)
  shutdown.onEnd(() => servers.stop())
  return bringUpOn(servers, config, around)
}

async function bringUpOn(
  servers: RunningServers,
  config: LocalConfig,
  { shutdown, say }: Surroundings,
): Promise<Running> {
  const { name, dir, slots } = config
  const ports = await pickPorts()
  const address = await openAddress(dir, config.port, ports, shutdown)
  const { kafka, redis } = servers
  const deployment = await deploy({
    ...{ name, dir, kafka, redis, ports, ...parties(address) },
    ...(slots === undefined ? {} : { slots }),
  })
  await openIssuer(deployment, ports, shutdown)
  const isRestarted = (what: string) => {
    say(`The ${what} ended and is started again; see ${join(dir, 'logs')}.`)
  }
  const processes = superviseServices(deployment, isRestarted)
  shutdown.onEnd(() => stopProcesses(processes))
  const cast = castOfProcesses({ deployment, url: address.url }, isRestarted)
  shutdown.onEnd(() => cast.stop())
  await Promise.all([startProcesses(processes), cast.ready()])
  const failed = new Promise<never>(() => {})
  return { servers: servers.kind, url: address.url, deployment, cast, failed }
}

/** In a folder that is removed at the end: nothing survives. */
async function bringUpInMemory(
  { name, port }: LocalConfig,
  { shutdown, say }: Surroundings,
  why: string,
): Promise<Running> {
  say(`${why} So everything runs in this one process, in memory: nothing survives its end.`)
  const dir = mkdtempSync(join(tmpdir(), 'holdpoint-'))
  shutdown.onEnd(() => rmSync(dir, { recursive: true, force: true }))
  const ports = await pickPorts()
  const address = await openAddress(dir, port, ports, shutdown)
  const deployment = deployInMemory({
    ...{ name, dir, ports, slots: slotsInMemory, ...parties(address) },
  })
  await openIssuer(deployment, ports, shutdown)
  const services = await startMemoryServices(deployment)
  shutdown.onEnd(() => services.stop())
  const cast = await castInMemory({ deployment, url: address.url }, services)
  shutdown.onEnd(() => cast.stop())
  await cast.ready()
  return { servers: 'memory', url: address.url, deployment, cast, failed: services.failed }
}

function parties({ issuer, formerIssuers }: Address) {
  const executors = [{ id: executorId, audiences }, spareExecutor]
  return { agents: [agentId], executors, issuer, formerIssuers }
}

async function openAddress(
  dir: string,
  port: number | undefined,
  targets: Ports,
  shutdown: Shutdown,
): Promise<Address> {
  const address = await takeAddress(dir, port, targets)
  shutdown.onEnd(() => address.close())
  return address
}

async function openIssuer(
  { issuer, urn, keyFile }: Deployment,
  ports: Ports,
  shutdown: Shutdown,
): Promise<void> {
  const file = keyFile('issuer.jwk')
  const running = await startIssuer({
    ...{ issuer, audience: urn, port: ports.issuer, clock: Date.now },
    signer: Signer.fromText(readFileSync(file, 'utf8'), file),
    people: samplePeople.map(({ name }) => ({ subject: name, name, email: mailOf(name) })),
  })
  shutdown.onEnd(() => running.close())
}

async function pickPorts(): Promise<Ports> {
  const names = [...processNames, 'issuer'] as const
  const ports = await freePorts(names.length)
  return Object.fromEntries(names.map((name, index) => [name, ports[index]])) as Ports
}
