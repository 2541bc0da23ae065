/** The one address of a deployment on this machine: taken first, so that nobody else gets it, and kept from run to run, since people's identities name it. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HoldpointError } from '@holdpoint/contracts'
import { freePorts } from './infra/port-numbers.ts'
import { writePrivate } from './infra/private-file.ts'
import { type ProxyOptions, type RunningProxy, startProxy } from './proxy.ts'

/** Tried first in a new folder; any other port would do. */
const portDefault = 4680

export interface Address {
  readonly url: string
  /** Where people get tokens. */
  readonly issuer: string
  /** Its addresses in earlier runs. */
  readonly formerIssuers: readonly string[]
  close(): Promise<void>
}

/** Throws HP_SETUP when the port that was set, or that the folder remembers, is taken. */
export async function takeAddress(
  dir: string,
  port: number | undefined,
  targets: ProxyOptions['targets'],
): Promise<Address> {
  const file = join(dir, 'issuers.json')
  const known: string[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
  const wanted = port ?? portIn(known[0])
  const proxy = await listen(wanted, targets)
  const url = `http://127.0.0.1:${proxy.port}`
  const issuer = `${url}/issuer`
  const formerIssuers = known.filter((former) => former !== issuer)
  writePrivate(file, JSON.stringify([issuer, ...formerIssuers]))
  return { url, issuer, formerIssuers, close: () => proxy.close() }
}

async function listen(
  wanted: number | undefined,
  targets: ProxyOptions['targets'],
): Promise<RunningProxy> {
  try {
    return await startProxy({ port: wanted ?? portDefault, targets })
  } catch (error) {
    if (!isTaken(error)) throw error
    if (wanted === undefined) return await startProxy({ port: await anyPort(), targets })
    const what = `port ${wanted} of this machine is taken: set HOLDPOINT_PORT to another`
    throw new HoldpointError('HP_SETUP', { what }, error)
  }
}

/** One that will be free the next time, too: the system hands out others for connections. */
async function anyPort(): Promise<number> {
  const [port = 0] = await freePorts(1)
  return port
}

function portIn(issuer: string | undefined): number | undefined {
  return issuer === undefined ? undefined : Number(new URL(issuer).port)
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
