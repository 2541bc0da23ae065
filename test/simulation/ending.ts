/** What must be true of a world in which nothing goes wrong any more and every deadline is over. */
import { statuses } from '@holdpoint/approval'
import { isEvent, parseLeaf } from '@holdpoint/auditor'
import { slotOf } from '@holdpoint/contracts'
import { barrierKey } from '@holdpoint/kafka'
import { stateTopic } from './mirror.ts'
import type { World } from './world.ts'

export async function unfinished(world: World): Promise<string[]> {
  return [
    ...unended(world),
    ...lagging(world),
    ...uneven(world),
    ...(await unseen(world)),
    ...unlogged(world),
  ]
}

/** Actions that have not ended although every deadline is over. */
function unended({ actions, observation }: World): string[] {
  return actions.flatMap(({ id, action }) => {
    const story = observation.stories.get(id) ?? []
    // One that may not take back what it names never becomes an action.
    const isTurnedAway = action.reverses !== undefined && story.every((kind) => kind === 'refused')
    const hasEnded =
      story.some((kind) => kind === 'rejected' || isEnd(kind)) || (isTurnedAway && story.length > 0)
    return hasEnded ? [] : [`action ${id} has not ended: ${story.join(', ') || 'nothing happened'}`]
  })
}

function isEnd(kind: string): boolean {
  return Object.entries(statuses).some(([status, { open }]) => status === kind && !open)
}

/** Redis has followed to the last change. Behind it there may be barriers of owners that lost the slot before they had it. */
function lagging({ cluster, server, slotCount }: World): string[] {
  return Array.from({ length: slotCount }, (_, slot) => slot).flatMap((slot) => {
    const last = cluster.records(stateTopic, slot).findLast(({ key }) => key !== barrierKey)
    const { position } = server.slot(slot)
    if (!last || (position ?? 0) > last.offset) return []
    return [`slot ${slot}: Redis is at ${position} and misses ${last.offset}`]
  })
}

/** Every slot has followed every freeze and thaw, in the same order. */
function uneven({ observation }: World): string[] {
  const [first, ...others] = observation.spreads.map(({ told }) => told.join(', '))
  return others.every((told) => told === first) ? [] : ['not every slot was told of every freeze']
}

/** The notifier shows every action that people were asked about as it is. */
async function unseen(world: World): Promise<string[]> {
  const { notifier, observation, projections, slotCount } = world
  if (!notifier.isHired) return []
  const projection = projections.open()
  const found: string[] = []
  for (const { actionId, revision } of observation.asked()) {
    const approval = await projection.find(slotOf(actionId, slotCount), actionId)
    if (approval?.revision !== revision) {
      found.push(`the notifier shows action ${actionId} at ${approval?.revision}, not ${revision}`)
    }
  }
  return found
}

/** The log holds every fact, in the order of its slot, and nothing else. */
function unlogged({ auditor, observation, disk }: World): string[] {
  if (!auditor.isHired) return []
  const facts = disk.entries.map(parseLeaf).filter(isEvent)
  return observation.logged(facts.map(({ fact }) => fact))
}
