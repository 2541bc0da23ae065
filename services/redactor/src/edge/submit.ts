/** For agents and executors without a Kafka client: the same checks as on the topics, at once; then the raw record goes to the topic, and Kafka's answer is the answer. */
import {
  type ActionId,
  actionIntended,
  type DecodedEvent,
  decodeEvent,
  encodeEvent,
  HoldpointError,
  intakeBytesMax,
  jsonDepthMax,
  outcomeReported,
  proofAttribute,
  type Source,
  saltAttribute,
  slotOf,
  topicName,
} from '@holdpoint/contracts'
import type { Bus, OutRecord } from '@holdpoint/kafka'
import { type IntakeRules, readIntent } from '../intent.ts'
import { readOutcome } from '../outcome.ts'

/** What an edge needs of an HTTP request: headers in lower case, the body as sent. */
export interface EdgeRequest {
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
  /** Called with whoever is proven to have signed it. Throws HP_RATE_LIMITED. */
  readonly admit: (caller: string) => void
}

export interface EdgeAnswer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

export interface EdgeRules {
  readonly rules: IntakeRules
  readonly prefix: string
  readonly bus: Pick<Bus, 'send'>
  /** Partitions of the raw topics. */
  readonly partitions: { readonly intended: number; readonly outcomes: number }
}

/** 202 when the broker has the intent. Throws HoldpointError with the field that is wrong. */
export async function submitIntent(
  request: EdgeRequest,
  edge: EdgeRules,
  nowMs: number,
): Promise<EdgeAnswer> {
  const event = readRequest(request, actionIntended)
  const arrival = { topic: topicName(edge.prefix, 'intended'), key: undefined, atMs: nowMs }
  const { action, intended } = readIntent(event, arrival, edge.rules)
  request.admit(`agent/${action.agent.id}`)
  const source = await sendOne(rawRecord(event, 'intended', action.id, edge, nowMs), edge)
  return { status: 202, body: { id: action.id, intended, source } }
}

/** 202 when the broker has the outcome. */
export async function submitOutcome(
  request: EdgeRequest,
  edge: EdgeRules,
  nowMs: number,
): Promise<EdgeAnswer> {
  const event = readRequest(request, outcomeReported)
  const arrival = { topic: topicName(edge.prefix, 'outcomes'), key: undefined, atMs: nowMs }
  const { outcome, reported, keyId } = readOutcome(event, arrival, edge.rules)
  request.admit(`executor/${keyId}`)
  await sendOne(rawRecord(event, 'outcomes', outcome.actionId, edge, nowMs), edge)
  return { status: 202, body: { id: outcome.actionId, reported } }
}

/** Where it stands, when the broker has it. */
async function sendOne(
  record: OutRecord & { partition: number },
  { bus }: EdgeRules,
): Promise<Source> {
  const { topic, partition } = record
  const bases = await bus.send([record])
  const offset = bases.get(`${topic}/${partition}`)
  if (offset === undefined) throw new HoldpointError('HP_BROKER', { rule: 'no offset' })
  return { topic, partition, offset }
}

/** A bare JSON body with `hp-proof` and `hp-salt`, or a structured CloudEvent that carries them itself. */
function readRequest({ headers, body }: EdgeRequest, type: string): DecodedEvent {
  const contentType = headers['content-type']
  const event = decodeEvent(
    { headers: contentType === undefined ? {} : { 'content-type': contentType }, value: body },
    { bytesMax: intakeBytesMax, depthMax: jsonDepthMax, bareType: type },
  )
  if (event.mode !== 'bare') return event
  const extensions: Record<string, string> = {}
  if (headers['hp-proof'] !== undefined) extensions[proofAttribute] = headers['hp-proof']
  if (headers['hp-salt'] !== undefined) extensions[saltAttribute] = headers['hp-salt']
  return { ...event, extensions }
}

function rawRecord(
  event: DecodedEvent,
  topic: 'intended' | 'outcomes',
  actionId: ActionId,
  { prefix, partitions, rules }: EdgeRules,
  timeMs: number,
): OutRecord & { partition: number } {
  const { [proofAttribute]: proof, [saltAttribute]: salt } = event.extensions
  const { headers, value } = encodeEvent({
    id: event.attributes.id,
    source: `${rules.trust.deployment}/redactor`,
    type: event.attributes.type,
    subject: actionId,
    timeMs,
    extensions: {
      ...(proof === undefined ? {} : { [proofAttribute]: proof }),
      ...(salt === undefined ? {} : { [saltAttribute]: salt }),
    },
    data: event.data,
  })
  if (value.length > intakeBytesMax)
    throw new HoldpointError('HP_TOO_LARGE', { bytes: value.length, limit: intakeBytesMax })
  return {
    topic: topicName(prefix, topic),
    partition: slotOf(actionId, partitions[topic]),
    key: actionId,
    value,
    headers,
  }
}
