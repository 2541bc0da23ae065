/** Records on `actions.approved` that the gate never wrote, as somebody with write access to the topic could make them. */
import { createHmac } from 'node:crypto'
import {
  type ActionId,
  ActionRedacted,
  actionRedacted,
  check,
  decodeEvent,
  encodeEvent,
  type GrantIssued,
  GrantIssued as GrantIssuedSchema,
  grantIssued,
  noDigest,
  slotOf,
  topicName,
} from '@holdpoint/contracts'
import { type Grant, jwsTypes, Signer, signGrant } from '@holdpoint/seal'
import { uniqueName } from '@holdpoint/testkit'
import type { Stage } from './stage.ts'
import { tailOf } from './tail.ts'

const minuteMs = 60_000

/** What the redactor wrote about an action: masked, sealed, undecided. Waits until it is there. */
export async function redactedOf(at: Stage, id: ActionId): Promise<ActionRedacted> {
  return check(ActionRedacted, await dataOf(at, 'redacted', actionRedacted, id))
}

/** The grant as the gate published it; waits until it is there. */
export async function grantOf(at: Stage, id: ActionId): Promise<GrantIssued> {
  return check(GrantIssuedSchema, await dataOf(at, 'approved', grantIssued, id))
}

async function dataOf(
  at: Stage,
  topic: 'redacted' | 'approved',
  type: string,
  id: ActionId,
): Promise<unknown> {
  const tail = await tailOf(at, topicName(at.hp.prefix, topic))
  return tail.find(`${type} of ${id}`, (record) => {
    if (record.key !== id) return undefined
    const { attributes, data } = decodeEvent(record)
    return attributes.type === type ? data : undefined
  })
}

/** What a grant for this action would say, had the gate decided; `changed` is what the forger wants otherwise. */
export function claimsFor(
  at: Stage,
  { actionId, intended, presented }: ActionRedacted,
  changed: Partial<Grant> = {},
): Grant {
  const nowMs = Date.now()
  return {
    ...{ deployment: at.hp.urn, audience: 'billing', actionId, intended, presented },
    ...{ decision: { slot: 0, number: 1 }, policy: noDigest, jti: `${actionId}/2` },
    ...{ notBeforeMs: nowMs, expiresMs: nowMs + 10 * minuteMs },
    ...changed,
  }
}

export function signedBy(at: Stage, file: string, claims: Grant): string {
  return signGrant(new Signer(at.key(file)), claims)
}

/** A JWS as it must not be: the header says what it likes. */
export function looseJws(header: object, claims: string, secret?: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const [, payload = ''] = claims.split('.')
  const input = `${part({ typ: jwsTypes.grant, ...header })}.${payload}`
  const signature = secret && createHmac('sha256', secret).update(input).digest('base64url')
  return `${input}.${signature ?? ''}`
}

/** A compact JWS or JWE with another character of its alphabet in the middle of one part. */
export function changed(compact: string, segment: number): string {
  const parts = compact.split('.')
  const part = parts[segment] ?? ''
  const middle = Math.floor(part.length / 2)
  parts[segment] =
    part.slice(0, middle) + (part[middle] === 'A' ? 'B' : 'A') + part.slice(middle + 1)
  return parts.join('.')
}

/** As the gate would publish it. */
export function issue(
  { actionId, action, salt, presented, sealed }: ActionRedacted,
  grant: string,
): GrantIssued {
  const { type } = action as { type: string }
  const expiresMs = Date.now() + 10 * minuteMs
  return {
    ...{ actionId, type, audience: 'billing', grant, action, salt, presented, sealed, expiresMs },
  }
}

export async function publish(at: Stage, issued: GrantIssued): Promise<void> {
  const { urn, prefix, plan } = at.hp
  const { actionId } = issued
  const topic = topicName(prefix, 'approved')
  const slots = plan.topics.find(({ name }) => name === topic)?.partitions ?? 1
  const { headers, value } = encodeEvent({
    ...{ id: uniqueName('forged'), source: `${urn}/gate`, type: grantIssued, subject: actionId },
    ...{ timeMs: Date.now(), data: issued },
  })
  const partition = slotOf(actionId, slots)
  await at.operator().send([{ topic, partition, key: actionId, value, headers }])
}
