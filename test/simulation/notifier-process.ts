/** A notifier in the simulated world: follows the decisions, so that people have something to look at. */
import { Follower } from '@holdpoint/notifier'
import { mortalProjection } from './mortal-projection.ts'
import { deployment, prefix, trust } from './rules.ts'
import { type Life, Supervised } from './supervised.ts'

export class NotifierProcess extends Supervised {
  protected async live(life: Life): Promise<void> {
    const { world } = this
    const follower = new Follower({
      bus: life.bus,
      projection: mortalProjection(world.projections.open(), life),
      ...{ prefix, deployment },
      trust: () => trust,
      clock: () => world.nowMs,
      sleep: (ms) => world.sleep(ms),
      // The same look happens at each record; nothing here wipes the projection and then stands still.
      every: () => () => undefined,
      alarm: (what, details) => {
        // Everything is written by gates that can be believed.
        if (what !== 'restart') world.complain(`${this.name}: ${what} ${JSON.stringify(details)}`)
      },
    })
    follower.failed.catch(life.exit)
    await follower.start()
  }
}
