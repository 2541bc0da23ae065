/** npm start: servers, a deployment on them, its services, until Ctrl-C. */

import { HoldpointError, isHoldpointError } from '@holdpoint/contracts'
import { type LocalConfig, readConfig, repositoryRoot } from './config.ts'
import { type ProcessName, processNames } from './deployment/configs.ts'
import { type Deployment, deploy } from './deployment/deployment.ts'
import { cacheDir } from './infra/artifacts.ts'
import { freePorts } from './infra/port-numbers.ts'
import { startServers } from './infra/servers.ts'
import { startProcesses, stopProcesses, superviseServices } from './processes.ts'
import { claimFolder } from './run-folder.ts'
import { Shutdown } from './shutdown.ts'

const sampleAgents = ['refunds']
const sampleExecutors = [{ id: 'billing', audiences: ['billing'] }]

// Not exitCode: after a signal, what was being brought up may still be under way.
process.exit(await main(new Shutdown()))

/** Exit code: 0 after Ctrl-C, 1 when something is missing or fails. */
async function main(shutdown: Shutdown): Promise<number> {
  try {
    const up = bringUp(readConfig(), shutdown)
    const ended = await Promise.race([up, shutdown.requested])
    if (typeof ended === 'object') await shutdown.requested
    return 0
  } catch (error) {
    say(isHoldpointError(error) ? error.message : String(error))
    return 1
  } finally {
    await shutdown.run()
  }
}

/** Everything that is begun here is undone by `shutdown`, also when a later step fails. */
async function bringUp(config: LocalConfig, shutdown: Shutdown): Promise<Deployment> {
  shutdown.onEnd(claimFolder(config.dir))
  const cache = cacheDir(repositoryRoot)
  const servers = await startServers({ ...config, cache, say })
  if (servers.kind === 'memory') throw new HoldpointError('HP_SETUP', { what: servers.why })
  shutdown.onEnd(() => servers.stop())
  const { name, dir, slots } = config
  const { kafka, redis } = servers
  const deployment = await deploy({
    ...{ name, dir, kafka, redis, ports: await processPorts() },
    ...{ agents: sampleAgents, executors: sampleExecutors },
    ...(slots === undefined ? {} : { slots }),
  })
  const processes = superviseServices(deployment, (process_) => {
    say(`${process_} ended and is started again; see ${dir}/logs/${process_}.log`)
  })
  shutdown.onEnd(() => stopProcesses(processes))
  await startProcesses(processes)
  return deployment
}

async function processPorts(): Promise<Record<ProcessName, number>> {
  const ports = await freePorts(processNames.length)
  return Object.fromEntries(processNames.map((name, index) => [name, ports[index]])) as Record<
    ProcessName,
    number
  >
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
