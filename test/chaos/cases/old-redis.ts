/** The owner of a slot is stopped with a batch in its hands; another goes on; Redis comes back from a file of that moment; the owner wakes up. */
import type { Case } from './act.ts'

const steps = ['before-transaction', 'inside-transaction', 'after-commit'] as const

export const oldRedis: Case = {
  what: 'Redis restored from an older file while a stopped owner wakes with another batch',
  slots: 1,
  async play(act) {
    const { scene, holds, arena } = act
    for (const step of steps) {
      const id = await scene.held()
      holds.ask(step)
      await scene.vote(id, 'p-alice', 'approve')
      const held = await holds.reached(step)
      const owner = act.gateOf(held.pid)
      owner.kill('SIGSTOP')
      arena.copyRedis()
      const others = await Promise.all([scene.approved(), scene.approved()])
      await Promise.all(others.map((other) => scene.finish(other)))
      await arena.rollRedisBack(1)
      held.release()
      owner.kill('SIGCONT')
      await scene.follower.fact('approved', id)
      await scene.finish(await scene.approved())
    }
  },
}
