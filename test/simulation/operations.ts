/** What can happen in a simulated world, and how often. Each operation has a seed of its own, so that a history without some of them is still the same otherwise. */
import * as asking from './asking.ts'
import * as havoc from './havoc.ts'
import { Random } from './random.ts'
import type { World } from './world.ts'

export interface Operation {
  readonly kind: Kind
  readonly seed: number
}

/** Answers what it did, in words, where there is more to say than its kind. */
export type Do = (world: World, random: Random) => string | undefined | Promise<string | undefined>

const operations = {
  intend: { weight: 10, run: asking.intend },
  reverse: { weight: 2, run: asking.reverse },
  'intend again': { weight: 4, run: asking.intendAgain },
  'intend another under the same id': { weight: 1, run: asking.intendAnother },
  'be rejected': { weight: 1, run: asking.beRejected },
  vote: { weight: 28, run: asking.vote },
  withdraw: { weight: 1, run: asking.withdraw },
  revoke: { weight: 2, run: asking.revoke },
  reconcile: { weight: 2, run: asking.reconcile },
  freeze: { weight: 0.5, run: asking.freeze },
  thaw: { weight: 1.5, run: asking.thaw },
  claim: { weight: 12, run: asking.claim },
  'claim again': { weight: 2, run: asking.claimAgain },
  'look and run': { weight: 10, run: asking.lookAndRun },
  extend: { weight: 2, run: asking.extend },
  report: { weight: 10, run: asking.report },
  'lose an executor': { weight: 1, run: asking.loseExecutor },
  'write twice': { weight: 2, run: havoc.writeTwice },
  'write what kills': { weight: 0.4, run: havoc.writeDeadly },
  'pass time': { weight: 7, run: havoc.passTime },
  'kill a gate': { weight: 3, run: havoc.killGate },
  'stop a gate': { weight: 2, run: havoc.stopGate },
  'stop a gate for a while': { weight: 3, run: havoc.sleepwalk },
  'continue a gate': { weight: 3, run: havoc.continueGate },
  'hire a notifier or an auditor': { weight: 0.3, run: havoc.hire },
  'kill a service': { weight: 1, run: havoc.killService },
  'stop a service': { weight: 1, run: havoc.stopService },
  'continue a service': { weight: 3, run: havoc.continueService },
  'wipe what the notifier knows': { weight: 0.5, run: havoc.wipeProjection },
  rebalance: { weight: 2, run: havoc.rebalance },
  'wipe Redis': { weight: 1, run: havoc.wipeRedis },
  'wipe a slot': { weight: 1, run: havoc.wipeSlot },
  'copy Redis': { weight: 2, run: havoc.copyRedis },
  'restore Redis': { weight: 1, run: havoc.restoreRedis },
  'put an old state back': { weight: 2, run: havoc.putBack },
  'clean the changelog': { weight: 1, run: havoc.cleanChangelog },
  'change the rules': { weight: 1.5, run: havoc.changeRules },
  'change the weather': { weight: 4, run: havoc.changeWeather },
  work: { weight: 10, run: havoc.work },
} as const satisfies Record<string, { weight: number; run: Do }>
export type Kind = keyof typeof operations
export const kinds = Object.keys(operations) as Kind[]

/** Steps of delivery, answers and timers between two operations: few, so that much is under way. */
const stepsBetweenMax = 60

export function plan(seed: number, count: number): Operation[] {
  const random = new Random(seed)
  const weights = Object.fromEntries(
    kinds.map((kind) => [kind, operations[kind].weight]),
  ) as Record<Kind, number>
  return Array.from({ length: count }, () => ({
    kind: random.weighted(weights),
    seed: random.int(2 ** 32),
  }))
}

/** Answers what was done, in words. */
export async function perform(world: World, { kind, seed }: Operation): Promise<string> {
  const random = new Random(seed)
  world.random = random
  const run: Do = operations[kind].run
  const detail = await run(world, random)
  await world.scheduler.steps(random, random.int(stepsBetweenMax))
  if (random.chance(0.3)) world.tick()
  return detail === undefined ? kind : `${kind}: ${detail}`
}

/** As `--history` takes it. */
export function written(operations: readonly Operation[]): string {
  return operations.map(({ kind, seed }) => `${kind}/${seed}`).join(',')
}

export function parseHistory(history: string): Operation[] {
  return history.split(',').map((entry) => {
    const [kind = '', seed = ''] = entry.split('/')
    const known = kinds.find((one) => one === kind)
    if (!known) throw new Error(`no operation ${kind}`)
    return { kind: known, seed: Number(seed) }
  })
}
