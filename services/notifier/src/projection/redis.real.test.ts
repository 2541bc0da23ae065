import { realRedis, realValkey, uniqueName } from '@holdpoint/testkit'
import { afterEach, describe, test } from 'vitest'
import { projectionContract } from './contract.ts'
import type { Projection } from './port.ts'
import { openRedisProjection } from './redis.ts'

const opened: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
})

type Server = ReturnType<typeof realRedis>
async function open(server: Server, namespace: string): Promise<Projection> {
  const { host, port, operator } = server
  const projection = await openRedisProjection({
    ...{ host, port, ...operator, namespace, partitionCount: 3 },
    onFault: () => undefined,
  })
  opened.push(projection)
  return projection
}
const pair = async (server: Server) => {
  const namespace = uniqueName('projection')
  return [await open(server, namespace), await open(server, namespace)] as const
}

projectionContract('Redis', () => pair(realRedis()))

const valkey = realValkey()
if (!('missing' in valkey)) projectionContract('Valkey', () => pair(valkey))
else describe.skip(`projection on Valkey: ${valkey.missing}`, () => test('', () => undefined))
