/** What changes the gate's own intake: a second process beside it, and a long policy. Each starts on records that wait; what warms it up is left out. */
import { writeFileSync } from 'node:fs'
import { decisionTypes, topicName } from '@holdpoint/contracts'
import type { Deployment } from '@holdpoint/local'
import type { Feed } from './feed.ts'
import { policyOf } from './load.ts'
import { heldUpTo, redactorAlone } from './measure-throughput.ts'
import type { Sizes } from './options.ts'
import type { Processes } from './processes.ts'
import type { Rate } from './report.ts'
import type { Stand } from './stand.ts'
import { Watch } from './watch.ts'

const manyRules = 200

/** No gate may be running; none is afterwards. */
export async function measureGates(
  stand: Stand,
  feed: Feed,
  deployment: Deployment,
  redactor: Processes,
  sizes: Pick<Sizes, 'aloneActions' | 'warmActions'>,
): Promise<Readonly<Record<'gateTwo' | 'gateRules', Rate>>> {
  const warm = async (gateCount: number) => {
    const { aloneActions, warmActions } = sizes
    await redactorAlone(stand, feed, deployment, redactor, aloneActions + warmActions)
    const decisions = topicName(deployment.prefix, 'decisions')
    const held = await Watch.open(stand, decisions, decisionTypes.held)
    const gates = await stand.startGates(deployment, gateCount)
    await heldUpTo(gates, held, aloneActions)
    const rate = await heldUpTo(gates, held, aloneActions + warmActions)
    await Promise.all([gates.stop(), held.close()])
    return rate
  }
  const gateTwo = await warm(2)
  writeFileSync(deployment.files.policy, policyOf(manyRules))
  return { gateTwo, gateRules: await warm(1) }
}
