import { describe, expect, test } from 'vitest'
import { parsePolicy } from './policy.ts'
import { head } from './submission.ts'

function mistake(text: string): string {
  try {
    parsePolicy(text, 'policy.yaml')
    return 'none'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

describe('a file with a mistake never takes effect, and says where it is', () => {
  test.each([
    ['no YAML', 'a: [', 'policy.yaml:1: the file is no plain YAML'],
    ['nothing', '', 'policy.yaml: the file must be object'],
    ['another version', 'version: 2\nname: x', 'policy.yaml:1: version must be 1'],
    ['a field nobody knows', 'version: 1\nname: x\nrulez: []', 'policy.yaml:3: rulez is not part'],
    ['a key twice', 'version: 1\nname: x\nname: y', 'policy.yaml:3: the file is no plain YAML'],
    [
      'two documents',
      'version: 1\n---\nname: x',
      'policy.yaml:2: the file holds several documents',
    ],
    ['anchors', 'version: 1\nname: &n x\nclosed: *n', 'uses anchors'],
    ['tags', 'version: 1\nname: !secret x', 'policy.yaml:2: the file is no plain YAML'],
    [
      'a field of a type',
      'version: 1\nname: x\ntypes:\n  mail.send:\n    audienc: mail',
      'policy.yaml:5: types/mail.send/audienc is not part',
    ],
    [
      'no time',
      'version: 1\nname: x\ndefaults: {decideWithin: 15 min}',
      'policy.yaml:3: defaults/decideWithin must be a time such as',
    ],
    [
      'too long a time',
      'version: 1\nname: x\ntypes:\n  a.b: {useWithin: 2d}',
      'policy.yaml:4: types/a.b/useWithin must be at most 24h',
    ],
    [
      'a memory shorter than the gate needs',
      'version: 1\nname: x\ntypes:\n  a.b: {remember: 7d}',
      'policy.yaml:4: types/a.b/remember must be at least 192h',
    ],
    [
      'a reversal of what is forgotten',
      'version: 1\nname: x\ntypes:\n  a.b: {reversible: {within: 9d}}',
      'types/a.b/reversible/within must not be longer than it is remembered',
    ],
    [
      'a reversal for too long',
      'version: 1\nname: x\ntypes:\n  a.b: {reversible: {within: 91d}, remember: 100d}',
      'types/a.b/reversible/within must be at most 2160h',
    ],
    ['a file too long', `version: 1\nname: ${'x'.repeat(300_000)}`, 'is longer than 262144 bytes'],
  ])('%s', (_, text, message) => {
    expect(mistake(text)).toContain(message)
  })

  test.each([
    ['no name', '- deny: {}', '5: rules/0/name is missing'],
    ['no effect', '- name: a', '5: rules/0 (a) must say one of'],
    ['two effects', '- {name: a, deny: {}, allow: {}}', '5: rules/0 (a) must say one of'],
    [
      'a name twice',
      '- {name: a, deny: {}}\n- {name: a, deny: {}}',
      '6: rules/1 (a)/name stands twice',
    ],
    [
      'a name of ours',
      '- {name: holdpoint/x, deny: {}}',
      'rules/0 (holdpoint/x)/name must not begin',
    ],
    [
      'a condition that is no text',
      '- {name: a, when: true, deny: {}}',
      'rules/0 (a)/when must be string',
    ],
    [
      'a condition with a mistake',
      '- name: no-prod\n  when: |\n    environment = "prod"\n  deny: {}',
      '6: rules/0 (no-prod)/when (character',
    ],
    [
      'a type that is none',
      '- {name: a, types: ["Pay ments"], deny: {}}',
      'rules/0 (a)/types/0 must match',
    ],
    ['no quorum', '- {name: a, require: {quorum: 0}}', 'rules/0 (a)/require/quorum must be >= 1'],
    [
      'a group twice',
      '- {name: a, require: {groups: [{group: g}, {group: g}]}}',
      'names a group twice',
    ],
    [
      'ages that do not rise',
      '- {name: a, require: {remindAfter: [10m, 5m]}}',
      'rules/0 (a)/require/remindAfter/1 must be later than the one before',
    ],
    [
      'an age that is none',
      '- {name: a, require: {remindAfter: [soon]}}',
      'rules/0 (a)/require/remindAfter/0 must be a time such as',
    ],
    [
      'a ladder that does not rise',
      '- {name: a, require: {escalate: [{after: 5m, groups: [g]}, {after: 5m, groups: [h]}]}}',
      'rules/0 (a)/require/escalate/1/after must be later',
    ],
    [
      'a rung that adds nothing',
      '- {name: a, require: {escalate: [{after: 5m}]}}',
      'rules/0 (a)/require/escalate/0 must say groups or channels',
    ],
    [
      'a rung that nobody lives to see',
      '- {name: a, require: {escalate: [{after: 31d, groups: [g]}]}}',
      'rules/0 (a)/require/escalate/0/after must be at most 720h',
    ],
    [
      'an exclusion that nobody knows',
      '- {name: a, require: {exclude: [everybody]}}',
      'rules/0 (a)/require/exclude/0 must',
    ],
    [
      'a result cleared by a word',
      '- {name: a, allow: {clearResult: yes please}}',
      'rules/0 (a)/allow/clearResult must be boolean',
    ],
    ['passkeys', '- {name: a, require: {assurance: passkey}}', 'cannot be passkey yet'],
    [
      'a group as text',
      '- {name: a, require: {groups: [g]}}',
      'rules/0 (a)/require/groups/0 must be object',
    ],
  ])('a rule with %s', (_, rules, message) => {
    expect(mistake(`${head}rules:\n${rules}`)).toContain(message)
  })
})
