/** The HTTP edge refuses what the topic would refuse, and says yes only when the broker has the record. */
import { canonicalize, HoldpointError, isHoldpointError, topicName } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { handleBatch } from '../batch.ts'
import {
  action,
  actionId,
  agentSigner,
  bench,
  eventsOn,
  nowMs,
  outcome,
  outcomeProofOf,
  proofOf,
} from '../testing.ts'
import { type EdgeRequest, submitIntent, submitOutcome } from './submit.ts'

const admit = () => {}
const json = { 'content-type': 'application/json' }

function edgeOf(given = bench()) {
  const bus = given.cluster.bus()
  const { rules } = given.handling
  return {
    ...given,
    bus,
    edge: { rules, prefix: '', bus, partitions: { intended: 4, outcomes: 4 } },
  }
}

function request(data: unknown, extensions: Record<string, string>): EdgeRequest {
  const headers = { ...json, 'hp-proof': extensions['hpproof'], 'hp-salt': extensions['hpsalt'] }
  return { headers, body: Buffer.from(JSON.stringify(data)), admit }
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    if (isHoldpointError(error)) return error.code
    throw error
  }
  return 'accepted'
}

describe('POST /v1/intents', () => {
  test.each<[string, () => EdgeRequest, string]>([
    ['not JSON', () => ({ headers: json, body: Buffer.from('{'), admit }), 'HP_JSON_SYNTAX'],
    ['an empty body', () => ({ headers: json, body: Buffer.alloc(0), admit }), 'HP_JSON_SYNTAX'],
    [
      'a missing field',
      () => request({ ...action(), params: undefined }, proofOf(action())),
      'HP_FIELD_INVALID',
    ],
    ['no signature', () => request(action(), {}), 'HP_PROOF_MISSING'],
    [
      'a signature of something else',
      () => request(action(), proofOf(action({ params: 1 }))),
      'HP_PROOF_INVALID',
    ],
    [
      'an old signature',
      () => request(action(), proofOf(action(), agentSigner, nowMs - 3e9)),
      'HP_PROOF_INVALID',
    ],
  ])('%s is refused at once, and nothing is written', async (_, make, code) => {
    const { edge, cluster } = edgeOf()
    expect(await codeOf(submitIntent(make(), edge, nowMs))).toBe(code)
    expect(eventsOn(cluster, topicName('', 'intended'))).toEqual([])
  })

  test('is refused, and nothing written, when its agent asks too often; who that is, is proven first', async () => {
    const { edge, cluster } = edgeOf()
    const callers: string[] = []
    const limited = (caller: string) => {
      callers.push(caller)
      throw new HoldpointError('HP_RATE_LIMITED')
    }
    const forged = { ...request(action(), proofOf(action({ params: 1 }))), admit: limited }
    expect(await codeOf(submitIntent(forged, edge, nowMs))).toBe('HP_PROOF_INVALID')
    const mine = { ...request(action(), proofOf(action())), admit: limited }
    expect(await codeOf(submitIntent(mine, edge, nowMs))).toBe('HP_RATE_LIMITED')
    expect(callers).toEqual([`agent/${action().agent.id}`])
    expect(eventsOn(cluster, topicName('', 'intended'))).toEqual([])
  })

  test('is not accepted when the broker does not have the record', async () => {
    const { edge } = edgeOf()
    const bus = { send: () => Promise.reject(new HoldpointError('HP_BROKER', { rule: 'gone' })) }
    const sent = submitIntent(request(action(), proofOf(action())), { ...edge, bus }, nowMs)
    expect(await codeOf(sent)).toBe('HP_BROKER')
  })

  test('is accepted with its id and digest, and the raw record is one that the sealing role takes', async () => {
    const { edge, cluster, bus, handling } = edgeOf()
    const answer = await submitIntent(request(action(), proofOf(action())), edge, nowMs)
    expect(answer).toEqual({
      status: 202,
      body: {
        ...{ id: actionId, intended: expect.stringMatching(/^sha256:/) },
        source: { topic: 'actions.intended', partition: expect.any(Number), offset: 0 },
      },
    })
    const records = [0, 1, 2, 3].flatMap((partition) =>
      cluster.records('actions.intended', partition),
    )
    await handleBatch(records, { kind: 'intent', ...handling }, bus)
    const [redacted] = eventsOn(cluster, topicName('', 'redacted'))
    expect(redacted?.data).toMatchObject({ intended: answer.body['intended'] })
  })

  test('takes a structured CloudEvent that carries its own proof', async () => {
    const { edge, cluster } = edgeOf()
    const event = {
      specversion: '1.0',
      id: 'mine',
      source: 'urn:agent',
      type: 'dev.holdpoint.action.intended.v1',
      ...proofOf(action()),
      data: action(),
    }
    const headers = { 'content-type': 'application/cloudevents+json' }
    const body = Buffer.from(JSON.stringify(event))
    expect((await submitIntent({ headers, body, admit }, edge, nowMs)).status).toBe(202)
    const [raw] = eventsOn(cluster, topicName('', 'intended'))
    expect(canonicalize(raw?.data)).toBe(canonicalize(action()))
    expect(raw?.attributes).toMatchObject({ id: 'mine', subject: actionId })
  })
})

describe('POST /v1/outcomes', () => {
  test('refuses an outcome that no executor signed', async () => {
    const { edge } = edgeOf()
    const forged = request(outcome(), outcomeProofOf(outcome(), agentSigner))
    expect(await codeOf(submitOutcome(forged, edge, nowMs))).toBe('HP_PROOF_INVALID')
  })

  test('writes a signed outcome to its topic', async () => {
    const { edge, cluster } = edgeOf()
    const answer = await submitOutcome(request(outcome(), outcomeProofOf(outcome())), edge, nowMs)
    expect(answer.status).toBe(202)
    expect(eventsOn(cluster, topicName('', 'outcomes'))).toHaveLength(1)
  })
})
