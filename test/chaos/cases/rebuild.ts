/** Redis is empty and the changelog long: the gate that fills it is killed in the middle, and the next one takes longer than a session of its group. */
import type { Case } from './act.ts'

/** More than a takeover puts into Redis in one step. */
const heldCount = 320
const atOnce = 40
/** The session is 6 s. */
const longMs = 9_000

export const rebuild: Case = {
  what: 'kill in the middle of a rebuild, and a rebuild longer than the session',
  slots: 1,
  async play(act) {
    const { scene, holds, arena } = act
    for (let left = heldCount; left > 0; left -= atOnce) {
      await Promise.all(Array.from({ length: atOnce }, () => scene.held()))
    }
    holds.ask('rebuild-more')
    await arena.wipeRedis()
    const first = await holds.reached('rebuild-more')
    holds.ask('rebuild')
    act.gateOf(first.pid).kill('SIGKILL')
    first.release()
    await arena.wipeRedis()
    const second = await holds.reached('rebuild')
    const owner = act.gateOf(second.pid)
    await act.wait(longMs)
    second.release()
    await scene.finish(await scene.approved())
    act.expect(owner.pid === second.pid, 'who rebuilt longer than its session was expelled for it')
  },
}
