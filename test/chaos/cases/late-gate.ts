/** People vote just before and just after a deadline, and no gate is there to see it until long afterwards. */
import type { ActionId } from '@holdpoint/contracts'
import type { Act, Case } from './act.ts'

/** On both sides of the deadline. */
const marginMs = 1_000
/** From the deadline until a gate is there again: many margins. */
const downMs = 8_000

export const lateGate: Case = {
  what: 'a vote just before the deadline, with the gate down until long after it, counts; one just after does not',
  slots: 1,
  async play(act) {
    const { scene } = act
    const [early, late] = await Promise.all([forgotten(act), forgotten(act)])
    await act.gatesDown()
    await act.wait(early.decideByMs - marginMs - Date.now())
    const inTime = await scene.vote(early.id, 'p-alice', 'approve')
    // On a machine that is busy enough, the broker may have it too late after all.
    const wasInTime = Date.now() < early.decideByMs
    await act.wait(late.decideByMs + marginMs - Date.now())
    const tooLate = await scene.vote(late.id, 'p-alice', 'approve')
    await act.wait(downMs)
    await act.gatesUp()
    const first = await scene.follower.effect(inTime)
    const second = await scene.follower.effect(tooLate)
    act.expect(!wasInTime || first.kind === 'voted', 'a vote that was in time did not count')
    act.expect(second.kind === 'refused', 'a vote that was too late counted')
    await scene.follower.fact('expired', late.id)
  },
}

async function forgotten({ scene }: Act): Promise<{ id: ActionId; decideByMs: number }> {
  const id = await scene.propose('chaos.forgotten')
  const { body } = await scene.follower.fact('held', id)
  return { id, decideByMs: body.decideByMs }
}
