/** The demo's executor as a process. */

import { KafkaBus } from '@holdpoint/kafka'
import { startExecutor } from './executor.ts'
import { tellParent, untilStopped } from './process.ts'
import { readPartySettings } from './settings.ts'

const settings = readPartySettings()
const executor = startExecutor(settings, new KafkaBus(settings.kafka), tellParent)
await Promise.race([untilStopped(), executor.ended])
await executor.stop()
process.exit(0)
