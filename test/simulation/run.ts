/** Runs a history and says what went wrong; afterwards calms everything down and asks that every action has ended. */
import { statuses } from '@holdpoint/approval'
import { type Operation, perform, stateTopic } from './operations.ts'
import { Random } from './random.ts'
import { calm } from './weather.ts'
import { World, type WorldOptions } from './world.ts'

export interface Failure {
  /** Operations done when it was noticed; all of them: it showed at the end. */
  readonly at: number
  readonly violations: readonly string[]
}

export interface Outcome {
  readonly failure: Failure | undefined
  /** How often each kind of fact was made, to see that a simulation does something. */
  readonly facts: ReadonlyMap<string, number>
}

const minuteMs = 60_000
/** Steps that a world may take to come to rest, before it counts as spinning. */
const restStepsMax = 30_000
/** Longer than every deadline of the simulated policies. */
const afterAllMs = 40 * minuteMs

export async function run(
  operations: readonly Operation[],
  options: WorldOptions = {},
): Promise<Outcome> {
  const world = new World(options)
  for (const [at, operation] of operations.entries()) {
    await perform(world, operation)
    const violations = world.violations()
    if (violations.length > 0) return outcome(world, { at: at + 1, violations })
  }
  const violations = await settle(world)
  return outcome(world, violations.length > 0 ? { at: operations.length, violations } : undefined)
}

/** No more faults, and time for everything: what is wrong then is wrong for good. */
async function settle(world: World): Promise<string[]> {
  world.random = new Random(1)
  world.weather = calm
  for (const gate of world.gates) gate.resume()
  for (const passMs of [20_000, 5000, afterAllMs, 5000, 5000]) {
    world.scheduler.nowMs += passMs
    for (let turn = 0; turn < 3; turn += 1) {
      world.tick()
      const isQuiet = await world.scheduler.steps(world.random, restStepsMax)
      if (!isQuiet) return ['the world does not come to rest']
    }
  }
  return [...world.violations(), ...unended(world), ...strayed(world)]
}

/** Actions that have not ended although every deadline is over. */
function unended({ actions, observation }: World): string[] {
  return actions.flatMap(({ id }) => {
    const story = observation.stories.get(id) ?? []
    const hasEnded = story.some((kind) => kind === 'rejected' || isEnd(kind))
    return hasEnded ? [] : [`action ${id} has not ended: ${story.join(', ') || 'nothing happened'}`]
  })
}

function isEnd(kind: string): boolean {
  return Object.entries(statuses).some(([status, { open }]) => status === kind && !open)
}

/** Redis must hold what the changelog says, and nothing else. */
function strayed({ cluster, server, slotCount, tampered }: World): string[] {
  return Array.from({ length: slotCount }, (_, slot) => slot).flatMap((slot) => {
    const wanted = new Map<string, string>()
    for (const { key, value } of cluster.records(stateTopic, slot)) {
      if (key === null || key === '~barrier') continue
      if (value === null) wanted.delete(key)
      else wanted.set(key, value.toString())
    }
    const { values } = server.slot(slot)
    const keys = new Set([...wanted.keys(), ...values.keys()])
    return [...keys]
      .filter((key) => wanted.get(key) !== values.get(key) && !tampered.has(key))
      .map((key) => `slot ${slot}: ${key} in Redis is not what the changelog says`)
  })
}

function outcome({ observation }: World, failure: Failure | undefined): Outcome {
  const facts = new Map<string, number>()
  for (const kind of [...observation.stories.values()].flat()) {
    facts.set(kind, (facts.get(kind) ?? 0) + 1)
  }
  return { failure, facts }
}
