/** Outcomes: accepted from executors only, masked and sealed like actions. */
import {
  type ActionId,
  check,
  deadLetterTopic,
  digestOf,
  type Outcome,
  OutcomeRedacted,
  topicName,
} from '@holdpoint/contracts'
import type { OutRecord } from '@holdpoint/kafka'
import { verifyOutcome } from '@holdpoint/seal'
import { expect, test } from 'vitest'
import { handleBatch } from './batch.ts'
import {
  actionId,
  agentSigner,
  arrived,
  bench,
  deployment,
  eventsOn,
  executorSigner,
  nowMs,
  outcome,
  outcomeProofOf,
  outcomeRecord,
  rawRecord,
  shownText,
  strangerSigner,
  trust,
  unsealer,
} from './testing.ts'

async function run(record: OutRecord) {
  const given = bench()
  await handleBatch([arrived(record)], { kind: 'outcome', ...given.handling }, given.cluster.bus())
  const events = eventsOn(given.cluster, topicName('', 'redacted'))
  const dead = eventsOn(given.cluster, deadLetterTopic('', 'redactor', 'outcomes'))
  return { ...given, event: events[0], dead }
}

test.each<[string, () => OutRecord, string, string | undefined]>([
  [
    'not JSON',
    () => rawRecord('outcomes', actionId, Buffer.from('?')),
    'HP_JSON_SYNTAX',
    undefined,
  ],
  ['no signature', () => outcomeRecord(outcome(), {}), 'HP_PROOF_MISSING', 'hpproof'],
  [
    "a stranger's signature",
    () => outcomeRecord(outcome(), outcomeProofOf(outcome(), strangerSigner)),
    'HP_PROOF_INVALID',
    'hpproof',
  ],
  [
    "an agent's signature",
    () => outcomeRecord(outcome(), outcomeProofOf(outcome(), agentSigner)),
    'HP_PROOF_INVALID',
    'hpproof',
  ],
  [
    'the signature of another result',
    () => outcomeRecord(outcome(), outcomeProofOf(outcome({ result: 'other' }))),
    'HP_PROOF_INVALID',
    'hpproof',
  ],
  [
    'the signature of another status',
    () => outcomeRecord(outcome(), outcomeProofOf(outcome({ status: 'failed' }))),
    'HP_PROOF_INVALID',
    'hpproof',
  ],
  [
    'a clock ten years off',
    () => outcomeRecord(outcome(), outcomeProofOf(outcome(), executorSigner, nowMs + 3e11)),
    'HP_PROOF_INVALID',
    'hpproof',
  ],
  [
    'a status nobody knows',
    () => outcomeRecord(outcome({ status: 'done' as Outcome['status'] })),
    'HP_FIELD_INVALID',
    '/status',
  ],
  [
    'a code that is an address',
    () => outcomeRecord(outcome({ code: 'bob@customer.example' })),
    'HP_NAME_SENSITIVE',
    '/code',
  ],
  [
    'a claim id that is a card',
    () => outcomeRecord(outcome({ claimId: '4111 1111 1111 1111' })),
    'HP_NAME_SENSITIVE',
    '/claimId',
  ],
])('an outcome is refused and named for %s', async (_, make, code, field) => {
  const { event, dead } = await run(make())
  const named = field === undefined ? { code } : { code, field }
  expect(event?.data).toMatchObject({ kind: 'outcome', ...named })
  expect(dead.map((letter) => letter.data)).toEqual([expect.objectContaining(named)])
})

test('an outcome is told also where the id of its action happens to look like an account number', async () => {
  const id = 'ee504419-74a0-8553-812e-9b4dd9c33402' as ActionId
  const told = async (claimId: string) => {
    const { event } = await run(outcomeRecord(outcome({ actionId: id, claimId })))
    return event?.data
  }
  expect(await told(`${id}/5`)).toMatchObject({ claimId: `${id}/5`, status: 'succeeded' })
  expect(await told(`${id}/4111111111111111`)).toMatchObject({ code: 'HP_NAME_SENSITIVE' })
  expect(await told(`${actionId}/${id}`)).toMatchObject({ code: 'HP_NAME_SENSITIVE' })
})

test('a result with personal data reaches the gate masked, and nothing else of it', async () => {
  const { event, cluster } = await run(outcomeRecord(outcome()))
  const data = check(OutcomeRedacted, event?.data)
  expect(data.result).toEqual({ receipt: expect.stringMatching(/^sent to ⟦EMAIL·\w{8}⟧$/) })
  expect(data.findings.map((finding) => finding.path)).toEqual(['/result/receipt'])
  expect(shownText(cluster)).not.toContain('bob@')
})

test('an outcome carries what the gate needs to believe it', async () => {
  const { event } = await run(outcomeRecord(outcome()))
  const data = check(OutcomeRedacted, event?.data)
  expect(data.presented).toBe(digestOf(data.salt, data.result))
  const { keyId } = verifyOutcome(data.proof, {
    deployment,
    actionId,
    claimId: data.claimId,
    status: data.status,
    reported: data.reported,
    keyOf: trust.executor('payer'),
    atMs: nowMs,
  })
  expect(keyId).toBe(executorSigner.kid)
})

test('the original result is sealed', async () => {
  const { event } = await run(outcomeRecord(outcome()))
  const { sealed, reported } = check(OutcomeRedacted, event?.data)
  const id = outcome().actionId
  const expected = { kind: 'outcome', deployment, actionId: id, reported } as const
  const opened = JSON.parse(String(await unsealer.open(sealed, expected)))
  expect(opened.outcome).toEqual(outcome())
})

test('an outcome without a result has none, and still a digest', async () => {
  const { result: _, ...bare } = outcome()
  const { event } = await run(outcomeRecord(bare))
  const data = check(OutcomeRedacted, event?.data)
  expect('result' in data).toBe(false)
  expect(data.presented).toBe(digestOf(data.salt, null))
})
