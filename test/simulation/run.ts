/** Runs a history and says what went wrong; afterwards calms everything down and asks that every action has ended. */
import { type Operation, perform } from './operations.ts'
import { settle } from './settle.ts'
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
  /** One line per step, where it was asked for. */
  readonly story: readonly string[]
}

export async function run(
  operations: readonly Operation[],
  options: WorldOptions = {},
): Promise<Outcome> {
  const world = new World(options)
  for (const [at, operation] of operations.entries()) {
    const done = await perform(world, operation)
    const violations = world.violations()
    world.journal.step(at + 1, done, world.nowMs)
    if (violations.length > 0) return outcome(world, { at: at + 1, violations })
  }
  const violations = await settle(world)
  world.journal.step(undefined, 'no more faults, and time for everything', world.nowMs)
  return outcome(world, violations.length > 0 ? { at: operations.length, violations } : undefined)
}

function outcome({ observation, journal }: World, failed: Failure | undefined): Outcome {
  const facts = new Map<string, number>()
  for (const kind of [...observation.stories.values()].flat()) {
    facts.set(kind, (facts.get(kind) ?? 0) + 1)
  }
  const failure = failed && {
    at: failed.at,
    violations: failed.violations.map((violation) => journal.short(violation)),
  }
  return { failure, facts, story: journal.lines }
}
