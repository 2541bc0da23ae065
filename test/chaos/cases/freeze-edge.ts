/** A person freezes, and notifier and gate are killed before or after the commit: once it stands anywhere it stands in every slot, and asking again is the same freeze. */
import { type ActionId, slotOf } from '@holdpoint/contracts'
import { uniqueName, until } from '@holdpoint/testkit'
import { Freezing } from '../../support/freezing.ts'
import { executorIds } from '../rules.ts'
import type { Act, Case } from './act.ts'

const slots = 3
const steps = ['inside-transaction', 'after-commit'] as const
const waitMs = 60_000
const scope = { type: 'chaos.waiting' }

export const freezeEdge: Case = {
  what: 'the freeze edge killed midway, then a claim on every slot: none is given until the thaw',
  slots,
  services: ['redactor', 'unsealer', 'auditor', 'notifier'],
  async play(act) {
    const { scene, holds } = act
    for (const step of steps) {
      const ids = await oneInEachSlot(act)
      const key = uniqueName('freeze')
      holds.ask(step, '"kind":"frozen"')
      const asked = order(() => new Freezing(scene.at).freeze(scope, { key }))
      const held = await holds.reached(step)
      scene.at.service('notifier').kill('SIGKILL')
      act.gateOf(held.pid).kill('SIGKILL')
      held.release()
      const freeze = await asked
      await everywhere(act, 'frozen', freeze)
      const claims = ids.flatMap((id) => executorIds.map((executor) => scene.claim(id, executor)))
      for (const { status, body } of await Promise.all(claims)) {
        act.expect(body?.code === 'HP_FROZEN', `a claim on what is frozen got ${status}`)
      }
      await order(() => new Freezing(scene.at).thaw(freeze))
      await everywhere(act, 'thawed', freeze)
      await Promise.all(ids.map((id) => scene.finish(id)))
    }
  },
}

/** Again with the same key until it is answered; the id of the freeze. */
async function order(give: () => ReturnType<Freezing['freeze']>): Promise<string> {
  const given = async () => {
    const { status, body } = await give()
    return status === 200 ? String(body.id) : undefined
  }
  return until(given, { deadlineMs: waitMs, everyMs: 300, what: 'the order to be taken' })
}

async function oneInEachSlot({ scene }: Act): Promise<ActionId[]> {
  const bySlot = new Map<number, ActionId>()
  while (bySlot.size < slots) {
    const id = await scene.approved()
    bySlot.set(slotOf(id, slots), id)
  }
  return [...bySlot.values()]
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
