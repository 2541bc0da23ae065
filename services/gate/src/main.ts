/** The gate's process. */
import { KafkaBus } from '@holdpoint/kafka'
import { readTls, runService } from '@holdpoint/service'
import { openRedisStore } from '@holdpoint/store'
import { GateConfig } from './config.ts'
import { startGate } from './start.ts'

/** Redis may start together with the gate. */
const connectWithinMs = 30_000

await runService({
  schema: GateConfig,
  start: async (context) => {
    const { tls: kafkaTls, ...kafka } = context.config.kafka
    const { tls: redisTls, ...redis } = context.config.redis
    const bus = new KafkaBus({ ...kafka, ...(await readTls(kafkaTls)), clientId: 'holdpoint-gate' })
    const store = await openRedisStore({ ...redis, ...(await readTls(redisTls)), connectWithinMs })
    return startGate(context, { bus, store })
  },
})
