/** What goes wrong: processes die, stop and wake, Redis forgets or goes back, groups move, records come twice, clocks run. */
import { statuses } from '@holdpoint/approval'
import { deriveActionId } from '@holdpoint/contracts'
import { deadly } from './hands.ts'
import { parseState } from './mirror.ts'
import type { Do } from './operations.ts'
import { people, rulesOf } from './rules.ts'
import type { Supervised } from './supervised.ts'
import { weather } from './weather.ts'

const minuteMs = 60_000
/** How long time may stand still no more, and how often. */
const spans = { 50: 6, 5000: 6, [minuteMs]: 4, [6 * minuteMs]: 2, [20 * minuteMs]: 1 }

export const writeTwice: Do = async (world, random) => {
  const written = random.pick(world.commands)
  if (!written) return undefined
  await world.giveAgain(written)
  return written.id
}

/** A vote, or a record for an action that never was, over which gates die until they give it up. */
export const writeDeadly: Do = async (world, random) => {
  const { hands, nowMs } = world
  const known = random.pick(world.actions.slice(-3))
  if (known && random.chance(0.7)) {
    const seen = { actionId: known.id, presented: known.presented }
    await world.give(deadly(hands.vote(seen, random.pick(people), 'approve')))
    return `about ${world.journal.action(known.id)}`
  }
  await world.give(deadly(hands.rejection(deriveActionId('deadly', String(nowMs)))))
  return undefined
}

export const passTime: Do = (world, random) => {
  const ms = 1 + random.int(Number(random.weighted<string>(spans)))
  world.scheduler.nowMs += ms
  world.tick()
  return `${ms / 1000} s`
}

export const killGate: Do = (world, random) => {
  const gate = random.pick(world.gates)
  gate?.crash()
  return gate?.name
}

export const stopGate: Do = (world, random) => {
  const gate = random.pick(world.gates)
  gate?.stall()
  return gate?.name
}

export const continueGate: Do = (world, random) => {
  const gate = random.pick(world.gates)
  gate?.resume()
  return gate?.name
}

/** Long enough for its session to end and another to take over, in the middle of whatever it was doing. */
export const sleepwalk: Do = async (world, random) => {
  const gate = random.pick(world.gates)
  gate?.stall()
  const ms = 5000 + random.int(10_000)
  world.scheduler.nowMs += ms
  world.tick()
  await world.scheduler.steps(random, random.int(400))
  gate?.resume()
  return `${gate?.name}, ${ms / 1000} s`
}

export const hire: Do = (world, random) => {
  const service: Supervised = random.chance(0.5) ? world.notifier : world.auditor
  if (service.isHired) return undefined
  service.start()
  return service.name
}

export const killService: Do = (world, random) => {
  const service = random.pick(world.services)
  if (!service?.isHired) return undefined
  service.crash()
  return service.name
}

export const stopService: Do = (world, random) => {
  const service = random.pick(world.services)
  service?.stall()
  return service?.name
}

export const continueService: Do = (world, random) => {
  const service = random.pick(world.services)
  service?.resume()
  return service?.name
}

export const wipeProjection: Do = (world) => {
  world.projections.flush()
  return undefined
}

export const rebalance: Do = (world) => {
  world.cluster.rebalance('gate')
  return undefined
}

export const wipeRedis: Do = (world) => {
  world.wipeRedis()
  return undefined
}

export const wipeSlot: Do = (world, random) => {
  const slot = random.int(world.slotCount)
  world.server.wipe(slot)
  return String(slot)
}

export const copyRedis: Do = (world) => {
  world.snapshot = world.server.snapshot()
  return undefined
}

export const restoreRedis: Do = (world) => {
  if (world.snapshot) world.server.restore(world.snapshot)
  return world.snapshot ? undefined : 'there is no copy'
}

/** A hand in Redis: an older state, genuine and of the same action, over the one that is there; perhaps in the index as well. */
export const putBack: Do = (world, random) => {
  const slot = random.int(world.slotCount)
  const old = [...(world.snapshot?.slots.get(slot)?.values ?? [])]
  const [key, value] = random.pick(old.filter(([name]) => name.startsWith('a:'))) ?? []
  if (key === undefined || value === undefined) return undefined
  world.mirror.tampered(slot, key, value)
  world.server.tamper(slot, key, value)
  const id = key.slice(2)
  if (random.chance(0.5)) return world.journal.action(id)
  const { status, revision, origin, reversals } = parseState(value)
  const { open } = world.server.slot(slot)
  if (statuses[status].open) open.set(id, { revision, owner: origin.agent })
  else if (reversals || status === 'unknown')
    open.set(id, { revision: revision + (reversals?.changes ?? 0) })
  else open.delete(id)
  return `${world.journal.action(id)}, in the index as well`
}

export const cleanChangelog: Do = (world) => {
  world.clean()
  return undefined
}

export const changeRules: Do = (world, random) => {
  const [policy, directory] = [random.int(2), random.int(2)]
  world.rules = rulesOf(policy, directory)
  return `policy ${policy}, directory ${directory}`
}

export const changeWeather: Do = (world, random) => {
  world.weather = weather(random)
  const { busFaults, storeFaults } = world.weather
  return `${busFaults * 100} % of bus calls, ${storeFaults * 100} % of store calls`
}

export const work: Do = async (world, random) => {
  await world.scheduler.steps(random, 200)
  return undefined
}
