/** The services of a deployment as supervised processes. */

import { join } from 'node:path'
import { repositoryRoot } from './config.ts'
import { entryFiles, type ProcessName, processNames } from './deployment/configs.ts'
import type { Deployment } from './deployment/deployment.ts'
import { Supervised } from './supervised.ts'

/** The gate takes over its slots, the auditor reads its log: seconds on a busy machine. */
const readyDeadlineMs = 40_000

export type Processes = Readonly<Record<ProcessName, Supervised>>

/** `onRestart` hears of each process that ended by itself; it is already being started again. */
export function superviseServices(
  deployment: Deployment,
  onRestart: (name: ProcessName) => void,
): Processes {
  const entries = processNames.map((name) => {
    const supervised: Supervised = new Supervised({
      ...{ name, file: join(repositoryRoot, entryFiles[name]), restart: 'always' },
      env: { HOLDPOINT_CONFIG: deployment.configs[name] },
      logFile: join(deployment.dir, 'logs', `${name}.log`),
      url: deployment.urls[name],
      onExit: () => {
        if (supervised.isWanted) onRestart(name)
      },
    })
    return [name, supervised] as const
  })
  return Object.fromEntries(entries) as Record<ProcessName, Supervised>
}

/** Resolves when all are ready; rejects with the end of the log of one that is not. */
export async function startProcesses(processes: Processes): Promise<void> {
  const all = Object.values(processes)
  for (const process_ of all) process_.start()
  await Promise.all(all.map((process_) => process_.ready(readyDeadlineMs)))
}

export async function stopProcesses(processes: Processes): Promise<void> {
  await Promise.all(Object.values(processes).map((process_) => process_.stop()))
}
