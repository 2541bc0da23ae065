import { describe, expect, test } from 'vitest'
import { describeLog } from './output.ts'
import { Report } from './report.ts'

const calm = () => {
  const report = new Report()
  report.log = { origin: 'log.example/demo', size: 42, root: 'ROOT=', key: '530d903a' }
  report.signaturesChecked = true
  Object.assign(report.counts, { events: 31, cases: 7, slots: 3, heads: 12, decisions: 6 })
  Object.assign(report.counts, { intents: 8, claims: 3, outcomes: 3, votes: 4, viewsPresent: 20 })
  return report
}

describe('the report for people', () => {
  test('a log in which everything holds takes five calm lines', () => {
    expect(describeLog(calm())).toBe(
      [
        'VALID-UNWITNESSED: everything that is here holds',
        'Log log.example/demo: 42 entries, root ROOT=, signed by key 530d903a',
        '31 events of 3 slots, 7 finished cases, 0 findings',
        'Signatures that hold: 12 chain heads, 6 decisions, 8 intents, 3 claims, 3 outcomes, 4 votes',
        'Views: 20 as committed, 0 not here (erased or not handed over)',
        '',
      ].join('\n'),
    )
  })

  test('what rests on less than a signature is said, not hidden among the counts', () => {
    const report = calm()
    Object.assign(report.counts, {
      ingressIntents: 1,
      chatVotes: 2,
      votesWithoutToken: 1,
      filesAhead: 1,
    })
    expect(describeLog(report)).toContain(
      '4 votes; without: 1 intent trusted by topic, 2 votes of chat assurance, 1 vote whose token is not here\n',
    )
    expect(describeLog(report)).toContain('; 1 file written ahead of the checkpoint\n')
  })

  test('a thousand problems are fifty lines and a number', () => {
    const report = calm()
    for (let n = 0; n < 1000; n += 1) report.add('incomplete', `leaf ${n}`, 'is not there')
    const text = describeLog(report)
    expect(text.split('\n').length).toBeLessThan(60)
    expect(text).toMatch(/^INCOMPLETE: something is missing; nothing is proven wrong\n/)
    expect(text).toContain('  missing: leaf 49: is not there\n  and 950 more\n')
  })
})

describe('the verdict', () => {
  test.each([
    [[], 'VALID-UNWITNESSED', 0],
    [['incomplete'], 'INCOMPLETE', 20],
    [['diverged', 'incomplete'], 'DIVERGED', 30],
    [['incomplete', 'invalid', 'diverged', 'incomplete'], 'INVALID', 40],
  ] as const)(
    'of %j is %s: the worst wins, whatever comes after it',
    (severities, verdict, exitCode) => {
      const report = new Report()
      for (const severity of severities) report.add(severity, 'leaf 1', 'a rule')
      expect([report.verdict, report.exitCode]).toEqual([verdict, exitCode])
      expect(JSON.parse(report.toJson())).toMatchObject({ verdict, exitCode })
    },
  )
})
