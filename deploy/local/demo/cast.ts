/** Who acts in the demo: an agent and an executor, as processes of their own or, with services in memory, in this one. */

import { join } from 'node:path'
import type { Deployment } from '../deployment/deployment.ts'
import { until } from '../infra/wait.ts'
import type { MemoryServices } from '../memory/services.ts'
import { Supervised } from '../supervised.ts'
import { startAgent } from './agent.ts'
import { startExecutor } from './executor.ts'
import { type Order, type Report, Reports } from './message.ts'
import { partySettings, writePartySettings } from './settings.ts'

const readyDeadlineMs = 40_000
const files = { agent: 'agent-main.ts', executor: 'executor-main.ts' } as const
type Role = keyof typeof files

export interface Cast {
  readonly reports: Reports
  propose(order: Order): void
  /** Resolves when both hear what is for them. */
  ready(): Promise<void>
  stop(): Promise<void>
}

export interface StageDoor {
  readonly deployment: Deployment
  /** Where everything is reached over HTTP. */
  readonly url: string
}

/** `onRestart` hears of each that ended by itself; it is already being started again. */
export function castOfProcesses(
  { deployment, url }: StageDoor,
  onRestart: (role: Role) => void,
): Cast {
  const reports = new Reports()
  const start = (role: Role): Supervised => {
    const config = writePartySettings(deployment.dir, role, partySettings(deployment, role, url))
    const process_ = new Supervised({
      ...{ name: `demo ${role}`, file: join(import.meta.dirname, files[role]), restart: 'always' },
      env: { HOLDPOINT_CONFIG: config },
      logFile: join(deployment.dir, 'logs', `${role}.log`),
      onMessage: (message) => reports.tell(message as Report),
      onExit: () => {
        if (process_.isWanted) onRestart(role)
      },
    })
    process_.start()
    return process_
  }
  const [agent, executor] = [start('agent'), start('executor')]
  return {
    reports,
    propose: (order) => agent.send(order),
    ready: () => bothReady(reports),
    stop: async () => void (await Promise.all([agent.stop(), executor.stop()])),
  }
}

export async function castInMemory(
  { deployment, url }: StageDoor,
  services: MemoryServices,
): Promise<Cast> {
  const reports = new Reports()
  const settings = (role: Role) => partySettings(deployment, role, url)
  const executor = startExecutor(settings('executor'), services.bus('executor'), reports.tell)
  const agent = await startAgent(settings('agent'), services.bus('agent'), reports.tell)
  return {
    reports,
    propose: (order) => agent.obey(order),
    ready: () => bothReady(reports),
    stop: async () => void (await Promise.all([agent.stop(), executor.stop()])),
  }
}

async function bothReady(reports: Reports): Promise<void> {
  const isReady = (role: Role) => reports.of('ready').some(({ by }) => by === role)
  const options = { deadlineMs: readyDeadlineMs, what: 'the demo’s agent and executor' }
  await until(() => isReady('agent') && isReady('executor'), options)
}
