/** Nothing comes in any more, and the gates die: who takes over finds only deadlines. */
import type { Case } from './act.ts'

export const onlyTimers: Case = {
  what: 'takeover of a slot that has only timers',
  slots: 1,
  async play(act) {
    const { scene, arena } = act
    const [forgotten, unused, raced] = await Promise.all([
      scene.propose('chaos.forgotten'),
      scene.approved('chaos.unused'),
      scene.approved('chaos.raced'),
    ])
    await scene.follower.fact('held', forgotten)
    await scene.claim(raced, 'billing')
    await act.gatesDown()
    await arena.wipeRedis()
    await act.gatesUp()
    await scene.follower.fact('expired', forgotten)
    await scene.follower.fact('lapsed', unused)
    await scene.follower.fact('unknown', raced)
  },
}
