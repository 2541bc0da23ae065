/** A cleared result reaches its agent through the unsealing role alone, and only as the one of which the masked view was shown. Real keys, seals and receipts. */
import {
  type ActionId,
  type ActionSettled,
  canonicalize,
  digestOf,
  HoldpointError,
  noDigest,
  type Outcome,
} from '@holdpoint/contracts'
import {
  generateKey,
  generateUnsealingKey,
  parseTrust,
  Sealer,
  Signer,
  signResultReceipt,
  wrapTo,
} from '@holdpoint/seal'
import { Unsealer } from '@holdpoint/seal/unseal'
import { describe, expect, test } from 'vitest'
import { holdpoint } from './agent.ts'
import { realSurroundings } from './surroundings.ts'
import type { AgentTransport, Unsealing } from './transport.ts'

const deployment = 'urn:holdpoint:test'
const nowMs = 1_770_000_000_000
const id = '0199a000-0000-7000-8000-000000000001' as ActionId
const otherId = '0199a000-0000-7000-8000-000000000002' as ActionId
const salt = Buffer.alloc(32, 7).toString('base64url')
const result = { contact: 'C-77', iban: 'DE02120300000000202051' }
const masked = { contact: 'C-77', iban: '⟦IBAN·K7QX2M9A⟧' }
const agent = generateKey()
const gate = generateKey()
const unsealing = generateUnsealingKey()
const trust = parseTrust(
  JSON.stringify({
    deployment,
    services: { gate: [gate.publicJwk] },
    agents: { bot: { keys: [agent.publicJwk] } },
  }),
)
const sealer = new Sealer({ deployment, wrapper: wrapTo(unsealing.publicJwk) })
const unsealer = new Unsealer([unsealing.privateJwk])

const outcomeOf = (changes: Partial<Outcome> = {}): Outcome => ({
  ...{ actionId: id, claimId: 'claim-1', status: 'succeeded', result },
  ...changes,
})

/** As the gate writes it. */
async function settledOf(outcome: Outcome, shown: unknown = masked): Promise<ActionSettled> {
  const reported = digestOf(salt, outcome)
  const sealed = await sealer.seal(
    Buffer.from(canonicalize({ outcome, salt, proof: 'p' })),
    { kind: 'outcome', actionId: id, reported, presented: noDigest },
    nowMs,
  )
  const receipt = signResultReceipt(new Signer(gate.privateJwk), {
    ...{ deployment, actionId: id, claimId: 'claim-1', agent: 'bot', reported },
    ...{ keyThumbprint: agent.kid, issuedMs: nowMs, expiresMs: nowMs + 60_000 },
  })
  const cleared = { sealed, receipt, claimId: 'claim-1', expiresMs: nowMs + 60_000 }
  return { actionId: id, agent: 'bot', status: 'succeeded', result: shown, cleared, atMs: nowMs }
}

function agentOf(
  look: AgentTransport['look'],
  unseal = async (asked: Unsealing): Promise<Uint8Array> =>
    (await unsealer.unseal(asked, { trust, atMs: nowMs })).plaintext,
) {
  const never = () => Promise.reject(new HoldpointError('HP_INTERNAL'))
  const transport: AgentTransport = { intend: never, withdraw: never, look, unseal }
  const surroundings = { ...realSurroundings, nowMs: () => nowMs, sleep: async () => {} }
  const key = agent.privateJwk
  return holdpoint({ agent: { id: 'bot', key }, deployment, transport, surroundings })
}
const having = (settled: ActionSettled) => agentOf(async () => ({ kind: 'settled', settled }))
const code = (text: string) => expect.objectContaining({ code: text })

describe('there is no result to be had', () => {
  test('where policy has not cleared it', async () => {
    const { cleared: _, ...uncleared } = await settledOf(outcomeOf())
    await expect(having(uncleared).result(id)).rejects.toThrow(code('HP_NOT_ENTITLED'))
  })

  test('before the action has ended, or where it is not known', async () => {
    const open = agentOf(async () => ({ kind: 'open', phase: 'running' }))
    const now = { maxWaitMs: 0 }
    await expect(open.result(id, now)).rejects.toThrow('has not ended')
    const none = agentOf(async () => undefined)
    await expect(none.result(id, now)).rejects.toThrow('has not ended')
  })

  test.each([
    ['of another action', outcomeOf({ actionId: otherId }), masked],
    ['of which another view was shown', outcomeOf({ result: { ...result, more: 1 } }), masked],
    ['that was shown otherwise', outcomeOf(), { ...masked, contact: 'C-78' }],
  ])('%s', async (_, outcome, shown) => {
    const settled = await settledOf(outcome, shown)
    await expect(having(settled).result(id)).rejects.toThrow(code('HP_SEAL_INVALID'))
  })
})

test('the cleared agent gets its result as the executor gave it, also through a restart of the unsealing role', async () => {
  const settled = await settledOf(outcomeOf())
  let failures = 1
  const bot = agentOf(
    async () => ({ kind: 'settled', settled }),
    async (asked) => {
      failures -= 1
      if (failures >= 0) throw new HoldpointError('HP_UNAVAILABLE', { what: 'unseal' })
      return (await unsealer.unseal(asked, { trust, atMs: nowMs })).plaintext
    },
  )
  expect(await bot.result(id)).toEqual(result)
})

test('the settlement itself holds nothing sealed: it may be shown to a model', async () => {
  const settlement = await having(await settledOf(outcomeOf())).settled(id)
  expect(settlement).toEqual({
    ...{ status: 'succeeded', id, isFinal: true, atMs: nowMs, result: masked },
  })
})
