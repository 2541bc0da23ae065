/** What goes on during a storm: agents propose, people vote, change their mind and forget, executors race. Which, follows from the seed. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ActionId, Fact } from '@holdpoint/contracts'
import { uniqueName } from '@holdpoint/testkit'
import { Random } from '../simulation/random.ts'
import { executorIds } from './rules.ts'
import type { Scene } from './scene.ts'

const weights = {
  'chaos.allowed': 8,
  'chaos.asked': 9,
  'chaos.pair': 3,
  'chaos.forgotten': 2,
  'chaos.raced': 4,
  'chaos.unused': 3,
  'chaos.forbidden': 1,
}
type Type = keyof typeof weights
const fates = { approve: 12, deny: 3, withdraw: 3, stranger: 2 }
/** People take their time. */
const thinkMsMax = 2_000

export interface LoadOptions {
  readonly seed: number
  readonly perSecond: number
}

export class Load {
  readonly #scene: Scene
  readonly #random: Random
  readonly #options: LoadOptions
  readonly #begun = new Set<Promise<unknown>>()
  #isOver = false

  constructor(scene: Scene, options: LoadOptions) {
    this.#scene = scene
    this.#options = options
    this.#random = new Random(options.seed)
    scene.follower.listen((fact) => this.#react(fact))
    scene.execute(executorIds[0], 0)
    scene.execute(executorIds[1], 1)
  }

  /** Proposes until `stop`, a steady number each second, whether or not what went before is done. */
  async run(): Promise<void> {
    while (!this.#isOver) {
      const type = this.#random.weighted(weights)
      const name = uniqueName(type)
      this.#begin(this.#scene.propose(type, name))
      // Also what was taken in may be proposed again, by a client that lost the answer.
      if (this.#random.chance(0.1)) this.#begin(this.#scene.propose(type, name))
      await sleep(1000 / this.#options.perSecond)
    }
  }

  /** Resolves when nobody acts any more. */
  async stop(): Promise<void> {
    this.#isOver = true
    while (this.#begun.size > 0) await Promise.all(this.#begun)
  }

  #begin(act: Promise<unknown>): void {
    const watched = act
      .catch((error: unknown) => this.#scene.surprises.push(`somebody could not act: ${error}`))
      .finally(() => this.#begun.delete(watched))
    this.#begun.add(watched)
  }

  #react({ kind, actionId, body }: Fact): void {
    if (actionId === undefined || (kind !== 'held' && kind !== 'approved')) return
    const type = ('origin' in body ? body.origin?.type : undefined) as Type | undefined
    if (kind === 'held') this.#begin(this.#decide(actionId, type))
    else if (type === 'chaos.raced') this.#begin(this.#race(actionId))
    else if (type === 'chaos.unused' && this.#random.chance(0.5))
      this.#begin(this.#revoke(actionId))
  }

  async #decide(id: ActionId, type: Type | undefined): Promise<void> {
    const scene = this.#scene
    const fate = this.#random.weighted(fates)
    await this.#think()
    switch (type) {
      case 'chaos.forgotten':
        return
      case 'chaos.pair': {
        const verdict = fate === 'deny' ? 'deny' : 'approve'
        await Promise.all(['p-alice', 'p-bob'].map((person) => scene.vote(id, person, verdict)))
        return
      }
      default:
        await this.#decideAlone(id, fate)
    }
  }

  async #decideAlone(id: ActionId, fate: keyof typeof fates): Promise<void> {
    const scene = this.#scene
    switch (fate) {
      case 'approve':
      case 'deny':
        await scene.vote(id, 'p-alice', fate)
        return
      case 'withdraw':
        // The vote may be faster.
        await Promise.all([
          scene.withdraw(id),
          this.#think().then(() => scene.vote(id, 'p-bob', 'approve')),
        ])
        return
      case 'stranger':
        // Carol owns the agent: she is refused.
        await scene.vote(id, 'p-carol', 'approve')
        await scene.vote(id, 'p-bob', 'approve')
    }
  }

  /** Both ask for it through another gate, and who has it tells how it went, or keeps silent. */
  async #race(id: ActionId): Promise<void> {
    const scene = this.#scene
    const isSilent = this.#random.chance(0.4)
    const asked = executorIds.map(async (executor, gate) => {
      const answer = await scene.claim(id, executor, gate === 0 ? 0 : 1)
      if (answer.status !== 200) return
      scene.runs.push({ actionId: id, claimId: answer.body.claim.id, executor })
      if (isSilent) return
      await scene.report(
        { actionId: id, claimId: answer.body.claim.id, status: 'succeeded' },
        executor,
      )
    })
    await Promise.all(asked)
  }

  async #revoke(id: ActionId): Promise<void> {
    await this.#think()
    await this.#scene.revoke(id, 'p-alice')
  }

  #think(): Promise<void> {
    return sleep(this.#random.int(thinkMsMax))
  }
}
