import { openRedis, realRedis, uniqueName, until } from '@holdpoint/testkit'
import { afterEach } from 'vitest'
import { shelfContract } from './contract.ts'
import type { Shelf } from './port.ts'
import { openRedisShelf } from './redis.ts'

const opened: Shelf[] = []
afterEach(async () => {
  for (const shelf of opened.splice(0)) await shelf.close()
})

async function open(namespace: string): Promise<Shelf> {
  const { host, port, operator } = realRedis()
  const address = { host, port, ...operator }
  const shelf = await openRedisShelf({ ...address, namespace, onFault: () => undefined })
  opened.push(shelf)
  return shelf
}

shelfContract(
  'Redis',
  async () => {
    const namespace = uniqueName('shelf')
    return [await open(namespace), await open(namespace)]
  },
  serverTimePasses,
)

/** By the server's own clock, which is the one that counts. */
async function serverTimePasses(ms: number): Promise<void> {
  const redis = openRedis(realRedis())
  const nowMs = async () => {
    const [seconds, micros] = await redis.time()
    return Number(seconds) * 1000 + Number(micros) / 1000
  }
  const startMs = await nowMs()
  await until(async () => (await nowMs()) - startMs > ms, { deadlineMs: 10_000, what: 'time' })
  redis.disconnect()
}
