/** Intents as a client without our library would send them: any bytes, over HTTP and over Kafka, and what becomes of them. */
import { randomUUID } from 'node:crypto'
import {
  type Action,
  type ActionId,
  actionIntended,
  check,
  DeadLetter,
  type DeadLetterGroup,
  deadLetterTopic,
  decodeEvent,
  encodeEvent,
  proofAttribute,
  type Source,
  saltAttribute,
  type TopicId,
  topicName,
} from '@holdpoint/contracts'
import { Signer, signIntent } from '@holdpoint/seal'
import { type Answer, answerOf } from './people.ts'
import { agentId, executorId, type Stage } from './stage.ts'
import { tailOf } from './tail.ts'

export const salt = 'EBESExQVFhcYGRobHB0eHw'

export interface Raw {
  readonly value: string | Buffer | null
  readonly headers: Readonly<Record<string, string>>
  readonly key: string | null
}

export const newId = (): ActionId => randomUUID() as ActionId

export function actionWith(changes: object = {}): Action {
  const plain = {
    type: 'support.ticket.comment',
    agent: { id: agentId },
    params: { text: 'hello' },
  }
  return { id: newId(), ...plain, ...changes }
}

/** An intent with the agent's signature over what it says, however wrong that is. */
export function signed(at: Stage, action: Action, by = `agent-${agentId}.jwk`, nowMs = Date.now()) {
  const signer = new Signer(at.key(by))
  const { proof } = signIntent({ signer, deployment: at.hp.urn, action, salt, nowMs })
  return { action, proof, salt }
}

/** As a binary CloudEvent. */
export function intentRecord({ action, proof }: { action: Action; proof: string }): Raw {
  const { headers, value } = encodeEvent({
    ...{ id: action.id, source: 'urn:test', type: actionIntended, subject: action.id },
    ...{ timeMs: Date.now(), data: action },
    extensions: { [proofAttribute]: proof, [saltAttribute]: salt },
  })
  return { key: action.id, headers, value }
}

/** Writes it as the agent (or, to outcomes, the executor) could; resolves with where it stands. */
export async function write(
  at: Stage,
  { key, value, headers }: Raw,
  to: 'intended' | 'outcomes' = 'intended',
): Promise<Source> {
  const topic = topicName(at.hp.prefix, to)
  const bus = to === 'intended' ? at.bus('agent', agentId) : at.bus('executor', executorId)
  const bytes = typeof value === 'string' ? Buffer.from(value) : value
  const bases = await bus.send([{ topic, partition: 0, key, value: bytes, headers }])
  return { topic, partition: 0, offset: bases.get(`${topic}/0`) ?? -1 }
}

export async function post(
  at: Stage,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const all = { 'content-type': 'application/json', ...headers }
  const url = `${at.hp.urls.redactor}/v1/intents`
  return answerOf(
    await fetch(url, { method: 'POST', headers: all, body: Uint8Array.from(Buffer.from(body)) }),
  )
}

/** The pointer to a record, as soon as it is parked. */
export async function letterFor(
  at: Stage,
  { topic, partition, offset }: Source,
  group: DeadLetterGroup = 'redactor',
  of: TopicId = 'intended',
): Promise<DeadLetter> {
  const tail = await tailOf(at, deadLetterTopic(at.hp.prefix, group, of))
  return tail.find(`a dead letter for ${topic}/${offset}`, (record) => {
    const letter = check(DeadLetter, decodeEvent(record).data)
    const { offset: place, partition: slot } = letter.source
    const isIt = letter.source.topic === topic && slot === partition && place === offset
    return isIt ? letter : undefined
  })
}
