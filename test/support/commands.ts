/** Commands written straight to their topic, past the edges: what a service gone bad, or somebody with its Kafka user, could try. */
import {
  type ActionId,
  encodeEvent,
  type Fact,
  proofAttribute,
  type Revoke,
  revokeCommand,
  slotOf,
  topicName,
  type Vote,
  voteCommand,
} from '@holdpoint/contracts'
import type { OutRecord } from '@holdpoint/kafka'
import { Signer, signCommand } from '@holdpoint/seal'
import { uniqueName } from '@holdpoint/testkit'
import type { Decisions } from './decisions.ts'
import type { Stage } from './stage.ts'

export interface CommandOptions {
  readonly id?: string
  /** Key file of whoever signs it; default the notifier's, null for no signature. */
  readonly signedBy?: string | null
  /** Default: the action in the command. */
  readonly key?: string
}

export type Command = { readonly actionId?: ActionId } & Readonly<Record<string, unknown>>

/** The record of a command, signed now. */
export function commandRecord(
  at: Stage,
  type: string,
  command: Command,
  { id = uniqueName('command'), signedBy = 'notifier.jwk', key }: CommandOptions = {},
): OutRecord {
  const { urn: deployment, prefix } = at.hp
  const { actionId } = command
  const subject = key ?? actionId
  if (subject === undefined) throw new RangeError('name the key of a command about no action')
  const nowMs = Date.now()
  const proof =
    signedBy === null
      ? undefined
      : signCommand(new Signer(at.key(signedBy)), {
          ...{ deployment, commandId: id, type, command, nowMs },
        })
  const { headers, value } = encodeEvent({
    ...{ id, source: `${deployment}/notifier`, type, subject, timeMs: nowMs, data: command },
    extensions: proof === undefined ? {} : { [proofAttribute]: proof },
  })
  return {
    topic: topicName(at.hp.prefix, 'commands'),
    partition: slotOf(subject, slotCountOf(at, prefix)),
    ...{ key: subject, value, headers },
  }
}

export interface Hand {
  readonly at: Stage
  readonly decisions: Decisions
}

/** Writes it and waits for what the gate made of it. */
export async function giveVote(
  { at, decisions }: Hand,
  vote: Omit<Vote, 'complete' | 'channel'> & Partial<Vote>,
  options: CommandOptions = {},
): Promise<Fact> {
  const id = options.id ?? uniqueName('vote')
  const whole = { complete: true, channel: 'api', ...vote }
  await at.operator().send([commandRecord(at, voteCommand, whole, { ...options, id })])
  return decisions.effect(id)
}

export async function giveRevocation(
  { at, decisions }: Hand,
  revoke: Omit<Revoke, 'channel'>,
  options: CommandOptions = {},
): Promise<Fact> {
  const id = options.id ?? uniqueName('revoke')
  const whole = { channel: 'api', ...revoke }
  await at.operator().send([commandRecord(at, revokeCommand, whole, { ...options, id })])
  return decisions.effect(id)
}

function slotCountOf({ hp }: Stage, prefix: string): number {
  const commands = topicName(prefix, 'commands')
  const planned = hp.plan.topics.find(({ name }) => name === commands)
  if (!planned) throw new Error(`${commands} is not planned`)
  return planned.partitions
}
