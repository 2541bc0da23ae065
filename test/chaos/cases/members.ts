/** More gates join while all are at work, and some of them are killed. */
import { Load } from '../load.ts'
import type { Case } from './act.ts'

const seed = 1
const perSecond = 6
/** Enough for a rebalance, and for a session to end. */
const pauseMs = 7_000
const restart = 'always'

export const members: Case = {
  what: 'members added and killed under load lose and repeat nothing',
  slots: 4,
  async play(act) {
    const { scene } = act
    const { at, gates } = scene
    const load = new Load(scene, { seed, perSecond })
    const running = load.run()
    const third = await at.add('gate', { instance: 'third', restart })
    await act.wait(pauseMs)
    gates[0].kill('SIGKILL')
    const fourth = await at.add('gate', { instance: 'fourth', restart })
    await act.wait(pauseMs)
    third.kill('SIGKILL')
    await act.wait(pauseMs)
    await fourth.stop()
    third.kill('SIGKILL')
    await third.stop()
    await act.wait(pauseMs)
    await load.stop()
    await running
  },
}
