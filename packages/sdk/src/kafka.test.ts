/** Agents and executors on Kafka: what they write, what they find, and what is left to the next process. On the in-memory bus, which keeps the real one's promises. */
import {
  type ActionId,
  type ActionSettled,
  actionIntended,
  actionSettled,
  decodeEvent,
  digestOf,
  encodeEvent,
  grantIssued,
  grantRevoked,
  outcomeReported,
  slotOf,
  topicName,
} from '@holdpoint/contracts'
import { MemoryCluster } from '@holdpoint/kafka'
import { verifyIntent, verifyOutcome } from '@holdpoint/seal'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { holdpoint } from './agent.ts'
import { ExecutorRig, intent, waitMs } from './executor-rig.ts'
import { deployment } from './fake-deployment.ts'
import { type KafkaAgentTransport, kafkaAgentTransport, kafkaExecutorTransport } from './kafka.ts'

const prefix = 't.'
const partitions = 3
const intended = topicName(prefix, 'intended')
const settled = topicName(prefix, 'settled')
const approved = topicName(prefix, 'approved')
const outcomes = topicName(prefix, 'outcomes')

let cluster: MemoryCluster
let rig: ExecutorRig
const open: KafkaAgentTransport[] = []

beforeEach(() => {
  cluster = new MemoryCluster({ clock: () => Date.now() })
  for (const topic of [intended, settled, approved, outcomes])
    cluster.createTopic(topic, partitions)
  rig = new ExecutorRig()
})
afterEach(async () => {
  await rig.close()
  for (const transport of open.splice(0)) await transport.close()
})

const agentOf = (id: 'bot' | 'spy' = 'bot', http = rig.http) => {
  const transport = kafkaAgentTransport({ bus: cluster.bus(), prefix, deployment, agent: id, http })
  open.push(transport)
  const key = (id === 'bot' ? rig.edge.agent : rig.edge.spy).privateJwk
  return holdpoint({ agent: { id, key }, deployment, transport })
}
let eventCount = 0
async function write(topic: string, type: string, key: string, data: unknown): Promise<void> {
  const id = `e${eventCount++}`
  const event = { id, source: 'urn:gate', type, subject: key, timeMs: 0, data }
  const { headers, value } = encodeEvent(event)
  const partition = slotOf(key, partitions)
  await cluster.bus().send([{ topic, partition, key, value, headers }])
}
const end = (id: ActionId, changes: Partial<ActionSettled> = {}) =>
  write(settled, actionSettled, id, {
    actionId: id,
    agent: 'bot',
    status: 'denied',
    atMs: 1,
    ...changes,
  })
const recordsOf = (topic: string) =>
  Array.from({ length: partitions }, (_, partition) => cluster.records(topic, partition)).flat()

describe('an agent', () => {
  test('writes its intent once, keyed by its id where the slot of that id is, signed, the same on every repeat', async () => {
    const agent = agentOf()
    const ticket = await agent.propose({ ...intent, dedupeKey: 'k' })
    await agent.propose({ ...intent, dedupeKey: 'k' })
    const [record, repeat] = recordsOf(intended)
    if (record === undefined || repeat === undefined) return expect.unreachable()
    const { attributes, extensions, data } = decodeEvent(record)
    expect(record).toMatchObject({ key: ticket.id, partition: slotOf(ticket.id, partitions) })
    expect(ticket.source).toEqual({ topic: intended, partition: record.partition, offset: 0 })
    expect(attributes).toMatchObject({ id: ticket.id, type: actionIntended, subject: ticket.id })
    expect(data).toMatchObject({ ...intent, id: ticket.id, agent: { id: 'bot' } })
    const { hpproof = '', hpsalt = '' } = extensions
    expect(digestOf(hpsalt, data)).toBe(ticket.intended)
    const known = { deployment, actionId: ticket.id, agent: 'bot', type: intent.type }
    const keyOf = rig.edge.trust.agent('bot')
    verifyIntent(hpproof, { ...known, intended: ticket.intended, keyOf, atMs: 'signed' })
    expect(repeat.headers['ce_hpsalt']).toBe(hpsalt)
    expect(repeat.value).toEqual(record.value)
  })

  test('finds how its action ended while it waits, and long after, from another process', async () => {
    const first = agentOf()
    const ticket = await first.propose(intent)
    const settling = first.settled(ticket)
    await end(ticket.id, { intended: ticket.intended, reason: 'no' })
    expect(await settling).toMatchObject({ status: 'denied', reason: 'no', id: ticket.id })
    expect(await agentOf().settled(ticket.id)).toMatchObject({ status: 'denied' })
    expect(await first.settled(ticket.id, { maxWaitMs: 0 })).toMatchObject({ status: 'denied' })
  })

  test('does not take another agent’s end for its own', async () => {
    const agent = agentOf()
    const ticket = await agent.propose(intent)
    await end(ticket.id, { agent: 'spy', status: 'succeeded', result: 1 })
    expect(await agent.settled(ticket, { maxWaitMs: 300 })).toMatchObject({ status: 'pending' })
  })

  test('learns that its id stands for another payload', async () => {
    const agent = agentOf()
    const ticket = await agent.propose(intent)
    await end(ticket.id, { intended: digestOf('AAAAAAAAAAAAAAAAAAAAAA', 'other') })
    await expect(agent.settled(ticket)).rejects.toMatchObject({ code: 'HP_ID_CONFLICT' })
  })

  test('learns of a rejection by where its record stood, and of no other', async () => {
    const agent = agentOf()
    const [first, second] = [await agent.propose(intent), await agent.propose(intent)]
    const rejected = { status: 'rejected', code: 'HP_PROOF_INVALID', atMs: 1 } as const
    await write(settled, actionSettled, '~1', { ...rejected, source: first.source })
    expect(await agent.settled(first)).toMatchObject({
      status: 'rejected',
      code: 'HP_PROOF_INVALID',
    })
    expect(await agent.settled(second, { maxWaitMs: 300 })).toMatchObject({ status: 'pending' })
  })

  test('passes over what it cannot read', async () => {
    const agent = agentOf()
    const ticket = await agent.propose(intent)
    const partition = slotOf(ticket.id, partitions)
    const record = { topic: settled, partition, key: ticket.id, headers: {} }
    await cluster.bus().send([
      { ...record, value: Buffer.from('not json') },
      { ...record, value: null },
    ])
    await write(settled, 'dev.holdpoint.action.settled.v9', ticket.id, { status: 'denied' })
    await write(settled, actionSettled, ticket.id, { status: 'sort of denied' })
    await end(ticket.id)
    expect(await agent.settled(ticket)).toMatchObject({ status: 'denied' })
  })

  test('withdraws at the gate’s edge, and says so where it was given none', async () => {
    const { id } = await rig.agent.propose(intent)
    expect(await agentOf().withdraw(id)).toBe(true)
    const transport = kafkaAgentTransport({ bus: cluster.bus(), prefix, deployment, agent: 'bot' })
    const withdrawing = transport.withdraw(id, 'request')
    await expect(withdrawing).rejects.toMatchObject({ code: 'HP_UNAVAILABLE' })
  })

  test('without its topics is told which one is missing', async () => {
    const transport = kafkaAgentTransport({
      bus: new MemoryCluster({ clock: () => 0 }).bus(),
      deployment,
      agent: 'bot',
    })
    const intending = transport.intend({
      action: { ...intent, id: 'x' as ActionId, agent: { id: 'bot' } },
      proof: '',
      salt: '',
    })
    await expect(intending).rejects.toMatchObject({ code: 'HP_BROKER' })
  })
})

