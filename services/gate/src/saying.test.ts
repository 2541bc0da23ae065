/** Votes that a person has signed with a key of their own: as good as a token of their issuer that was minted for the decision, and no better. */
import { decisionNonce, type Verdict, voteCommand } from '@holdpoint/contracts'
import { type Signer, signSaying } from '@holdpoint/seal'
import { beforeEach, expect, test } from 'vitest'
import { Rig } from './rig.ts'
import { actionId, deployment } from './testing.ts'

let rig: Rig
beforeEach(async () => {
  rig = new Rig()
  await rig.gate('gate-1')
  await rig.pass()
})

interface Given {
  readonly signer?: Signer
  readonly signedBy?: string
  readonly signedFor?: Verdict
  readonly person?: string
}
/** How the vote counted, or the code with which it was refused. */
async function counted(given: Given): Promise<unknown> {
  const { signer = rig.ana, signedBy = 'ana', signedFor = 'approve', person = 'ana' } = given
  const { presented } = await rig.intend(actionId(1))
  const about = { actionId: actionId(1), presented }
  const nonce = decisionNonce({ ...about, verdict: signedFor })
  const token = signSaying(signer, { deployment, person: signedBy, nonce, nowMs: rig.nowMs })
  const vote = { ...about, person, verdict: 'approve', complete: true, channel: 'erp', token }
  await rig.command(voteCommand, vote, 'c-1')
  const [voted] = rig.facts('voted')
  const [refused] = rig.facts('refused')
  const body = (voted ?? refused)?.body as { assurance?: string; code?: string } | undefined
  return body?.assurance ?? body?.code
}

test('a vote signed by a key of the person counts as sso', async () => {
  expect(await counted({})).toBe('sso')
})

test('what was signed for a denial is no more than chat as an approval', async () => {
  expect(await counted({ signedFor: 'deny' })).toBe('chat')
})

test('a key of nobody, of an agent, or of a service speaks for no person', async () => {
  expect(await counted({ signer: rig.agent })).toBe('HP_PERSON_UNPROVEN')
})

test('the notifier’s own key speaks for no person', async () => {
  expect(await counted({ signer: rig.notifier })).toBe('HP_PERSON_UNPROVEN')
})

test('nobody speaks for somebody else', async () => {
  expect(await counted({ person: 'bob' })).toBe('HP_PERSON_UNPROVEN')
})
