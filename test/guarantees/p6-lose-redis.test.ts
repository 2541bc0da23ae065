/** P6: lose Redis, wholly or in part, and nothing is lost. */
import { openRedis, ownRedis, runDir, until } from '@holdpoint/testkit'
import { expect, test } from 'vitest'
import { checkLoad } from '../support/comments.ts'
import { onStage } from '../support/stage-scope.ts'

const services = ['redactor', 'unsealer', 'gate'] as const

test('Redis killed under load comes back and nothing was lost or repeated', async () => {
  const redis = await ownRedis(runDir('redis'))
  await redis.server.start()
  try {
    await onStage(
      { services, redis: redis.address, start: { gate: { restart: 'always' } } },
      (at) =>
        checkLoad(at, 60, async () => {
          for (let n = 0; n < 2; n += 1) {
            await until(async () => (await at.records('approved')).length >= 10 * (n + 1), {
              deadlineMs: 30_000,
              what: 'some work done',
            })
            redis.server.kill('SIGKILL')
            await redis.server.exited()
            await redis.server.start()
          }
        }),
    )
  } finally {
    await redis.server.stop()
  }
})

test('FLUSHALL under load: the changelog brings every state back', async () => {
  const redis = await ownRedis(runDir('redis'))
  await redis.server.start()
  const operator = await openRedis(redis.address)
  try {
    await onStage(
      { services, redis: redis.address, start: { gate: { restart: 'always' } } },
      async (at) => {
        const held = await at.agent.propose({ type: 'payments.refund', params: { amount: 1 } })
        await checkLoad(at, 60, async () => {
          for (let n = 0; n < 3; n += 1) {
            await until(async () => (await at.records('approved')).length >= 10 * (n + 1), {
              deadlineMs: 30_000,
              what: 'some work done',
            })
            await operator.flushall()
          }
        })
        expect(await at.agent.settled(held, { maxWaitMs: 0 })).toMatchObject({
          status: 'pending',
          phase: 'waiting',
        })
      },
    )
  } finally {
    operator.disconnect()
    await redis.server.stop()
  }
})