describe('an executor', () => {
  const transportOf = () =>
    kafkaExecutorTransport({
      ...{ bus: cluster.bus(), prefix, deployment, executor: 'payer', http: rig.http },
    })
  const release = async (id: ActionId) =>
    write(approved, grantIssued, id, await rig.edge.approve(id))
  const outcomesOf = (count: number) =>
    vi.waitFor(() => {
      const found = recordsOf(outcomes)
      expect(found).toHaveLength(count)
      return found
    }, waitMs)

  test('runs what the topic brings and writes a signed outcome where the slot of the id is', async () => {
    const id = await rig.propose()
    await release(id)
    rig.start(transportOf())
    const [record] = await outcomesOf(1)
    if (record === undefined) return expect.unreachable()
    const { attributes, extensions, data } = decodeEvent(record)
    expect(record).toMatchObject({ key: id, partition: slotOf(id, partitions) })
    expect(attributes).toMatchObject({ type: outcomeReported, subject: id, id: `${id}/3:outcome` })
    expect(data).toMatchObject({ actionId: id, claimId: `${id}/3`, status: 'succeeded' })
    const { hpproof = '', hpsalt = '' } = extensions
    verifyOutcome(hpproof, {
      ...{ deployment, actionId: id, claimId: `${id}/3`, status: 'succeeded', atMs: 'signed' },
      ...{ reported: digestOf(hpsalt, data), keyOf: rig.edge.trust.executor('payer') },
    })
    expect(rig.ran).toHaveLength(1)
  })

  test('passes over revocations and tells of what it cannot read', async () => {
    const id = await rig.propose()
    await write(approved, grantRevoked, id, {
      actionId: id,
      audience: 'billing',
      jti: 'x',
      status: 'revoked',
      atMs: 1,
    })
    const partition = slotOf(id, partitions)
    await cluster
      .bus()
      .send([{ topic: approved, partition, key: id, headers: {}, value: Buffer.from('{') }])
    await release(id)
    rig.start(transportOf())
    await outcomesOf(1)
    expect(rig.events.map(({ kind }) => kind)).toEqual(['refused', 'claimed', 'ended'])
  })

  test('leaves what it had not claimed when it stopped to the next process', async () => {
    rig.edge.before = (line) => {
      if (!line.endsWith('/claim') || rig.stop.signal.aborted) return undefined
      rig.stop.abort()
      return new Response('', { status: 503 })
    }
    const id = await rig.propose()
    await release(id)
    rig.start(transportOf())
    await rig.running
    expect(recordsOf(outcomes)).toEqual([])

    const stop = new AbortController()
    rig.start(transportOf(), { signal: stop.signal })
    await outcomesOf(1)
    stop.abort()
    await rig.running
    expect(rig.ran).toHaveLength(1)
  })

  test('of two that share a group each action is run by one', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => rig.propose()))
    rig.start(transportOf())
    const first = rig.running
    const other = { id: 'rival', key: rig.edge.rival.privateJwk }
    rig.start(transportOf(), other)
    for (const id of ids) await release(id)
    await outcomesOf(12)
    rig.stop.abort()
    await Promise.all([first, rig.running])
    expect(rig.ran.map(({ id }) => id).sort()).toEqual([...ids].sort())
  })

  test('ends when the topic can no longer be read', async () => {
    const bus = cluster.bus()
    const transport = kafkaExecutorTransport({
      ...{ bus, prefix: 'none.', deployment, executor: 'payer', http: rig.http },
    })
    rig.start(transport)
    await expect(rig.running).rejects.toMatchObject({ code: 'HP_BROKER' })
  })
})
