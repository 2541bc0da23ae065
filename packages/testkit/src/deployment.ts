/** A deployment of a test file's own on the shared servers: nothing in it is seen by another. */

import {
  type Deployment,
  type DeploymentOptions,
  deploy,
  freePorts,
  type ProcessName,
  processNames,
  undeploy,
} from '@holdpoint/local'
import { realKafka, realRedis, runDir, uniqueName } from './real.ts'

/** Few, so that starting is quick; two, so that slots are seen not to touch each other. */
const slotsDefault = 2

export type FreshOptions = Partial<
  Pick<
    DeploymentOptions,
    | 'slots'
    | 'agents'
    | 'executors'
    | 'ingress'
    | 'issuer'
    | 'policy'
    | 'directory'
    | 'limits'
    | 'kafka'
    | 'redis'
  >
>

export interface FreshDeployment extends Deployment {
  /** Takes topics, users and keys away. Stop its services first. */
  close(): Promise<void>
}

/**
 * Topics, users, ACLs, keys, trust, directory, policy and settings, all in force when this resolves. Defaults: 2 slots, agent `refunds`, executor `billing`
 * with audience `billing`, the sample policy and directory (alice and bob approve, carol owns the agents, dave operates them), the shared servers.
 */
export async function freshDeployment(options: FreshOptions = {}): Promise<FreshDeployment> {
  const name = uniqueName('hp')
  const deployment = await deploy({
    ...{ name, dir: runDir(name), kafka: realKafka(), redis: realRedis() },
    ...{ slots: slotsDefault, agents: ['refunds'] },
    executors: [{ id: 'billing', audiences: ['billing'] }],
    ports: await processPorts(),
    ...options,
  })
  return { ...deployment, close: () => undeploy(deployment) }
}

async function processPorts(): Promise<Record<ProcessName, number>> {
  const ports = await freePorts(processNames.length)
  const entries = processNames.map((name, index) => [name, ports[index]])
  return Object.fromEntries(entries) as Record<ProcessName, number>
}
