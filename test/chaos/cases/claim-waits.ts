/** The commit that answers a claim is delayed, Redis is wiped meanwhile, and the same action is claimed through the other gate as well. */
import type { Case } from './act.ts'

/** Shorter than the transaction may take; long enough for the others to be waiting too. */
const delayMs = 3_000

export const claimWaits: Case = {
  what: 'Kafka commit delayed while a claim waits, then FLUSHALL, then the same claim elsewhere: one receipt',
  slots: 1,
  async play(act) {
    const { scene, holds, arena } = act
    const id = await scene.approved()
    holds.ask('inside-transaction', '"kind":"claimed"')
    const first = scene.claim(id, 'billing', 0)
    const held = await holds.reached('inside-transaction')
    await arena.wipeRedis()
    const others = [scene.claim(id, 'billing', 1), scene.claim(id, 'second', 1)]
    await act.wait(delayMs)
    held.release()
    const answers = await Promise.all([first, ...others])
    const winners = new Set(scene.receipts.map(({ executor }) => executor))
    const told = answers.map(({ status, body }) => `${status} ${body?.code ?? ''}`).join(', ')
    act.expect(winners.size === 1, `the claim was answered ${told}`)
  },
}
