/** A person freezes, and the gate that decides it is killed before or after its commit: once it stands anywhere it stands in every slot. */
import { type ActionId, freezeCommand, freezeKey, slotOf, thawCommand } from '@holdpoint/contracts'
import { uniqueName, until } from '@holdpoint/testkit'
import { type Command, commandRecord } from '../../support/commands.ts'
import { executorIds } from '../rules.ts'
import type { Act, Case } from './act.ts'

const slots = 3
const steps = ['inside-transaction', 'after-commit'] as const
const waitMs = 60_000
const said = { person: 'p-alice', reason: 'something is wrong', channel: 'chaos' }

export const freezeEdge: Case = {
  what: 'the freeze edge killed midway, then a claim on every slot: none is given until the thaw',
  slots,
  async play(act) {
    const { scene, holds } = act
    for (const step of steps) {
      const ids = await oneInEachSlot(act)
      holds.ask(step, '"kind":"frozen"')
      const freeze = uniqueName('freeze')
      const scope = { type: 'chaos.waiting' }
      await give(act, freezeCommand, { scope, ...said }, freeze)
      const held = await holds.reached(step)
      act.gateOf(held.pid).kill('SIGKILL')
      held.release()
      await everywhere(act, 'frozen', freeze)
      const asked = ids.flatMap((id) => executorIds.map((executor) => scene.claim(id, executor)))
      for (const { status, body } of await Promise.all(asked)) {
        act.expect(body?.code === 'HP_FROZEN', `a claim on what is frozen got ${status}`)
      }
      await give(act, thawCommand, { freeze, ...said })
      await everywhere(act, 'thawed', freeze)
      await Promise.all(ids.map((id) => scene.finish(id)))
    }
  },
}

async function oneInEachSlot({ scene }: Act): Promise<ActionId[]> {
  const bySlot = new Map<number, ActionId>()
  while (bySlot.size < slots) {
    const id = await scene.approved()
    bySlot.set(slotOf(id, slots), id)
  }
  return [...bySlot.values()]
}

async function give(
  { scene }: Act,
  type: string,
  command: Command,
  id: string = uniqueName('command'),
): Promise<void> {
  await scene.send(id, commandRecord(scene.at, type, command, { id, key: freezeKey }))
}

async function everywhere(
  { scene }: Act,
  kind: 'frozen' | 'thawed',
  freeze: string,
): Promise<void> {
  const isThere = () => {
    const facts = scene.follower.facts.filter((fact) => fact.kind === kind)
    const own = facts.filter(({ body }) => 'freeze' in body && body.freeze === freeze)
    return new Set(own.map(({ slot }) => slot)).size === slots
  }
  await until(isThere, { deadlineMs: waitMs, what: `it to be ${kind} in every slot` })
}
