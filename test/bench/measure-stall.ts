/** An owner that is stopped (SIGSTOP) in the middle of its work, with a second gate beside it: how long a reader of committed records hears nothing of its slots. */
import { decisionTypes, topicName } from '@holdpoint/contracts'
import type { Deployment } from '@holdpoint/local'
import type { Feed } from './feed.ts'
import { redactorAlone } from './measure-throughput.ts'
import type { ScaleSizes } from './options.ts'
import type { Stand } from './stand.ts'
import { Watch } from './watch.ts'

export interface Stall {
  /** The longest time without a decision of one slot, in seconds: session, takeover, and the transaction that was left open. */
  readonly seconds: number
}

export async function measureStall(
  stand: Stand,
  feed: Feed,
  deployment: Deployment,
  { stalled }: ScaleSizes,
): Promise<Stall> {
  const redactor = await stand.start(deployment, ['redactor'])
  await redactorAlone(stand, feed, deployment, redactor, stalled)
  await redactor.stop()
  const decisions = topicName(deployment.prefix, 'decisions')
  const held = await Watch.open(stand, decisions, decisionTypes.held)
  const gates = await stand.startGates(deployment, 2)
  await held.reached(stalled / 4)
  const [first] = gates.running
  const pid = first?.pid ?? Number.NaN
  process.kill(pid, 'SIGSTOP')
  try {
    await held.reached(stalled)
  } finally {
    process.kill(pid, 'SIGCONT')
  }
  const bySlot = Map.groupBy(held.arrivals.values(), ({ partition }) => partition)
  const gaps = [...bySlot.values()].map((arrivals) =>
    longestGap(arrivals.map(({ seenMs }) => seenMs)),
  )
  await Promise.all([gates.stop(), held.close()])
  return { seconds: Math.max(...gaps) / 1000 }
}

function longestGap(atMs: readonly number[]): number {
  const sorted = atMs.toSorted((a, b) => a - b)
  return sorted.reduce((longest, at, index) => Math.max(longest, at - (sorted[index - 1] ?? at)), 0)
}
