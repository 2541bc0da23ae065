/** A cleared result travels sealed, with a receipt for its agent's key; it lies in the store as long as the receipt is good, and no longer. */
import { decodeEvent, resultReceiptMs } from '@holdpoint/contracts'
import { generateKey, keysOf, verifyResultReceipt } from '@holdpoint/seal'
import { beforeEach, describe, expect, test } from 'vitest'
import { clearedKey, endingKey } from './entry.ts'
import { Rig } from './rig.ts'
import { actionId, deployment } from './testing.ts'

const id = actionId()
let rig: Rig

beforeEach(async () => {
  rig = new Rig()
  await rig.gate('gate-1')
})

async function live(type: string): Promise<Record<string, unknown>> {
  await rig.intend(id, { type })
  await rig.claim(id)
  await rig.report(id)
  const [record] = rig.records('settled')
  if (!record) throw new Error('not settled')
  return decodeEvent(record).data as Record<string, unknown>
}
const stored = (key: string) => rig.server.slot(0).values.get(key)

test('without clearance nothing sealed goes to the agent, or lies about', async () => {
  const settled = await live('allow.x')
  expect(settled).toMatchObject({ status: 'succeeded', result: { ok: true } })
  expect(settled).not.toHaveProperty('cleared')
  expect(stored(clearedKey(id))).toBeUndefined()
})

test('an intent whose key is said to be another is refused: the receipt would be another’s', async () => {
  const { identity } = await rig.intend(actionId(2))
  if (identity.kind !== 'signed') throw new Error('not signed')
  await rig.intend(id, {}, { identity: { ...identity, keyId: generateKey().kid } })
  expect(rig.story(id)).toEqual([])
  expect(rig.parked('redacted')).toHaveLength(1)
})

describe('with clearance', () => {
  test('the ending brings the sealed result, and a receipt for the key that signed the intent', async () => {
    const settled = await live('clear.x')
    const { cleared } = settled as { cleared: { sealed: string; receipt: string } }
    expect(cleared.sealed).toBe('a.b.c.d.e')
    const known = { deployment, atMs: rig.nowMs, keyOf: keysOf(rig.keys.signer.publicJwk) }
    expect(verifyResultReceipt(cleared.receipt, known)).toMatchObject({
      ...{ actionId: id, agent: 'bot', keyThumbprint: rig.agent.kid, claimId: `${id}/2` },
      expiresMs: rig.nowMs + resultReceiptMs,
    })
  })

  test('it goes when the receipt expires; how it ended stays until the action is forgotten', async () => {
    await live('clear.x')
    await rig.pass(resultReceiptMs - 1)
    expect(stored(clearedKey(id))).toBeDefined()
    await rig.pass(1000)
    expect(stored(clearedKey(id))).toBeUndefined()
    expect(stored(endingKey(id))).toBeDefined()
    expect(stored(endingKey(id))).not.toContain('a.b.c.d.e')
    await rig.pass(8 * resultReceiptMs)
    expect(stored(endingKey(id))).toBeUndefined()
    expect([...rig.server.slot(0).values.keys()]).toEqual(['~slot'])
  })
})
