/** P6: kill the gate at any step; every action still ends exactly once and nothing is released twice. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { deadLetterTopic, decodeEvent, deriveActionId, slotOf } from '@holdpoint/contracts'
import { dumpTopic, until } from '@holdpoint/testkit'
import { describe, expect, test } from 'vitest'
import { checkLoad } from '../support/comments.ts'
import { agentId, waitMs } from '../support/stage.ts'
import { onStage } from '../support/stage-scope.ts'
import { storyOf } from '../support/story.ts'

const dedupeKey = 'poison'
const poison = deriveActionId(agentId, dedupeKey)
/** Each death costs a session timeout and a start. */
const deathsMs = 150_000
const dyingGate = 'test/support/gate-that-dies.ts'
const steps = ['before-transaction', 'inside-transaction', 'after-commit', 'after-redis'] as const

describe.concurrent('the gate, killed', () => {
  for (const step of steps) {
    test(
      `${step.replace('-', ' ')}, neither loses nor repeats anything`,
      () =>
        onStage({ services: ['redactor', 'unsealer'] }, async (at) => {
          const marker = join(at.hp.dir, `died-${step}`)
          const env = { HOLDPOINT_TEST_DIE_AT: `${step}:3`, HOLDPOINT_TEST_DIED: marker }
          const gate = await at.add('gate', { file: dyingGate, restart: 'always', env })
          await checkLoad(at, 24)
          expect(existsSync(marker), 'it was killed').toBe(true)
          expect(gate.restartCount).toBeGreaterThanOrEqual(1)
        }),
      deathsMs,
    )
  }

  test(
    'by the same input again and again, gives it up, refuses its action and goes on with all others',
    () =>
      onStage({ services: ['redactor', 'unsealer'], slots: 2 }, async (at) => {
        const gate = await at.add('gate', {
          file: 'test/support/gate-that-dies.ts',
          restart: 'always',
          env: { HOLDPOINT_TEST_POISON: poison },
        })
        await at.agent.propose({
          dedupeKey,
          type: 'payments.refund',
          params: { amount: 1 },
        })
        await until(() => gate.restartCount > 0, { deadlineMs: waitMs, what: 'a first death' })
        await checkLoad(at, 12)
        const { lives, grants, endings } = await storyOf(at)
        expect([lives.get(poison), endings.get(poison)]).toEqual([['rejected'], 1])
        expect(grants.get(poison)).toBeUndefined()
        expect(new Set([...lives.keys()].map((id) => slotOf(id, 2)))).toEqual(new Set([0, 1]))
        const letters = await dumpTopic(
          at.hp.kafka,
          deadLetterTopic(at.hp.prefix, 'gate', 'redacted'),
        )
        expect(letters.map((letter) => decodeEvent(letter).data)).toMatchObject([
          { code: 'HP_INTERNAL', source: { topic: `${at.hp.prefix}actions.redacted` } },
        ])
      }),
    deathsMs,
  )
})
