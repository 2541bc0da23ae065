import { describe, expect, test } from 'vitest'
import { Doubts } from './doubt.ts'
import { parsePolicy } from './policy.ts'
import { head, masked, submission } from './submission.ts'

/** Rules on `params.a`, which is masked, and after them the one that matches. */
function ruling(
  doubtful: string,
  matching: string,
  changes: Parameters<typeof submission>[1] = {},
) {
  const text = `${head}rules:
  - {name: doubtful, when: params.a == 1, ${doubtful}}
  - {name: matching, ${matching}}`
  return parsePolicy(text, 'p').rule(submission({ a: masked }, changes))
}

describe('what is decided after a doubt is as strict as the doubtful rule', () => {
  test('an allow for another executor is none: people look, as at anything that no rule knows', () => {
    expect(ruling('allow: {audience: sandbox}', 'allow: {}')).toMatchObject({
      verdict: 'require',
      rule: 'doubtful',
      demand: { quorum: 1, groups: [] },
      terms: { audience: 'billing' },
    })
    expect(ruling('allow: {}', 'allow: {}')).toMatchObject({ verdict: 'allow', rule: 'matching' })
  })

  test('a rule that nobody would have served would have denied', () => {
    const text = `version: 1
name: x
rules:
  - {name: doubtful, when: params.a == 1, allow: {}}
  - {name: matching, allow: {audience: a}}`
    const { rule } = parsePolicy(text, 'p')
    expect(rule(submission({ a: masked }))).toMatchObject({ verdict: 'require' })
  })

  test('clocks are the shortest of all', () => {
    const { terms } = ruling('allow: {useWithin: 1m, runWithin: 3m}', 'allow: {useWithin: 2m}') as {
      terms?: unknown
    }
    expect(terms).toMatchObject({ useWithinMs: 60_000, runWithinMs: 180_000 })
  })

  test.each([
    ['deny: {}', 'allow: {clearResult: true}'],
    ['require: {}', 'allow: {clearResult: true}'],
    ['allow: {}', 'allow: {clearResult: true}'],
    ['allow: {clearResult: false}', 'require: {clearResult: true}'],
    ['allow: {clearResult: true}', 'allow: {}'],
  ])('a result is not cleared where %s is in doubt before %s', (doubtful, matching) => {
    const found = ruling(doubtful, matching)
    expect(found.verdict === 'deny' || found.terms.clearResult === undefined).toBe(true)
  })

  test('a result is cleared where every rule in question clears it', () => {
    expect(ruling('allow: {clearResult: true}', 'allow: {clearResult: true}')).toMatchObject({
      verdict: 'allow',
      terms: { clearResult: true },
    })
  })

  test('a justification is wanted as soon as one rule in question wants it', () => {
    const code = 'HP_JUSTIFICATION_REQUIRED'
    const wants = 'require: {justificationRequired: true}'
    expect(ruling(wants, 'allow: {}')).toMatchObject({ verdict: 'deny', code, rule: 'matching' })
    expect(ruling('allow: {justificationRequired: true}', 'require: {}')).toMatchObject({ code })
    expect(ruling(wants, 'allow: {}', { justification: 'asked twice' })).toMatchObject({
      verdict: 'require',
    })
  })

  test('a ladder lets nobody in who would have had no say under the doubtful rule', () => {
    const ladder = 'escalate: [{after: 1h, groups: [chiefs]}]'
    const asked = 'groups: [{group: finance, min: 1}]'
    const { demand: same } = ruling(
      `require: {${asked}, ${ladder}}`,
      `require: {${asked}, ${ladder}}`,
    ) as { demand: { escalate?: unknown } }
    expect(same.escalate).toEqual([{ afterMs: 3_600_000, groups: ['chiefs'] }])
    for (const doubtful of [`require: {${asked}}`, 'require: {groups: [{group: legal}]}']) {
      const { demand } = ruling(doubtful, `require: {${asked}, ${ladder}}`) as { demand: object }
      expect(demand).not.toHaveProperty('escalate')
    }
  })

  test('with no doubt everything is as the rule says', () => {
    const doubts = new Doubts()
    const terms = { audience: 'a', useWithinMs: 1, runWithinMs: 2, clearResult: true } as const
    expect([doubts.isEmpty, doubts.elsewhere(terms)]).toEqual([true, undefined])
    expect(doubts.termsWith(terms)).toEqual(terms)
  })
})
