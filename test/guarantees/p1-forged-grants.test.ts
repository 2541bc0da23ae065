/** P1: nothing runs unapproved, even where somebody can write to `actions.approved`: an executor believes the gate's signature and asks the gate, never the topic. */
import type { ActionId, ActionRedacted, GrantIssued } from '@holdpoint/contracts'
import type { ExecutorEvent } from '@holdpoint/sdk'
import { generateKey, Signer, signGrant } from '@holdpoint/seal'
import { until } from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bring } from '../support/bring.ts'
import {
  changed,
  claimsFor,
  grantOf,
  issue,
  looseJws,
  publish,
  redactedOf,
  signedBy,
} from '../support/forgery.ts'
import { type Execution, type Stage, stage, waitMs } from '../support/stage.ts'

let at: Stage
let billing: Execution
/** Asked for, and never approved. */
let held: ActionId
let redacted: ActionRedacted
/** Approved, claimed and done. */
let done: GrantIssued

const executors = ['billing', 'second'].map((id) => ({ id, audiences: ['billing'] }))
const handler = { run: () => ({ done: true }) }
const handlers = { 'payments.refund': handler, 'crm.contact.read': handler }

beforeAll(async () => {
  at = await stage({ executors, services: ['redactor', 'unsealer', 'gate'] })
  billing = at.execute(handlers, 'kafka')
  const ticket = await at.agent.propose({ type: 'payments.refund', params: { amount: 9000 } })
  held = ticket.id
  const other = await at.agent.run({ type: 'crm.contact.read', params: { contact: 17 } })
  expect(other).toMatchObject({ status: 'succeeded' })
  redacted = await redactedOf(at, held)
  done = await grantOf(at, other.id as ActionId)
})
afterAll(() => at.close())

const runsOf = (id: ActionId, { runs }: Execution = billing) => runs.filter((run) => run.id === id)
const nextEvent = ({ events }: Execution, from: number): Promise<ExecutorEvent> =>
  until(() => events[from], { deadlineMs: waitMs, what: 'the executor to say something' })

/** Publishes it and tells what the executor made of it. */
async function offer(issued: GrantIssued): Promise<string> {
  const from = billing.events.length
  await publish(at, issued)
  const event = await nextEvent(billing, from)
  return event.kind === 'refused' || event.kind === 'lost'
    ? `${event.kind}: ${event.error.message}`
    : event.kind
}

const attacker = generateKey()
const forgeries: [string, RegExp, () => GrantIssued][] = [
  [
    'signed with a key of the forger’s own',
    /names a key that may not sign this/,
    () => issue(redacted, signGrant(new Signer(attacker.privateJwk), claimsFor(at, redacted))),
  ],
  ...['notifier', 'auditor', 'agent-refunds', 'executor-billing'].map(
    (name): [string, RegExp, () => GrantIssued] => [
      `signed with the key of ${name}`,
      /names a key that may not sign this/,
      () => issue(redacted, signedBy(at, `${name}.jwk`, claimsFor(at, redacted))),
    ],
  ),
  [
    'signed by the forger in the gate’s name',
    /has a wrong signature/,
    () => {
      const genuine = signedBy(at, 'gate.jwk', claimsFor(at, redacted))
      const forged = signGrant(new Signer(attacker.privateJwk), claimsFor(at, redacted))
      return issue(redacted, [genuine.split('.')[0], ...forged.split('.').slice(1)].join('.'))
    },
  ],
  [
    'that says it needs no signature',
    /is not a compact JWS|is not signed with EdDSA/,
    () => {
      const kid = new Signer(at.key('gate.jwk')).kid
      const claims = signedBy(at, 'gate.jwk', claimsFor(at, redacted))
      return issue(redacted, `${looseJws({ alg: 'none', kid }, claims)}AA`)
    },
  ],
  [
    'with the gate’s public key as the secret of an HMAC',
    /is not signed with EdDSA/,
    () => {
      const { kid, publicJwk } = new Signer(at.key('gate.jwk'))
      const claims = signedBy(at, 'gate.jwk', claimsFor(at, redacted))
      return issue(redacted, looseJws({ alg: 'HS256', kid }, claims, publicJwk.x))
    },
  ],
  [
    'that brings its own key along',
    /names a key that may not sign this|header member/,
    () => {
      const jwk = attacker.publicJwk
      const claims = signedBy(at, 'gate.jwk', claimsFor(at, redacted))
      return issue(redacted, `${looseJws({ alg: 'EdDSA', kid: jwk.kid, jwk }, claims)}AA`)
    },
  ],
  ['of another action', /is about another action/, () => issue(redacted, done.grant)],
  [
    'for another audience',
    /is for another audience/,
    () => issue(redacted, signedBy(at, 'gate.jwk', claimsFor(at, redacted, { audience: 'pay' }))),
  ],
  ...['header', 'payload', 'signature'].map(
    (part, segment): [string, RegExp, () => GrantIssued] => [
      `of the gate with one character of its ${part} changed`,
      /./,
      () => ({ ...done, grant: changed(done.grant, segment) }),
    ],
  ),
  [
    'of another deployment that shares the gate’s key',
    /is of another deployment/,
    () => {
      const claims = claimsFor(at, redacted, { deployment: 'urn:holdpoint:other' })
      return issue(redacted, signedBy(at, 'gate.jwk', claims))
    },
  ],
  [
    'that has expired',
    /has expired/,
    () => {
      const expiresMs = Date.now() - 1000
      const claims = claimsFor(at, redacted, { expiresMs })
      return { ...issue(redacted, signedBy(at, 'gate.jwk', claims)), expiresMs }
    },
  ],
  [
    'with a masked view in which one word was changed',
    /is for another view/,
    () => {
      const grant = signedBy(at, 'gate.jwk', claimsFor(at, redacted))
      const action = { ...(redacted.action as object), params: { amount: 9 } }
      return { ...issue(redacted, grant), action }
    },
  ],
]

