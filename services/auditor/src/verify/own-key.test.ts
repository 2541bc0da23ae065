/** A stranger checks votes that people have signed with keys of their own. */
import { decisionNonce } from '@holdpoint/contracts'
import { signSaying } from '@holdpoint/seal'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Draft, startMs } from '../gate-hand.ts'
import { deployment } from '../rig.ts'
import { run } from './command.ts'
import { World } from './world.ts'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.rig.remove())

/** What is wrong with a log whose one vote was signed so. */
async function problems(change: { verdict?: 'deny'; person?: string; isForeign?: boolean }) {
  const { verdict = 'approve', person = 'p-1', isForeign = false } = change
  const running = await world.rig.start()
  const drafts = world.story(0).map((draft): Draft => {
    if (draft.kind !== 'voted' || draft.actionId === undefined) return draft
    const [held] = world.story(0)
    if (held?.kind !== 'held') throw new Error('a story begins with a hold')
    const { presented } = held.body.origin
    const nonce = decisionNonce({ actionId: draft.actionId, presented, verdict })
    const signer = isForeign ? world.agent : world.person
    const token = signSaying(signer, { deployment, person, nonce, nowMs: startMs })
    return { ...draft, views: { token } }
  })
  await world.rig.write(0, world.adopted(), ...drafts)
  await world.rig.settled(running)
  await running.auditor.stop()
  const trust = world.file('trust.json', world.trustText)
  const { stdout } = await run(['verify', world.rig.dir, '--trust', trust, '--json'])
  const told = JSON.parse(stdout) as { counts: { votes: number }; problems: { rule: string }[] }
  return { votes: told.counts.votes, rules: told.problems.map(({ rule }) => rule).join('\n') }
}

test('one that was signed for this decision by the one who gave it holds', async () => {
  expect(await problems({})).toEqual({ votes: 1, rules: '' })
})

test('one that was signed for a denial is found', async () => {
  const { votes, rules } = await problems({ verdict: 'deny' })
  expect([votes, /was not minted for this decision/.test(rules)]).toEqual([0, true])
})

test('one by a key of somebody else is found', async () => {
  expect((await problems({ isForeign: true })).rules).toMatch(/may not sign this/)
})

test('one of somebody without keys is found', async () => {
  expect((await problems({ person: 'p-2' })).rules).toMatch(/may not sign this/)
})
