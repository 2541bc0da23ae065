/** Runs a history and says what went wrong; afterwards calms everything down and asks that every action has ended. */
import { statuses } from '@holdpoint/approval'
import { stateTopic } from './mirror.ts'
import { type Operation, perform } from './operations.ts'
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
  /** One line per step, where it was asked for. */
  readonly story: readonly string[]
}

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

/** No more faults, and time for everything: what is wrong then is wrong for good. */
async function settle(world: World): Promise<string[]> {
  world.random = new Random(1)
  world.weather = calm
  for (const gate of world.gates) gate.resume()
  if (!(await calmDown(world))) return restless
  const violations = world.violations()
  if (violations.length > 0) return violations
  // Deadlines of what is frozen stand still, for as long as it is.
  for (const freeze of world.observation.freezes) await world.give(world.hands.thaw(thawer, freeze))
  const isOver = (await calmDown(world)) && (await pass(world, afterAllMs))
  if (!isOver || !(await calmDown(world))) return restless
  return [...world.violations(), ...unended(world), ...lagging(world), ...uneven(world)]
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

/** Redis has followed to where the changelog ends. */
function lagging({ cluster, server, slotCount }: World): string[] {
  return Array.from({ length: slotCount }, (_, slot) => slot).flatMap((slot) => {
    const last = cluster.records(stateTopic, slot).at(-1)?.offset ?? -1
    const { position } = server.slot(slot)
    return position === last + 1 ? [] : [`slot ${slot}: Redis is at ${position}, not ${last + 1}`]
  })
}

/** Every slot has followed every freeze and thaw, in the same order. */
function uneven({ observation }: World): string[] {
  const [first, ...others] = observation.spreads.map(({ told }) => told.join(', '))
  return others.every((told) => told === first) ? [] : ['not every slot was told of every freeze']
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