describe('a record on actions.approved that the gate did not write', () => {
  test.each(forgeries)('a grant %s is refused, and nothing runs', async (_, rule, forge) => {
    const told = await offer(forge())
    expect(told).toMatch(/^refused: the grant /)
    expect(told).toMatch(rule)
    expect(runsOf(held)).toEqual([])
  })

  test('even one with the gate’s own signature runs nothing that the gate has not decided', async () => {
    const stolen = signedBy(at, 'gate.jwk', claimsFor(at, redacted))
    expect(await offer(issue(redacted, stolen))).toMatch(/^lost: the action is already pending/)
    expect(runsOf(held)).toEqual([])
    expect(await at.agent.settled(held, { maxWaitMs: 0 })).toMatchObject({ phase: 'waiting' })
  })

  test('a genuine record, published again after it was done, runs nothing again', async () => {
    const { actionId } = done
    await publish(at, done)
    await publish(at, { ...done, sealed: redacted.sealed })
    const second = at.execute(handlers, 'kafka', 'second')
    const isLost = (event: ExecutorEvent) => event.kind === 'lost' && event.actionId === actionId
    await until(() => second.events.some(isLost), {
      deadlineMs: waitMs,
      what: 'the second executor to be refused',
    })
    expect([...runsOf(actionId), ...runsOf(actionId, second)]).toHaveLength(1)
  })
})

describe('a genuine grant with another sealed original', () => {
  test('opens nothing, runs nothing and is reported as failed', async () => {
    // Neither executor above has a handler for it.
    const ticket = await at.agent.propose({ type: 'support.ticket.comment', params: { n: 1 } })
    const genuine = await grantOf(at, ticket.id)
    const { events, runs } = await bring(at, 'second', { ...genuine, sealed: redacted.sealed })
    expect(runs).toBe(0)
    expect(events.at(-1)).toMatchObject({
      kind: 'ended',
      status: 'failed',
      code: 'HP_SEAL_INVALID',
    })
    expect(await at.agent.settled(ticket)).toMatchObject({
      ...{ status: 'failed', code: 'HP_SEAL_INVALID', sideEffects: 'none' },
    })
  })
})

test('after all that the action still waits, and no executor ever had it', () => {
  expect(runsOf(held)).toEqual([])
  expect(billing.events.filter((event) => 'actionId' in event && event.actionId === held)).toEqual([
    expect.objectContaining({ kind: 'lost' }),
  ])
})
