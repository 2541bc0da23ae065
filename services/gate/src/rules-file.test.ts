import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RulesFile, type RulesPaths } from './rules-file.ts'

const policy = `version: 1
name: test
defaults: {audience: billing}
rules:
  - {name: all, allow: {}}
  - {name: late, deny: {}}
`
const directory = `people: [{id: ann}]
groups: []
agents: [{id: bot, owner: ann}]
`
const trust = `deployment: urn:holdpoint:test
services: {gate: [], notifier: [], auditor: [], redactor: []}
unsealing: []
agents: {}
executors: {}
issuers: []
ingress: []
`

let dir: string
let paths: RulesPaths
let said: string[]
const log = {
  info: (_: object, message: string) => said.push(`info ${message}`),
  warn: (_: object, message: string) => said.push(`warn ${message}`),
}
const put = (name: keyof RulesPaths, text: string) => writeFileSync(paths[name], text)
const open = () => RulesFile.open(paths, log as unknown as Parameters<typeof RulesFile.open>[1])

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'holdpoint-rules-'))
  paths = {
    policy: join(dir, 'policy.yaml'),
    directory: join(dir, 'directory.yaml'),
    trust: join(dir, 'trust.yaml'),
  }
  said = []
  put('policy', policy)
  put('directory', directory)
  put('trust', trust)
})
afterEach(() => rmSync(dir, { recursive: true }))

describe('a broken file never takes effect', () => {
  test.each([
    ['policy', 'version: 2\nname: x\n', 'policy.yaml:1: version must be 1'],
    ['directory', 'people: 7\n', 'directory.yaml: groups is missing'],
    ['trust', 'deployment: 7\n', 'trust.yaml'],
  ] as const)('at start: %s', async (name, text, message) => {
    put(name, text)
    await expect(open()).rejects.toThrow(message)
  })

  test.each(['policy', 'directory', 'trust'] as const)(
    'on reload: with a broken %s all three stay as they were, and one alarm says so',
    async (name) => {
      const rules = await open()
      const before = rules.current()
      said = []
      put('policy', `${policy}# changed`)
      put(name, 'a: [')
      await rules.refresh()
      await rules.refresh()
      expect(rules.current()).toBe(before)
      expect(said).toEqual([expect.stringContaining('warn the former rules stay in force: ')])
      expect(said[0]).toContain(`${name}.yaml`)
    },
  )

  test('a file that has gone is told once, and what comes back is read', async () => {
    const rules = await open()
    rmSync(paths.directory)
    said = []
    await rules.refresh()
    await rules.refresh()
    expect(said).toEqual(['warn the former rules stay in force: a file cannot be read'])
    put('directory', `${directory}# back`)
    await rules.refresh()
    expect(said.at(-1)).toBe('info new rules in force')
  })
})

test.each(['policy', 'directory', 'trust'] as const)(
  'a changed %s takes effect, under a digest of its own, without the others changing',
  async (name) => {
    const rules = await open()
    const before = rules.current()
    const texts = { policy, directory, trust }
    put(name, `${texts[name]}# changed\n`)
    await rules.refresh()
    const now = rules.current()
    for (const file of ['policy', 'directory', 'trust'] as const) {
      expect(now[file].digest === before[file].digest).toBe(file !== name)
    }
    expect(now[name].text).toContain('# changed')
  },
)

test('what does nothing in a policy is told when it is loaded, and not at every look', async () => {
  const rules = await open()
  const warning = expect.stringContaining(
    'policy.yaml:6: rules/1 (late) can never match: rule "all" before it',
  )
  expect(said).toEqual([warning])
  await rules.refresh()
  expect(said).toHaveLength(1)
  put('directory', `${directory}# changed`)
  await rules.refresh()
  expect(said.slice(1)).toEqual([warning, 'info new rules in force'])
})
