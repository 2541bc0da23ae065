import { describe, expect, test } from 'vitest'
import { maskAt } from './mask-at.ts'
import { spokenRuling } from './spoken.ts'
import { head } from './submission.ts'
import { parseTable, runTable } from './table.ts'

const policy = `${head}rules:
  - {name: pii, when: '"pii" in labels', deny: {reason: no personal data}}
  - {name: unproven, when: agent.proven == false, deny: {}}
  - name: big
    when: params.amount > 1000
    require: {quorum: 2, groups: [{group: finance, min: 1}], decideWithin: 1h, remindAfter: [90s]}
  - {name: rest, allow: {useWithin: 2m}}
`
const table = (cases: string) => `version: 1\npolicy: policy.yaml\ncases:\n${cases}`
const run = (cases: string) =>
  runTable(parseTable(table(cases), 'table.yaml'), policy, 'policy.yaml')

describe('a table with a mistake is refused', () => {
  test.each([
    ['nothing to expect', '- {name: a, action: {type: a.b}}', '4: cases/0 (a)/expect is missing'],
    [
      'a verdict that is none',
      '- {name: a, action: {type: a.b}, expect: {verdict: ask}}',
      '4: cases/0 (a)/expect/verdict must',
    ],
    [
      'a word of its own',
      '- {name: a, action: {type: a.b}, expect: {verdict: deny, by: x}}',
      'cases/0 (a)/expect/by is not part',
    ],
    ['no type', '- {name: a, action: {}, expect: {verdict: deny}}', 'cases/0 (a)/action/type'],
    [
      'a mask on nothing',
      '- name: a\n  action: {type: a.b, params: {x: 1}}\n  mask: [/params/x, /params/y]\n  expect: {verdict: deny}',
      '6: cases/0 (a)/mask/1 points to nothing',
    ],
    ['no case', '', 'cases must be array'],
  ])('%s', (_, cases, message) => {
    expect(() => run(cases)).toThrow(message)
  })

  test('a policy that would be refused fails the table as a whole', () => {
    const one = parseTable(table('- {name: a, action: {type: a.b}, expect: {verdict: deny}}'), 't')
    expect(() => runTable(one, 'version: 2\nname: x', 'policy.yaml')).toThrow('policy.yaml:1')
  })
})

describe('a case', () => {
  test('that is as expected says nothing more', () => {
    expect(
      run(`- {name: small, action: {type: a.b, params: {amount: 5}}, expect: {verdict: allow, rule: rest, terms: {useWithin: 120s, audience: billing}}}
- {name: labelled, action: {type: a.b}, labels: [pii], expect: {verdict: deny, reason: no personal data}}
- {name: legacy, action: {type: a.b}, proven: false, expect: {verdict: deny, rule: unproven}}
- name: big
  action: {type: a.b, params: {amount: 5000}, agent: {id: bot}}
  expect: {verdict: require, decideWithin: 60m, demand: {quorum: 2, groups: [{group: finance}], remindAfter: [90s]}}
- {name: hidden, action: {type: a.b, params: {amount: 5}}, mask: [/params/amount], expect: {verdict: require, rule: big}}
- {name: unseen, action: {type: a.b, params: {amount: 5}}, unscanned: true, expect: {verdict: require, rule: holdpoint/unscanned}}
- name: a part unseen
  action: {type: a.b, params: {amount: 5}}
  findings: [{path: /params/amount, type: UNSCANNED}]
  expect: {verdict: require, rule: holdpoint/unscanned}`).filter(({ ok }) => !ok),
    ).toEqual([])
  })

  test('that is not says expected and got for each field, with its line', () => {
    const [first, second] =
      run(`- {name: right, action: {type: a.b, params: {amount: 1}}, expect: {verdict: allow}}
- name: wrong
  action: {type: a.b, params: {amount: 5000}}
  expect: {verdict: allow, rule: rest, demand: {quorum: 1, groups: [], nonsense: 1}, decideWithin: 2h}`)
    expect(first).toMatchObject({ name: 'right', file: 'table.yaml:4', ok: true })
    expect(second).toEqual({
      name: 'wrong',
      file: 'table.yaml:5',
      ok: false,
      differences: [
        { field: '/verdict', expected: 'allow', got: 'require' },
        { field: '/rule', expected: 'rest', got: 'big' },
        { field: '/demand/quorum', expected: 1, got: 2 },
        { field: '/demand/groups', expected: [], got: [{ group: 'finance', min: 1 }] },
        { field: '/demand/nonsense', expected: 1, got: undefined },
        { field: '/decideWithin', expected: '2h', got: '1h' },
      ],
    })
  })
})

test('masking puts a placeholder wherever a pointer leads', () => {
  const action = { a: [{ 'b/c': 1 }, 2], d: 'x' }
  expect(maskAt(action, ['/a/0/b~1c', '/d'])).toEqual({
    action: { a: [{ 'b/c': '⟦MASKED·1⟧' }, 2], d: '⟦MASKED·2⟧' },
  })
  for (const missing of ['/a/2', '/e', '/d/x', 'a', '/constructor']) {
    expect(maskAt(action, [missing])).toEqual({ missing })
  }
})

test('a ruling is told in the words of the file', () => {
  expect(
    spokenRuling({
      verdict: 'require',
      rule: 'r',
      demand: {
        ...{ quorum: 1, groups: [], assurance: 'sso', denials: 1, reasonRequired: false },
        ...{ remindAfterMs: [60_000], escalate: [{ afterMs: 90_000, groups: ['g'] }] },
      },
      decideWithinMs: 900_000,
      terms: { audience: 'a', useWithinMs: 1500, runWithinMs: 1000 },
    }),
  ).toMatchObject({
    demand: { remindAfter: ['1m'], escalate: [{ after: '90s', groups: ['g'] }] },
    decideWithin: '15m',
    terms: { useWithin: '1500ms', runWithin: '1s' },
  })
})
