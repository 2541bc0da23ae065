/** No more faults, and time for everything: what is wrong then is wrong for good. */
import { unfinished } from './ending.ts'
import { Random } from './random.ts'
import { calm } from './weather.ts'
import type { World } from './world.ts'

const minuteMs = 60_000
/** On no agent's side, under every directory. */
const thawer = 'ann'
const restless = ['the world does not come to rest']
/** Steps that a world may take to come to rest, before it counts as spinning. */
const restStepsMax = 30_000
/** Long enough for a session to end or a process to be started again; some of it one after the other. */
const roundMs = 7000
const quietRoundsMin = 4
/** Deaths over one input are few, and inputs that kill are rare. */
const roundsMax = 400
/** Longer than every deadline of the simulated policies. */
const afterAllMs = 40 * minuteMs

export async function settle(world: World): Promise<string[]> {
  world.random = new Random(1)
  world.weather = calm
  for (const each of world.processes) each.resume()
  if (!(await calmDown(world))) return restless
  const violations = world.violations()
  if (violations.length > 0) return violations
  // Deadlines of what is frozen stand still, for as long as it is.
  for (const freeze of world.observation.freezes) await world.give(world.hands.thaw(thawer, freeze))
  const isOver = (await calmDown(world)) && (await pass(world, afterAllMs))
  if (!isOver || !(await calmDown(world))) return restless
  return [...world.violations(), ...(await unfinished(world))]
}

/** Until nobody has died for a while; an input that kills is given up after some deaths. */
async function calmDown(world: World): Promise<boolean> {
  for (let quietRounds = 0, rounds = 0; quietRounds < quietRoundsMin; rounds += 1) {
    const { deaths } = world
    if (rounds > roundsMax || !(await pass(world, roundMs))) return false
    quietRounds = world.deaths === deaths ? quietRounds + 1 : 0
  }
  return true
}

/** False: things go on and on without time passing. */
async function pass(world: World, ms: number): Promise<boolean> {
  world.scheduler.nowMs += ms
  for (let turn = 0; turn < 3; turn += 1) {
    world.tick()
    if (!(await world.scheduler.steps(world.random, restStepsMax))) return false
  }
  return true
}
