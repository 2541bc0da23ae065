/** Free TCP ports on loopback. */

import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { HoldpointError } from '@holdpoint/contracts'

/** Below the range from which systems take ports of outgoing connections, so that none of those grabs one between look and use. */
const lowestPort = 20_000
const highestPort = 32_000
const triesMax = 100

export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>()
  for (let tries = 0; tries < triesMax && found.size < count; tries++) {
    const port = randomInt(lowestPort, highestPort)
    if (!found.has(port) && (await isFree(port))) found.add(port)
  }
  if (found.size < count) throw new HoldpointError('HP_SETUP', { what: 'no free TCP port found' })
  return [...found]
}

/** True when nobody listens on this port of 127.0.0.1. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.close(() => resolve(true))
    })
  })
}
