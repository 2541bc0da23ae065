/** An auditor in the simulated world. Its log survives it; its index is made again in every life. */
import { Auditor, LeafIndex } from '@holdpoint/auditor'
import { deployment, prefix, trust } from './rules.ts'
import { type Life, Supervised } from './supervised.ts'

export class AuditorProcess extends Supervised {
  protected async live(life: Life): Promise<void> {
    const { world } = this
    const log = world.disk.open(life)
    const auditor = await Auditor.start({
      bus: life.bus,
      log,
      index: LeafIndex.open(':memory:', log.size),
      time: { clock: () => world.nowMs, sleep: (ms) => world.sleep(ms), every: () => () => {} },
      watcher: {
        taken: () => {},
        repeated: () => {},
        // Everything is written by gates that can be believed.
        found: (finding) => world.complain(`${this.name} found ${JSON.stringify(finding)}`),
      },
      dir: 'the log',
      ...{ deployment, prefix, origin: 'log.example/simulation' },
      gateKeys: trust.service('gate'),
      verifiers: [],
    })
    auditor.failed.catch(life.exit)
  }
}
