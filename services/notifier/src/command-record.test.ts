import {
  check,
  decodeEvent,
  digestBytes,
  revokeCommand,
  slotOf,
  Vote,
  voteCommand,
} from '@holdpoint/contracts'
import { generateKey, keysOf, Signer, verifyCommand } from '@holdpoint/seal'
import { expect, test } from 'vitest'
import { deployment, idOf } from '../test/fixture.ts'
import { commandRecord, personCommandId } from './command-record.ts'

const key = generateKey()
const writer = { deployment, prefix: 'demo.', slotCount: 7, signer: new Signer(key.privateJwk) }
const vote: Vote = {
  actionId: idOf(4),
  person: 'ana',
  verdict: 'deny',
  presented: digestBytes('x'),
  complete: true,
  channel: 'console',
  reason: 'not by this amount',
}

const envelope = { type: voteCommand, key: vote.actionId, commandId: 'cmd-1', nowMs: 5_000 }

test('a vote travels signed, under its action, in its slot', () => {
  const record = commandRecord(vote, envelope, writer)
  expect(record).toMatchObject({
    topic: 'demo.approvals.commands',
    key: vote.actionId,
    partition: slotOf(vote.actionId, 7),
  })
  const { attributes, data, extensions } = decodeEvent(record)
  expect(attributes).toMatchObject({ id: 'cmd-1', type: voteCommand, subject: vote.actionId })
  const command = check(Vote, data)
  expect(command).toEqual(vote)
  const known = {
    deployment,
    commandId: 'cmd-1',
    type: voteCommand,
    atMs: 5_000,
    keyOf: keysOf(key.publicJwk),
  }
  const proof = extensions['hpproof'] ?? ''
  expect(verifyCommand(proof, { ...known, command })).toEqual({ keyId: key.kid })
  expect(() =>
    verifyCommand(proof, { ...known, command: { ...vote, verdict: 'approve' } as Vote }),
  ).toThrow()
})

test('the same person saying the same under the same key gives the same command, anything else another', () => {
  const { actionId, person, verdict, presented } = vote
  const says = { actionId, person, verdict, presented }
  const idOfThis = (change: object = {}, key = 'k-1', type: string = voteCommand) =>
    personCommandId(type, { ...says, ...change }, key)
  const all = [
    ...[idOfThis(), idOfThis({}, 'k-2'), idOfThis({}, 'k-1', revokeCommand)],
    ...[idOfThis({ person: 'bea' }), idOfThis({ verdict: 'approve' })],
    ...[idOfThis({ actionId: idOf(5) }), idOfThis({ presented: digestBytes('y') })],
  ]
  expect(new Set(all).size).toBe(7)
  expect(idOfThis()).toBe(all[0])
})
