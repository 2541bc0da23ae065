/** The cases by name, in the order in which they are played. */
import type { Case } from './cases/act.ts'
import { claimWaits } from './cases/claim-waits.ts'
import { freezeEdge } from './cases/freeze-edge.ts'
import { lateGate } from './cases/late-gate.ts'
import { members } from './cases/members.ts'
import { oldRedis } from './cases/old-redis.ts'
import { onlyTimers } from './cases/only-timers.ts'
import { rebuild } from './cases/rebuild.ts'
import { replay } from './cases/replay.ts'

export { perform } from './cases/act.ts'

export const cases: Readonly<Record<string, Case>> = {
  'claim-waits': claimWaits,
  'old-redis': oldRedis,
  rebuild,
  'only-timers': onlyTimers,
  'late-gate': lateGate,
  replay,
  'freeze-edge': freezeEdge,
  members,
}
