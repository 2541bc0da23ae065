/** What can happen in a simulated world, and how often. Each operation has a seed of its own, so that a history without some of them is still the same otherwise. */
import type { ActionState } from '@holdpoint/approval'
import { type Action, type ActionId, deriveActionId, topicName } from '@holdpoint/contracts'
import { Random } from './random.ts'
import { people, prefix, rulesOf } from './rules.ts'
import { weather } from './weather.ts'
import type { World } from './world.ts'

export interface Operation {
  readonly kind: Kind
  readonly seed: number
}

type Do = (world: World, random: Random) => unknown

const minuteMs = 60_000

const operations = {
  intend: { weight: 10, run: intend },
  'intend again': { weight: 2, run: again },
  'intend another under the same id': { weight: 1, run: conflict },
  'be rejected': { weight: 1, run: (world) => world.give(world.hands.rejection(idOf(world, -1))) },
  vote: { weight: 24, run: vote },
  withdraw: { weight: 1, run: withdraw },
  revoke: { weight: 1, run: revoke },
  claim: { weight: 9, run: (world, random) => random.pick(world.executors).claim(random) },
  'claim again': { weight: 2, run: (world, random) => random.pick(world.executors).retry(random) },
  'look and run': {
    weight: 9,
    run: (world) => Promise.all(world.executors.map((each) => each.look())),
  },
  report: { weight: 10, run: report },
  'lose an executor': { weight: 1, run: (world, random) => random.pick(world.executors).restart() },
  'write twice': { weight: 2, run: duplicate },
  'pass time': { weight: 7, run: pass },
  'kill a gate': { weight: 3, run: (world, random) => random.pick(world.gates)?.crash() },
  'stop a gate': { weight: 2, run: (world, random) => random.pick(world.gates)?.stall() },
  'stop a gate for a while': { weight: 3, run: sleepwalk },
  'continue a gate': { weight: 3, run: (world, random) => random.pick(world.gates)?.resume() },
  rebalance: { weight: 2, run: (world) => world.cluster.rebalance('gate') },
  'wipe Redis': { weight: 1, run: (world) => world.server.wipeAll() },
  'wipe a slot': {
    weight: 1,
    run: (world, random) => world.server.wipe(random.int(world.slotCount)),
  },
  'copy Redis': {
    weight: 2,
    run: (world) => {
      world.snapshot = world.server.snapshot()
    },
  },
  'restore Redis': {
    weight: 1,
    run: (world) => world.snapshot && world.server.restore(world.snapshot),
  },
  'put an old state back': { weight: 2, run: tamper },
  'clean the changelog': { weight: 1, run: (world) => world.cluster.compact(stateTopic) },
  'change the rules': {
    weight: 1,
    run: (world, random) => {
      world.rules = rulesOf(random.int(2), random.int(2))
    },
  },
  'change the weather': {
    weight: 4,
    run: (world, random) => {
      world.weather = weather(random)
    },
  },
  work: { weight: 10, run: (world, random) => world.scheduler.steps(random, 200) },
} as const satisfies Record<string, { weight: number; run: Do }>
export type Kind = keyof typeof operations
export const kinds = Object.keys(operations) as Kind[]

export const stateTopic = topicName(prefix, 'state')
/** Steps of delivery, answers and timers between two operations: few, so that much is under way. */
const stepsBetweenMax = 60

export function plan(seed: number, count: number): Operation[] {
  const random = new Random(seed)
  const weights = Object.fromEntries(
    kinds.map((kind) => [kind, operations[kind].weight]),
  ) as Record<Kind, number>
  return Array.from({ length: count }, () => ({
    kind: random.weighted(weights),
    seed: random.int(2 ** 32),
  }))
}

export async function perform(world: World, { kind, seed }: Operation): Promise<void> {
  const random = new Random(seed)
  world.random = random
  await (operations[kind].run as Do)(world, random)
  await world.scheduler.steps(random, random.int(stepsBetweenMax))
  if (random.chance(0.3)) world.tick()
}

