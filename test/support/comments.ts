/** A load of actions that policy allows, and the claim that each ended exactly once. */
import { expect } from 'vitest'
import type { Stage } from './stage.ts'
import { storyOf } from './story.ts'

const type = 'support.ticket.comment'
const patienceMs = 50_000

/** Proposes `count` actions at once, calls `meanwhile` when they are under way, and checks everything at the end. */
export async function checkLoad(
  at: Stage,
  count: number,
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<void> {
  const { runs } = at.execute({ [type]: { run: () => ({ ok: true }) } })
  const { agent } = at
  const proposed = Array.from({ length: count }, async (_, n) => {
    const ticket = await agent.propose({ type, params: { n } })
    return [ticket.id, await agent.settled(ticket, { maxWaitMs: patienceMs })] as const
  })
  const [settled] = await Promise.all([Promise.all(proposed), meanwhile()])
  expect(settled.map(([, { status }]) => status)).toEqual(settled.map(() => 'succeeded'))
  const story = await storyOf(at)
  for (const [id] of settled) {
    const counted = [story.lives.get(id), story.grants.get(id), story.endings.get(id)]
    expect(counted, id).toEqual([['approved', 'claimed', 'succeeded'], 1, 1])
  }
  expect(runs.map((run) => run.id).sort()).toEqual(settled.map(([id]) => id).sort())
}
