/** The demo's agent as a process. */

import { KafkaBus } from '@holdpoint/kafka'
import { startAgent } from './agent.ts'
import type { Order } from './message.ts'
import { tellParent, untilStopped } from './process.ts'
import { readPartySettings } from './settings.ts'

const settings = readPartySettings()
const agent = await startAgent(settings, new KafkaBus(settings.kafka), tellParent)
process.on('message', (order) => agent.obey(order as Order))
await untilStopped()
await agent.stop()
process.exit(0)
