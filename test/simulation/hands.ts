/** What agents, executors and a notifier's people would write, signed as they would sign it. */
import {
  type Action,
  type ActionId,
  actionIntended,
  claimCommand,
  type Digest,
  digestOf,
  encodeEvent,
  extendCommand,
  type Found,
  freezeCommand,
  freezeKey,
  intentRefused,
  macAttribute,
  type Outcome,
  outcomeReported,
  proofAttribute,
  reconcileCommand,
  revokeCommand,
  type Scope,
  saltAttribute,
  slotOf,
  type TopicId,
  thawCommand,
  topicName,
  topics,
  type Verdict,
  voteCommand,
  withdrawCommand,
} from '@holdpoint/contracts'
import type { MemoryCluster, OutRecord } from '@holdpoint/kafka'
import {
  deriveSalt,
  type RequestExtras,
  recordMac,
  signCommand,
  signIntent,
  signOutcome,
  signRequest,
} from '@holdpoint/seal'
import { type AgentName, deployment, type ExecutorName, keys, prefix } from './rules.ts'

const salt = Buffer.alloc(32, 9).toString('base64url')

/** Marks a record over which every gate dies that reads it. */
export const deadlyHeader = 'deadly'

export interface Written {
  /** Id of the event; of a command, what its facts and its answer go by. */
  readonly id: string
  /** Must never count: it was given on a view that is not the one held. */
  readonly isVoid?: boolean
  readonly record: OutRecord
}

export function deadly(written: Written): Written {
  const headers = { ...written.record.headers, [deadlyHeader]: 'yes' }
  return { ...written, isVoid: true, record: { ...written.record, headers } }
}

/** An intent on its way, and the digests that others will know it by. */
export interface Given {
  readonly presented: Digest
  readonly intended: Digest
  readonly written: Written
}

const signed = (proof: string) => ({ [proofAttribute]: proof, [saltAttribute]: salt })

export class Hands {
  private readonly cluster: MemoryCluster
  private readonly slotCount: number
  private readonly clock: () => number
  private count = 0

  constructor(cluster: MemoryCluster, slotCount: number, clock: () => number) {
    this.cluster = cluster
    this.slotCount = slotCount
    this.clock = clock
  }

  intent(agent: AgentName, action: Action): Given {
    const signer = keys.agents[agent]
    const { id } = action
    const { proof, intended } = signIntent({
      signer,
      deployment,
      action,
      salt,
      nowMs: this.clock(),
    })
    const written = this.write('intended', id, actionIntended, action, signed(proof))
    // As the redactor will: there is nothing to mask in it.
    const presented = digestOf(deriveSalt(keys.salts, id, 'presented'), action)
    return { presented, intended, written }
  }

  /** What the redactor can't read. */
  unreadable(id: ActionId): Written {
    return this.write('intended', id, actionIntended, { id, params: 'none' })
  }

  /** What the redactor says of something unreadable, without it. */
  rejection(id: ActionId): Written {
    return this.byRedactor(id, intentRefused, {
      kind: 'intent',
      code: 'HP_JSON_DEPTH',
      message: 'nested too deep',
      source: { topic: topics.intended.name, partition: 0, offset: this.count },
      receivedAtMs: this.clock(),
    })
  }

  vote(
    { actionId, presented }: { readonly actionId: ActionId; readonly presented: Digest },
    person: string,
    verdict: Verdict,
  ): Written {
    const vote = { actionId, person, verdict, presented, complete: true, channel: 'console' }
    return this.byNotifier(actionId, voteCommand, vote)
  }

  revoke(actionId: ActionId, person: string): Written {
    const revoke = { actionId, person, reason: 'changed my mind', channel: 'console' }
    return this.byNotifier(actionId, revokeCommand, revoke)
  }

  reconcile(actionId: ActionId, person: string, found: Found): Written {
    const finding = { actionId, person, found, reason: 'looked it up', channel: 'console' }
    return this.byNotifier(actionId, reconcileCommand, finding)
  }

  extend(executor: ExecutorName, actionId: ActionId, claim: string, forMs: number): Written {
    const request = this.request(keys.executors[executor], actionId, 'extend', { claim, forMs })
    return this.write('commands', actionId, extendCommand, { actionId, request })
  }

  freeze(person: string, scope: Scope): Written {
    const freeze = { scope, person, reason: 'something is wrong', channel: 'console' }
    return this.byNotifier(freezeKey, freezeCommand, freeze)
  }

  /** `freeze`: id of the command that froze. */
  thaw(person: string, freeze: string): Written {
    const thaw = { freeze, person, reason: 'all is well', channel: 'console' }
    return this.byNotifier(freezeKey, thawCommand, thaw)
  }

  withdraw(agent: AgentName, actionId: ActionId): Written {
    const request = this.request(keys.agents[agent], actionId, 'withdraw')
    return this.write('commands', actionId, withdrawCommand, { actionId, request })
  }

  /** A request is made once; giving the claim again with the same one is a retry. */
  claimRequest(executor: ExecutorName, actionId: ActionId, grant: string): string {
    return this.request(keys.executors[executor], actionId, 'claim', { grant })
  }

  claim(actionId: ActionId, request: string): Written {
    return this.write('commands', actionId, claimCommand, { actionId, request })
  }

  outcome(executor: ExecutorName, outcome: Outcome): Written {
    const signer = keys.executors[executor]
    const { proof } = signOutcome({ signer, deployment, outcome, salt, nowMs: this.clock() })
    return this.write('outcomes', outcome.actionId, outcomeReported, outcome, signed(proof))
  }

  async send({ record }: Written): Promise<void> {
    await this.cluster.bus('hands').send([record])
  }

  private request(
    signer: (typeof keys.agents)[AgentName],
    subject: ActionId,
    act: 'withdraw' | 'claim' | 'extend',
    extras: RequestExtras = {},
  ): string {
    this.count += 1
    return signRequest(signer, {
      deployment,
      subject,
      act,
      jti: `request-${this.count}`,
      nowMs: this.clock(),
      ...extras,
    })
  }

  private byNotifier(
    key: string,
    type: string,
    command: Readonly<Record<string, unknown>>,
  ): Written {
    const commandId = `command-${this.count + 1}`
    const signer = keys.notifier
    const nowMs = this.clock()
    const proof = signCommand(signer, { deployment, commandId, type, command, nowMs })
    return this.write('commands', key, type, command, { [proofAttribute]: proof })
  }

  private byRedactor(key: ActionId, type: string, data: unknown): Written {
    const { value } = encodeEvent(this.eventOf(key, type, data))
    const mac = recordMac(keys.redactor, { type, subject: key, data: value })
    return this.write('redacted', key, type, data, { [macAttribute]: mac })
  }

  private write(
    topic: TopicId,
    key: string,
    type: string,
    data: unknown,
    extensions: Record<string, string> = {},
  ): Written {
    this.count += 1
    const event = { ...this.eventOf(key, type, data), id: `command-${this.count}` }
    const { headers, value } = encodeEvent({ ...event, extensions })
    const partition = slotOf(key, this.slotCount)
    return {
      id: event.id,
      record: { topic: topicName(prefix, topic), partition, key, value, headers },
    }
  }

  private eventOf(key: string, type: string, data: unknown) {
    const id = `command-${this.count + 1}`
    return { id, source: 'simulation', type, subject: key, timeMs: this.clock(), data }
  }
}
