import { describe, expect, test } from 'vitest'
import { parseDirectory } from '../directory.ts'
import { lintPolicy } from './lint.ts'
import { head } from './submission.ts'
import { sayWarning } from './warning.ts'

const directory = parseDirectory(
  `people: [{id: ann, groups: [finance]}, {id: ben, groups: [finance]}]
groups: [finance, empty]
agents: []
`,
  'directory.yaml',
)
const said = (rules: string, before = head, withDirectory = false) =>
  lintPolicy(`${before}rules:\n${rules}`, 'policy.yaml', withDirectory ? directory : undefined).map(
    sayWarning,
  )
const closed = `${head.trimEnd()}\nclosed: true\ntypes: {a.b: {}, a.c: {}, d.e: {}}\n`

describe('a rule that can never match is named with file and line', () => {
  test.each<[string, string, string, string?]>([
    [
      'no listed type',
      '- {name: a, types: ["b.*"], deny: {}}',
      'policy.yaml:7: rules/0 (a)/types can never match: none of them is listed',
      closed,
    ],
    [
      'a condition that is false',
      '- name: a\n  when: "1 > 2 && params.x"\n  deny: {}',
      'policy.yaml:6: rules/0 (a)/when can never match: it is false for every action',
    ],
    [
      'a condition about a type that it does not name',
      '- {name: a, types: [a.b, a.c], when: type == "a.d" && params.x, deny: {}}',
      'rules/0 (a)/when can never match: it is false',
    ],
    [
      'a condition about a type that is not listed',
      `- {name: a, when: 'type.startsWith("x")', deny: {}}`,
      'rules/0 (a)/when can never match: it is false',
      closed,
    ],
    [
      'a catch-all before it',
      '- {name: all, allow: {}}\n- {name: late, types: ["x.*"], deny: {}}',
      'policy.yaml:6: rules/1 (late) can never match: rule "all" before it takes all that it could',
    ],
    [
      'a wider glob before it',
      '- {name: all, types: ["a.*", q.r], allow: {}}\n- {name: late, types: ["a.b*", a.c.d, q.r], when: params.x, deny: {}}',
      'rules/1 (late) can never match: rule "all" before',
    ],
    [
      'a rule before it that takes every listed type that it names',
      '- {name: all, types: [a.b, a.c], allow: {}}\n- {name: late, types: ["a.*"], deny: {}}',
      'rules/1 (late) can never match: rule "all" before',
      closed,
    ],
    [
      'the same condition before it',
      '- {name: one, when: params.x, deny: {}}\n- {name: two, types: [a.b], when: " params.x", allow: {}}',
      'rules/1 (two) can never match: rule "one" before',
    ],
  ])('%s', (_, rules, message, before) => {
    expect(said(rules, before)).toEqual([expect.stringContaining(message)])
  })
})

describe('a part of a rule that does nothing', () => {
  test.each<[string, string, string, string?]>([
    [
      'a type that an earlier rule takes',
      '- {name: one, types: ["a.*"], allow: {}}\n- {name: two, types: [b.c, a.d], deny: {}}',
      'policy.yaml:6: rules/1 (two)/types/1 never gets here: rule "one" before it takes it',
    ],
    [
      'a type that the rule itself has already',
      '- {name: one, types: [a.b, "a.*"], allow: {}}',
      'rules/0 (one)/types/0 is among a.* anyway',
    ],
    ['a type twice', '- {name: one, types: [a.b, a.b], allow: {}}', 'types/1 is among a.b anyway'],
    ['a condition that is true', '- {name: a, when: 1 < 2, deny: {}}', '/when is true for every'],
    [
      'no type that can be written so',
      '- {name: a, when: type == "Payments.Refund" || params.x, deny: {}}',
      '(a)/when compares type with "Payments.Refund": no type is written so',
    ],
    [
      'a type that is not listed',
      '- {name: a, when: "type in [\\"a.b\\", \\"x.y\\"] || params.x", deny: {}}',
      '(a)/when compares type with "x.y": this type is not listed',
      closed,
    ],
    [
      'a proof as a word',
      '- {name: a, when: agent.proven == "yes" || params.x, deny: {}}',
      'compares agent.proven with "yes": it is true or false',
    ],
    [
      'an agent that is no name',
      '- {name: a, when: \'"my bot" == agent.id || params.x\', deny: {}}',
      'compares agent.id with "my bot": no name is this',
    ],
    [
      'an address, which nobody sees',
      '- {name: a, when: onBehalfOf == "ann@example.org", deny: {}}',
      'compares onBehalfOf with "ann@example.org": addresses are replaced by directory ids',
    ],
    [
      'a reminder after the deadline',
      '- {name: a, require: {decideWithin: 10m, remindAfter: [5m, 10m]}}',
      '(a)/require/remindAfter/1 comes after the time to decide is over',
    ],
    [
      'a rung after the default deadline',
      '- {name: a, require: {groups: [{group: g}], escalate: [{after: 1h, groups: [h]}]}}',
      '(a)/require/escalate/0 comes after the time to decide is over',
    ],
    [
      'a ladder for everybody',
      '- {name: a, require: {escalate: [{after: 5m, groups: [h]}]}}',
      '(a)/require/escalate/0/groups adds nobody: anybody may vote anyway',
    ],
  ])('%s', (_, rules, message, before) => {
    expect(said(rules, before)).toEqual([expect.stringContaining(message)])
  })

  test('no group, too few people, nobody: as far as the directory is given', () => {
    const rules = `- name: a
  when: onBehalfOf == "cid"
  require:
    quorum: 3
    groups: [{group: finance, min: 3}, {group: finanse}]
    escalate: [{after: 5m, groups: [chiefs]}]`
    expect(said(rules)).toEqual([])
    expect(said(rules, head, true)).toEqual([
      'policy.yaml:6: rules/0 (a)/when compares onBehalfOf with "cid": nobody in the directory is this',
      'policy.yaml:9: rules/0 (a)/require/groups/0 asks for 3 of finance, which has 2',
      'policy.yaml:9: rules/0 (a)/require/groups/1/group is no group of the directory',
      'policy.yaml:10: rules/0 (a)/require/escalate/0/groups/0 is no group of the directory',
      'policy.yaml:8: rules/0 (a)/require/quorum asks for 3 people, and the directory has 2',
    ])
  })
})

test('a condition that is always true takes everything, too', () => {
  expect(said('- {name: all, when: 1 < 2, allow: {}}\n- {name: late, deny: {}}')).toEqual([
    expect.stringContaining('rules/0 (all)/when is true for every action'),
    expect.stringContaining('rules/1 (late) can never match: rule "all" before'),
  ])
})

test('a policy in which every rule does something is not complained about', () => {
  const rules = `- {name: a, types: [a.b], when: params.x > 1, deny: {}}
- {name: b, types: ["a.*"], when: params.x > 0, require: {decideWithin: 2h, remindAfter: [1h]}}
- {name: c, types: [a.b], when: 'labels.exists(type, type == "Not A Type")', deny: {}}
- {name: d, types: ["a.*"], allow: {}}
- {name: e, types: ["a*"], when: agent.proven == false, deny: {}}
- {name: f, allow: {}}`
  expect(said(rules)).toEqual([])
  expect(
    said('- {name: a, when: type == "a.b", deny: {}}\n- {name: rest, allow: {}}', closed),
  ).toEqual([])
})

test('a file that would be refused is refused here too', () => {
  expect(() => said('- {name: a, when: "1 +", deny: {}}')).toThrow(
    'policy.yaml:5: rules/0 (a)/when',
  )
})
