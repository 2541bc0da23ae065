/** P6: lose Redis, wholly or in part, and nothing is lost. */
import { openRedis, ownRedis, runDir, until } from '@holdpoint/testkit'
import { expect, test } from 'vitest'
import { checkLoad } from '../support/comments.ts'
import { onStage } from '../support/stage-scope.ts'
import { storyOf } from '../support/story.ts'

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

test('a state that somebody edits in Redis is refused, restored, and releases nothing', async () => {
  const redis = await ownRedis(runDir('redis'))
  await redis.server.start()
  const operator = await openRedis(redis.address)
  try {
    const one = { services, redis: redis.address, slots: 1 }
    await onStage({ ...one, start: { gate: { restart: 'always' } } }, async (at) => {
      const { id } = await at.agent.propose({ type: 'payments.refund', params: { amount: 1 } })
      const key = `${at.hp.redis.namespace}:{0}:state`
      const state = () => operator.hget(key, `a:${id}`)
      const isThere = async () => (await state()) !== null
      await until(isThere, { deadlineMs: 30_000, what: 'the held state' })
      const genuine = String(await state())
      await operator.hset(key, `a:${id}`, genuine.replace('"pending"', '"approved"'))
      expect(await at.agent.withdraw(id)).toBe(true)
      const { lives, grants } = await storyOf(at)
      expect([lives.get(id), grants.get(id)]).toEqual([['held', 'withdrawn'], undefined])
      expect(at.service('gate').log()).toContain('HP_STATE_FORGED')
    })
  } finally {
    operator.disconnect()
    await redis.server.stop()
  }
})
