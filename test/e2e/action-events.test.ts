/** The changes of an action as its agent sees them come, through the real gate, over a real socket. */
import type { ActionId } from '@holdpoint/contracts'
import { Signer, signRequest } from '@holdpoint/seal'
import { uniqueName } from '@holdpoint/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Hand } from '../support/hand.ts'
import { type Stage, stage } from '../support/stage.ts'

let at: Stage
beforeAll(async () => {
  at = await stage({ services: ['redactor', 'unsealer', 'gate', 'notifier'] })
})
afterAll(() => at.close())

interface Told {
  readonly revision: number
  readonly status: string
}

function open(id: ActionId, by = 'agent-refunds', headers = {}): Promise<Response> {
  const signed = { deployment: at.hp.urn, subject: id, act: 'read', nowMs: Date.now() } as const
  const signer = new Signer(at.key(`${by}.jwk`))
  const authorization = `HP ${signRequest(signer, { ...signed, jti: uniqueName('watch') })}`
  const url = `${at.hp.urls.gate}/v1/actions/${id}/events`
  return fetch(url, { headers: { authorization, ...headers } })
}

/** Each event as soon as it is there. */
async function* eventsOf(response: Response): AsyncGenerator<Told> {
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString()
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1]
      text = text.slice(end + 2)
      if (data !== undefined) yield JSON.parse(data) as Told
    }
  }
}

async function next(events: AsyncGenerator<Told>): Promise<Told | undefined> {
  const { value, done } = await events.next()
  return done ? undefined : value
}

const refund = { type: 'payments.refund', params: { amount: 12 } }

test('an action is followed from its hold to its end, from where one left off, by agent and executor alike', async () => {
  const { id } = await at.agent.propose(refund)
  const events = eventsOf(await open(id))
  const held = await next(events)
  expect(held).toMatchObject({ status: 'pending', revision: 1 })
  await at.decide('bob', id, 'approve')
  const approved = await next(events)
  expect(approved).toMatchObject({ status: 'approved' })

  const resumed = eventsOf(
    await open(id, 'executor-billing', { 'last-event-id': String(approved?.revision) }),
  )
  const hand = new Hand(at)
  const { claimId } = await hand.take(id)
  for (const each of [events, resumed])
    expect(await next(each)).toMatchObject({ status: 'claimed' })
  await hand.report({ actionId: id, claimId, status: 'succeeded', result: { ok: true } })
  let last: Told | undefined
  for (const each of [events, resumed]) {
    last = await next(each)
    expect(last).toMatchObject({ status: 'succeeded', result: { ok: true } })
    expect(await next(each)).toBeUndefined()
  }
  const seen = await open(id, 'agent-refunds', { 'last-event-id': String(last?.revision) })
  expect(seen.status).toBe(204)
})

test('a gate that stops ends its streams, and stops in time', async () => {
  const { id } = await at.agent.propose(refund)
  const events = eventsOf(await open(id))
  expect(await next(events)).toMatchObject({ status: 'pending' })
  const gate = at.service('gate')
  gate.kill('SIGTERM')
  expect(await next(events)).toBeUndefined()
  expect(await gate.exited()).toMatchObject({ code: 0 })
})
