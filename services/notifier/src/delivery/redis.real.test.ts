import { realRedis, realValkey, uniqueName } from '@holdpoint/testkit'
import { afterEach, describe, test } from 'vitest'
import { copyStoreContract } from './contract.ts'
import type { OpenedCopyStore } from './port.ts'
import { openRedisCopies } from './redis.ts'

const opened: OpenedCopyStore[] = []
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
})

type Server = ReturnType<typeof realRedis>
async function open(server: Server, namespace: string): Promise<OpenedCopyStore> {
  const { host, port, operator } = server
  const options = { host, port, ...operator, namespace, onFault: () => undefined }
  const store = await openRedisCopies(options)
  opened.push(store)
  return store
}
const pair = async (server: Server) => {
  const namespace = uniqueName('copies')
  return [await open(server, namespace), await open(server, namespace)] as const
}

copyStoreContract('Redis', () => pair(realRedis()))

const valkey = realValkey()
if (!('missing' in valkey)) copyStoreContract('Valkey', () => pair(valkey))
else describe.skip(`copies on Valkey: ${valkey.missing}`, () => test('', () => undefined))
