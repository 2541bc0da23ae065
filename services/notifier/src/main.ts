/** The notifier's process. */
import { topicName } from '@holdpoint/contracts'
import { KafkaBus } from '@holdpoint/kafka'
import { readTls, runService } from '@holdpoint/service'
import { NotifierConfig } from './config.ts'
import { openRedisProjection } from './projection/redis.ts'
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
    const projection = await openRedisProjection({
      ...redis,
      ...(await readTls(redisTls)),
      partitionCount: slotCount,
      onFault: () => faults.inc(),
    })
    return startFromSettings(context, { bus, projection, slotCount })
  },
})
