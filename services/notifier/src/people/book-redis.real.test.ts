import { realRedis, uniqueName } from '@holdpoint/testkit'
import { bookContract } from './book-contract.ts'
import { openRedisBook } from './book-redis.ts'

bookContract('on Redis', () => {
  const { host, port, operator } = realRedis()
  const namespace = uniqueName('book')
  return openRedisBook({ host, port, ...operator, namespace, onFault: () => undefined })
})
