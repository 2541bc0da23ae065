/** The promises of port.ts, as tests. Every adapter runs them: a fake that passes less is a bug in the fake. */

import { afterAll, beforeAll, describe } from 'vitest'
import type { TestCluster } from './contract/cluster.ts'
import { groupContract } from './contract/group.ts'
import { ownerContract } from './contract/owner.ts'
import { sendingContract } from './contract/sending.ts'
import { transactionContract } from './contract/transactions.ts'

export function busContract(makeCluster: () => Promise<TestCluster>): void {
  let current: TestCluster | undefined
  const cluster = () => {
    if (current === undefined) throw new Error('the cluster is made before the first test')
    return current
  }
  beforeAll(async () => {
    current = await makeCluster()
  })
  afterAll(async () => {
    await current?.close()
  })

  describe('sending', () => sendingContract(cluster))
  describe('transactions', () => transactionContract(cluster))
  describe('an owner', () => ownerContract(cluster))
  describe('a group', () => groupContract(cluster))
}
