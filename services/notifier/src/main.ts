/** The notifier's process. */
import { topicName } from '@holdpoint/contracts'
import { KafkaBus } from '@holdpoint/kafka'
import { readTls, runService } from '@holdpoint/service'
import { NotifierConfig } from './config.ts'
import { openRedisCopies } from './delivery/redis.ts'
import { openRedisBook } from './people/book-redis.ts'
import { openRedisProjection } from './projection/redis.ts'
import { openRedisShelf } from './shelf/redis.ts'
import { startFromSettings } from './start.ts'

await runService({
  schema: NotifierConfig,
  start: async (context) => {
    const { config, metrics } = context
    const faults = metrics.counter('notifier_redis_faults', 'Connections that failed or were lost')
    const { tls: kafkaTls, ...kafka } = config.kafka
    const { tls: redisTls, ...redis } = config.redis
    const bus = new KafkaBus({
      ...kafka,
      ...(await readTls(kafkaTls)),
      clientId: 'holdpoint-notifier',
    })
    const slotCount = await bus.partitionCount(topicName(kafka.prefix, 'decisions'))
    const options = { ...redis, ...(await readTls(redisTls)), onFault: () => faults.inc() }
    const projection = await openRedisProjection({ ...options, partitionCount: slotCount })
    const [copies, shelf, book] = await Promise.all([
      openRedisCopies(options),
      openRedisShelf(options),
      openRedisBook(options),
    ])
    return startFromSettings(context, { bus, projection, copies, shelf, book, slotCount })
  },
})
