/** What a person asks of the gate, as a signed command. The notifier only carries it: who may, and whether it counts, is the gate's to say. */
import { createHash } from 'node:crypto'
import { canonicalize, encodeEvent, proofAttribute, slotOf, topicName } from '@holdpoint/contracts'
import type { OutRecord } from '@holdpoint/kafka'
import { type Signer, signCommand } from '@holdpoint/seal'

const commandLabel = 'holdpoint.person-command.v1\0'

export interface CommandWriter {
  readonly deployment: string
  readonly prefix: string
  readonly slotCount: number
  readonly signer: Signer
}

/** Of any type; each has the members that its schema in contracts says. */
export interface PersonCommand {
  readonly person: string
  readonly [member: string]: unknown
}

/** How a command travels. */
export interface Envelope {
  readonly type: string
  /** Of the record: the action id, or another that its slot follows from. */
  readonly key: string
  readonly commandId: string
  readonly nowMs: number
}

/**
 * Id of the command that this person gives under this key: asked again it is the same command, and with anything else in `says` another one, on which the gate
 * has its own opinion. Reason and token are not part of it: they are made anew when somebody tries again.
 */
export function personCommandId(type: string, says: PersonCommand, key: string): string {
  return createHash('sha256')
    .update(commandLabel)
    .update(canonicalize([type, says, key]))
    .digest('base64url')
}

export function commandRecord(
  command: PersonCommand,
  { type, key, commandId, nowMs }: Envelope,
  { deployment, prefix, slotCount, signer }: CommandWriter,
): OutRecord {
  const proof = signCommand(signer, { deployment, commandId, type, command, nowMs })
  const { headers, value } = encodeEvent({
    id: commandId,
    source: `${deployment}/notifier`,
    type,
    subject: key,
    timeMs: nowMs,
    extensions: { [proofAttribute]: proof },
    data: command,
  })
  return {
    topic: topicName(prefix, 'commands'),
    partition: slotOf(key, slotCount),
    key,
    value,
    headers,
  }
}
