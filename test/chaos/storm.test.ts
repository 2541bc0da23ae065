/** P6: kill anything, at any time: the short form of `npm run chaos`, one fault of each kind on Kafka and Redis of its own. */
import { runDir } from '@holdpoint/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Arena } from './arena.ts'
import { faultKinds, scheduleOfEach } from './schedule.ts'
import { storm } from './storm.ts'

const seed = 4
const perSecond = 5
/** Faster than in the long run, so that they meet each other's consequences. */
const pace = { durationMs: 0, pauseMs: [1_000, 2_500], stopMs: [500, 7_000] } as const
/** Only matters when something is broken. */
const patienceMs = 240_000

let arena: Arena

beforeAll(async () => {
  arena = await Arena.open(runDir('chaos'))
})
afterAll(() => arena.close())

test(
  'through every kind of fault, each action ends once, is approved, claimed and run at most once, and the log has it',
  async () => {
    const faults = scheduleOfEach(seed, 1, pace)
    const result = await storm(arena, { seed, faults, perSecond, slots: 3 })
    expect(result.violations, `seed ${seed}`).toEqual([])
    expect(Object.keys(result.faults).sort()).toEqual([...faultKinds].sort())
    expect(result.actions).toBeGreaterThan(50)
    expect(result.endings.succeeded).toBeGreaterThan(10)
  },
  patienceMs,
)
