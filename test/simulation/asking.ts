/** What agents, people and executors ask for. Some of it is wrong, too late, or asked again. */
import {
  type Action,
  type ActionId,
  deriveActionId,
  reversalId,
  reversalType,
  type Scope,
} from '@holdpoint/contracts'
import type { Do } from './operations.ts'
import type { Random } from './random.ts'
import { people } from './rules.ts'
import type { Known, World } from './world.ts'

const minuteMs = 60_000
/** Who looks, looks at what ends first. */
const shownMax = 4

export const intend: Do = async (world, random) => {
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
  const given = world.hands.intent(agent, action)
  world.actions.push({ id, agent, action, ...given })
  await world.give(given.written)
  const { type, params } = action
  return `${agent} wants ${type} ${JSON.stringify(params)} as ${world.journal.action(id)}`
}

/** Takes back what was done; sometimes too early, too often, or as another agent. */
export const reverse: Do = async (world, random) => {
  const ended = world.observation.at('succeeded', 'unknown', 'reconciled', 'failed')
  const which = random.chance(0.9) ? random.pick(ended) : random.pick(world.actions)?.id
  const original = world.actions.find(({ id }) => id === which)
  if (!original || original.action.reverses !== undefined) return undefined
  const id = reversalId(original.id, 1 + random.int(3))
  const agent = random.chance(0.9) ? original.agent : random.pick(['bot', 'robot'])
  const action: Action = {
    id,
    type: reversalType(original.action.type) as Action['type'],
    agent: { id: agent },
    params: {},
    reverses: original.id,
  }
  const given = world.hands.intent(agent, action)
  world.actions.push({ id, agent, action, ...given })
  await world.give(given.written)
  return `${agent} wants ${world.journal.action(original.id)} back as ${world.journal.action(id)}`
}

export const intendAgain: Do = async (world, random) => {
  const known = random.pick(world.actions)
  if (!known) return undefined
  await world.giveAgain(known.written)
  return world.journal.action(known.id)
}

export const intendAnother: Do = async (world, random) => {
  const known = random.pick(world.actions)
  if (!known) return undefined
  const action = { ...known.action, params: { amount: 1 } }
  await world.give(world.hands.intent(known.agent, action).written)
  return world.journal.action(known.id)
}

export const beRejected: Do = async (world) => {
  await world.give(world.hands.unreadable(idOf(world, -1)))
  return undefined
}

export const vote: Do = async (world, random) => {
  const known = await whichToVoteOn(world, random)
  if (!known) return undefined
  const { id: actionId, intended } = known
  const isStale = random.chance(0.05)
  const presented = isStale ? intended : known.presented
  const verdict = random.chance(0.85) ? 'approve' : 'deny'
  const person = random.pick(people)
  await world.give({
    ...world.hands.vote({ actionId, presented }, person, verdict),
    isVoid: isStale,
  })
  return `${person} says ${verdict} to ${world.journal.action(known.id)}${isStale ? ', having seen something else' : ''}`
}

export const withdraw: Do = async (world, random) => {
  const known = random.pick(world.actions)
  if (!known) return undefined
  const agent = random.pick(['bot', 'robot'])
  await world.give(world.hands.withdraw(agent, known.id))
  return `${agent}, ${world.journal.action(known.id)}`
}

export const revoke: Do = async (world, random) => {
  const grant = random.pick(random.chance(0.8) ? world.grants.slice(-3) : world.grants)
  if (!grant) return undefined
  const person = random.pick(people)
  await world.give(world.hands.revoke(grant.actionId, person))
  return `${person}, ${world.journal.action(grant.actionId)}`
}

export const reconcile: Do = async (world, random) => {
  const inDoubt = world.observation.at('unknown')
  const id = random.pick(random.chance(0.9) ? inDoubt : world.actions.map((known) => known.id))
  if (id === undefined) return undefined
  const person = random.pick(people)
  const found = random.pick(['succeeded', 'failed'])
  await world.give(world.hands.reconcile(id, person, found))
  return `${person} says that ${world.journal.action(id)} ${found}`
}

const scopes: readonly Scope[] = [
  { everything: true },
  { agent: 'bot' },
  { type: 'payments.*' },
  { target: { system: 'erp' } },
]

export const freeze: Do = async (world, random) => {
  const scope = random.pick(scopes) ?? { everything: true }
  const person = random.pick(people)
  await world.give(world.hands.freeze(person, scope))
  return `${person}, ${JSON.stringify(scope)}`
}

export const thaw: Do = async (world, random) => {
  const frozen = random.pick(world.observation.freezes)
  if (frozen === undefined) return undefined
  const person = random.pick(people)
  await world.give(world.hands.thaw(person, frozen))
  return `${person}, what ${frozen} froze`
}

export const claim: Do = (world, random) => random.pick(world.executors).claim(random)
export const claimAgain: Do = (world, random) => random.pick(world.executors).retry(random)
export const extend: Do = (world, random) => random.pick(world.executors).extend(random)

export const lookAndRun: Do = async (world) => {
  const ran = await Promise.all(world.executors.map((each) => each.look()))
  return ran.flat().join(', ') || undefined
}

/** Whoever has something to report. */
export const report: Do = async (world, random) => {
  const told: (string | undefined)[] = []
  for (const executor of world.executors) told.push(await executor.report(random))
  return told.filter(Boolean).join(', ') || undefined
}

export const loseExecutor: Do = (world, random) => {
  const executor = random.pick(world.executors)
  executor.restart()
  return executor.name
}

function idOf(world: World, offset: number): ActionId {
  return deriveActionId('simulation', String(world.actions.length + offset * 1_000_000))
}

/** What is held, mostly, as the notifier shows it where there is one. Some are voted on before anybody has seen them. */
async function whichToVoteOn(world: World, random: Random): Promise<Known | undefined> {
  const { actions, notifier, observation, projections } = world
  const where = random.next()
  if (where >= 0.6) return random.pick(where < 0.9 ? actions.slice(-4) : actions)
  if (!notifier.isHired) {
    const id = random.pick(observation.at('held', 'voted').slice(0, shownMax))
    return actions.find((known) => known.id === id)
  }
  const { approvals } = await projections.open().list('pending', shownMax)
  const shown = random.pick(approvals)
  const known = actions.find(({ id }) => id === shown?.id)
  return known && shown && { ...known, presented: shown.presented }
}
