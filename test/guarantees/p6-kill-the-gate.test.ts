/** P6: kill the gate at any step; every action still ends exactly once and nothing is released twice. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkLoad } from '../support/comments.ts'
import { onStage } from '../support/stage-scope.ts'

const dyingGate = 'test/support/gate-that-dies.ts'
const steps = ['before-transaction', 'inside-transaction', 'after-commit', 'after-redis'] as const

describe.concurrent('the gate, killed', () => {
  for (const step of steps) {
    test(`${step.replace('-', ' ')}, neither loses nor repeats anything`, () =>
      onStage({ services: ['redactor', 'unsealer'] }, async (at) => {
        const marker = join(at.hp.dir, `died-${step}`)
        const env = { HOLDPOINT_TEST_DIE_AT: `${step}:3`, HOLDPOINT_TEST_DIED: marker }
        const gate = await at.add('gate', { file: dyingGate, restart: 'always', env })
        await checkLoad(at, 24)
        expect(existsSync(marker), 'it was killed').toBe(true)
        expect(gate.restartCount).toBeGreaterThanOrEqual(1)
      }))
  }
})
