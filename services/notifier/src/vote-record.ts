/** A person's vote as a signed command for the gate. The notifier only carries it: who may vote, and whether it counts, is the gate's to say. */
import { createHash } from 'node:crypto'
import {
  canonicalize,
  encodeEvent,
  proofAttribute,
  slotOf,
  topicName,
  type Vote,
  voteCommand,
} from '@holdpoint/contracts'
import type { OutRecord } from '@holdpoint/kafka'
import { type Signer, signCommand } from '@holdpoint/seal'

const commandLabel = 'holdpoint.vote-command.v1\0'

export interface VoteWriter {
  readonly deployment: string
  readonly prefix: string
  readonly slotCount: number
  readonly signer: Signer
}

/**
 * Id of the command that this person gives under this key: asked again it is the same command, and with anything else in it another one, which the gate refuses
 * as a second vote.
 */
export function voteCommandId(vote: Omit<Vote, 'token' | 'reason'>, key: string): string {
  const { actionId, person, verdict, presented } = vote
  return createHash('sha256')
    .update(commandLabel)
    .update(canonicalize([actionId, person, verdict, presented, key]))
    .digest('base64url')
}

export function voteRecord(
  vote: Vote,
  commandId: string,
  nowMs: number,
  { deployment, prefix, slotCount, signer }: VoteWriter,
): OutRecord {
  const proof = signCommand(signer, {
    deployment,
    commandId,
    type: voteCommand,
    command: vote,
    nowMs,
  })
  const { headers, value } = encodeEvent({
    id: commandId,
    source: `${deployment}/notifier`,
    type: voteCommand,
    subject: vote.actionId,
    timeMs: nowMs,
    extensions: { [proofAttribute]: proof },
    data: vote,
  })
  return {
    topic: topicName(prefix, 'commands'),
    partition: slotOf(vote.actionId, slotCount),
    key: vote.actionId,
    value,
    headers,
  }
}