function idOf(world: World, offset: number): ActionId {
  return deriveActionId('simulation', String(world.actions.length + offset * 1_000_000))
}

async function intend(world: World, random: Random): Promise<void> {
  const agent = random.pick(['bot', 'robot'])
  const id = idOf(world, 0)
  const expiresAt = new Date(world.nowMs + random.int(20 * minuteMs)).toISOString()
  const action: Action = {
    id,
    type: random.weighted({ 'payments.refund': 12, 'mail.send': 2, 'db.drop': 1 }),
    agent: { id: agent },
    params: { amount: random.pick([5, 500, 500, 2000, 9000]) },
    ...(random.chance(0.2) ? { onBehalfOf: random.pick(people) } : {}),
    ...(random.chance(0.2) ? { expiresAt } : {}),
  }
  const { redacted, written } = world.hands.intent(agent, action)
  world.actions.push({ id, agent, redacted, written })
  await world.give(written)
}

async function again(world: World, random: Random): Promise<void> {
  const known = random.pick(world.actions)
  if (known) await world.giveAgain(known.written)
}

async function conflict(world: World, random: Random): Promise<void> {
  const known = random.pick(world.actions)
  if (!known) return
  const action = { ...(known.redacted.action as Action), params: { amount: 1 } }
  await world.give(world.hands.intent(known.agent, action).written)
}

/** Late ones more often: the newest actions are the ones that are held. */
async function vote(world: World, random: Random): Promise<void> {
  const recent = world.actions.slice(-4)
  const known = random.pick(random.chance(0.8) ? recent : world.actions)
  if (!known) return
  const { redacted } = known
  const isStale = random.chance(0.05)
  const seen = isStale ? { ...redacted, presented: redacted.intended } : redacted
  const verdict = random.chance(0.85) ? 'approve' : 'deny'
  await world.give(world.hands.vote(seen, random.pick(people), verdict))
}

async function withdraw(world: World, random: Random): Promise<void> {
  const known = random.pick(world.actions)
  if (known) await world.give(world.hands.withdraw(random.pick(['bot', 'robot']), known.id))
}

async function revoke(world: World, random: Random): Promise<void> {
  const grant = random.pick(world.grants)
  if (grant) await world.give(world.hands.revoke(grant.actionId, random.pick(people)))
}

/** Whoever has something to report. */
async function report(world: World, random: Random): Promise<void> {
  for (const executor of world.executors) await executor.report(random)
}

async function duplicate(world: World, random: Random): Promise<void> {
  const written = random.pick(world.commands)
  if (written) await world.giveAgain(written)
}

function pass(world: World, random: Random): void {
  const spans = { 50: 6, [5000]: 6, [minuteMs]: 4, [6 * minuteMs]: 2, [20 * minuteMs]: 1 }
  world.scheduler.nowMs += 1 + random.int(Number(random.weighted(spans as Record<string, number>)))
  world.tick()
}

/** Long enough for its session to end and another to take over, in the middle of whatever it was doing. */
async function sleepwalk(world: World, random: Random): Promise<void> {
  const gate = random.pick(world.gates)
  gate?.stall()
  world.scheduler.nowMs += 5000 + random.int(10_000)
  world.tick()
  await world.scheduler.steps(random, random.int(400))
  gate?.resume()
}

/** A hand in Redis: an older state, genuine and of the same action, over the one that is there; perhaps in the index as well. */
function tamper(world: World, random: Random): void {
  const slot = random.int(world.slotCount)
  const old = [...(world.snapshot?.slots.get(slot)?.values ?? [])]
  const [key, value] = random.pick(old.filter(([name]) => name.startsWith('a:'))) ?? []
  if (key === undefined || value === undefined) return
  world.tampered.add(key)
  world.server.tamper(slot, key, value)
  if (random.chance(0.5)) return
  const { revision, origin } = JSON.parse(value.slice(value.indexOf('{'))) as ActionState
  world.server.slot(slot).open.set(key.slice(2), { revision, owner: origin.agent })
}
