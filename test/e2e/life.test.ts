/** The life of an action from end to end: real Kafka, real Redis, every service a process of its own. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agentId, type Execution, type Stage, stage } from '../support/stage.ts'

let at: Stage
let billing: Execution

const refund = (params: Record<string, unknown> = { amount: 120, currency: 'EUR' }) => ({
  type: 'payments.refund',
  target: { system: 'payments', resource: 'order/1842', environment: 'production' },
  params,
  justification: 'The parcel never arrived',
})

beforeAll(async () => {
  at = await stage()
  const run = { run: () => ({ done: true }) }
  billing = at.execute({ 'payments.refund': run, 'support.ticket.comment': run })
})
afterAll(() => at.close())

test('what policy allows runs without a person', async () => {
  const intent = { type: 'support.ticket.comment', params: { text: 'on its way' } }
  const settled = await at.agent.run(intent)
  expect(settled).toMatchObject({ status: 'succeeded', result: { done: true } })
  expect(billing.runs.at(-1)).toMatchObject({ ...intent, agent: { id: agentId } })
})

test('what needs a person runs after a person approved it, with exactly what the agent meant', async () => {
  const ticket = await at.agent.propose(refund())
  expect(await at.agent.settled(ticket, { maxWaitMs: 0 })).toMatchObject({ status: 'pending' })
  expect(billing.runs.some(({ id }) => id === ticket.id)).toBe(false)
  expect(await at.decide('alice', ticket.id, 'approve')).toMatchObject({ status: 200 })
  expect(await at.agent.settled(ticket)).toMatchObject({ status: 'succeeded' })
  expect(billing.runs.filter(({ id }) => id === ticket.id)).toMatchObject([refund()])
})

test('what a person denies does not run, and the agent learns why', async () => {
  const ticket = await at.agent.propose(refund())
  await at.decide('bob', ticket.id, 'deny', { reason: 'already refunded' })
  expect(await at.agent.settled(ticket)).toMatchObject({
    status: 'denied',
    reason: 'already refunded',
  })
  expect(billing.runs.some(({ id }) => id === ticket.id)).toBe(false)
})

test('what is forbidden does not run and asks nobody', async () => {
  const settled = await at.agent.run({ type: 'database.drop', params: { name: 'orders' } })
  expect(settled).toMatchObject({ status: 'denied', by: 'policy' })
})

test('over Kafka it is the same', async () => {
  const agent = at.kafkaAgent()
  const ticket = await agent.propose(refund({ amount: 7 }))
  await at.decide('alice', ticket.id, 'approve')
  expect(await agent.settled(ticket)).toMatchObject({ status: 'succeeded' })
})
