import { clockSkewMs, type Vote, voteCommand } from '@holdpoint/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  actionId,
  deployment,
  digest,
  nowMs,
  oneBitFlipped,
  otherId,
  party,
} from '../test/fixture.ts'
import { signCommand, verifyCommand } from './command-proof.ts'
import { generateKey, keysOf } from './key.ts'

const { signer, keyOf } = party()
const command: Vote = {
  actionId,
  person: 'ana',
  verdict: 'deny',
  presented: digest('p'),
  complete: true,
  channel: 'console',
}
const parts = { deployment, commandId: 'cmd-1', type: voteCommand, command }
const proof = signCommand(signer, { ...parts, nowMs })
const known = { ...parts, atMs: nowMs, keyOf }
const refused = expect.objectContaining({ code: 'HP_PROOF_INVALID' })

describe("a service's proof of a command is refused", () => {
  test.each([
    ['in another deployment', { deployment: 'urn:holdpoint:other' }],
    ['under another command id', { commandId: 'cmd-2' }],
    ['as another type of command', { type: 'dev.holdpoint.command.revoke.v1' }],
    ['for another action', { command: { ...command, actionId: otherId } }],
    ['with the verdict turned', { command: { ...command, verdict: 'approve' } }],
    ['for another person', { command: { ...command, person: 'bea' } }],
    ['with a member added', { command: { ...command, reason: 'because' } }],
    ['by another key', { keyOf: keysOf(generateKey().publicJwk) }],
    ['much later', { atMs: nowMs + clockSkewMs + 1000 }],
  ])('%s', (_, other) => {
    expect(() => verifyCommand(proof, { ...known, ...other })).toThrow(refused)
  })

  test('with any bit changed', () => {
    fc.assert(
      fc.property(oneBitFlipped(proof), (changed) => {
        expect(() => verifyCommand(changed, known)).toThrow(refused)
      }),
      { numRuns: 300 },
    )
  })
})

test('it holds for the command however its members are ordered', () => {
  const reordered = Object.fromEntries(Object.entries(command).reverse()) as Vote
  expect(verifyCommand(proof, { ...known, command: reordered })).toEqual({ keyId: signer.kid })
})
