import type { ActionId, Digest, Fact } from '@holdpoint/contracts'
import type { Settlement } from '@holdpoint/sdk'
import { expect, test } from 'vitest'
import { acts } from './act.ts'
import {
  decidedText,
  heldText,
  maskedText,
  ownerText,
  proposedText,
  ranText,
  shownBy,
  toldText,
  voteText,
} from './words.ts'

const seen = {
  id: '01a1fe8f-620e-7c37-94fd-d97001e7b157' as ActionId,
  status: 'pending',
  presented: `sha256:${'A'.repeat(43)}` as Digest,
  action: { params: { amount: 42.5, to: '⟦IBAN·1⟧', lines: [1] }, justification: 'twice' },
  masked: 1,
  decideByMs: 900_000,
}
const fact = (kind: string, body: object) => ({ kind, body }) as unknown as Fact
const ended = (settlement: object) => settlement as unknown as Settlement

test('of a proposal, only type, place and way are told: never parameters', () => {
  for (const act of Object.values(acts)) {
    const text = proposedText(act)
    expect(text).toContain(act.intent.type)
    for (const value of [...act.private.params, ...act.private.result]) {
      expect(text).not.toContain(value)
    }
  }
  expect(proposedText(acts.allowed)).toMatch(/on helpdesk T-1042 \(over Kafka\)$/)
  expect(proposedText(acts.held)).toMatch(/\(over HTTP\)$/)
})

test('what people see is told as they see it', () => {
  expect(maskedText(seen)).toBe(
    'masks 1 value; people see amount 42.5, to ⟦IBAN·1⟧, lines [1]; because twice',
  )
  expect(heldText(seen, 0)).toBe('holds it; people have 15 minutes to decide')
  expect(heldText(seen, seen.decideByMs)).toContain('1 minute to')
})

test('a refusal gives its reason; a vote that should not have counted is not hidden', () => {
  expect(ownerText({ status: 403, title: 'nobody decides about their own action' })).toBe(
    'approves it, but the agent is hers: nobody decides about their own action',
  )
  expect(ownerText({ status: 200 })).toMatch(/and it counted$/)
})

test.each([
  [fact('approved', { by: 'policy', rule: 'harmless' }), 'allows it by rule "harmless", at once'],
  [fact('approved', { by: 'people', rule: 'refunds' }), 'allows it as people decided'],
  [fact('denied', { by: 'policy', rule: 'no-drops' }), 'denies it by rule "no-drops", at once'],
  [fact('denied', { by: 'people', rule: 'refunds' }), 'denies it as people decided'],
  [fact('expired', {}), 'lets it expire: nobody decided in time'],
  [fact('withdrawn', {}), 'ends it: withdrawn'],
])('%j', (decided, text) => {
  expect(decidedText(decided).startsWith(text)).toBe(true)
})

test('votes tell what they are and how they are proven', () => {
  const vote = (body: object) => voteText(fact('voted', body) as Fact<'voted'>)
  expect(vote({ verdict: 'approve', assurance: 'sso' })).toBe(
    'approves it, with a token for exactly this decision',
  )
  expect(vote({ verdict: 'deny', assurance: 'chat' })).toBe('denies it, with a click')
})

test('a second run would be told as such', () => {
  expect(ranText(0)).toContain('ran nothing')
  expect(ranText(1)).toMatch(/runs it once$/)
  expect(ranText(2)).toMatch(/runs it 2 times$/)
})

test('what the agent is told', () => {
  expect(toldText(ended({ status: 'succeeded', result: { refund: 'R-311' } }))).toBe(
    'is told: succeeded; refund R-311',
  )
  expect(toldText(ended({ status: 'succeeded', result: 7 }))).toBe('is told: succeeded; 7')
  expect(toldText(ended({ status: 'succeeded' }))).toBe('is told: succeeded; nothing')
  expect(toldText(ended({ status: 'denied', reason: 'never' }))).toBe('is told: denied, "never"')
  expect(toldText(ended({ status: 'denied' }))).toBe('is told: denied')
  expect(toldText(ended({ status: 'unknown' }))).toBe('is told: unknown')
})

test('a promise is claimed only by what shows it', () => {
  expect(shownBy('personal', 'approved')).toBe('P9')
  expect(shownBy('held', 'approved')).toBe('P4')
  expect(shownBy('held', 'denied')).toBe('P1')
  expect(shownBy('held', 'expired')).toBe('P5')
  expect(shownBy('held', 'withdrawn')).toBeUndefined()
})
