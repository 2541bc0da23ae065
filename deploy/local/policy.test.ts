import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleDirectory, samplePolicy, samplePolicyTable } from './deployment/samples.ts'

let dir: string
const at = (name: string) => join(dir, name)
const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(import.meta.dirname, 'policy.ts'), ...args], {
    encoding: 'utf8',
    cwd: dir,
  })

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'holdpoint-policy-'))
  writeFileSync(at('policy.yaml'), samplePolicy('demo'))
  writeFileSync(at('policy.test.yaml'), samplePolicyTable())
  writeFileSync(at('directory.yaml'), sampleDirectory('https://id.example.org', ['refunds']))
  writeFileSync(
    at('broken.yaml'),
    'version: 1\nname: x\nrules:\n  - {name: a, when: "1 +", deny: {}}\n',
  )
  writeFileSync(
    at('idle.yaml'),
    'version: 1\nname: x\nrules:\n  - {name: all, deny: {}}\n  - {name: late, allow: {}}\n',
  )
  writeFileSync(
    at('wrong.test.yaml'),
    samplePolicyTable().replace('verdict: deny, rule: no-drops', 'verdict: allow'),
  )
  const action = { type: 'payments.refund', agent: { id: 'refunds' }, params: { amount: 42 } }
  writeFileSync(at('action.json'), JSON.stringify(action))
})
afterAll(() => rmSync(dir, { recursive: true }))

describe('wrong usage says how it is used', () => {
  test.each([
    [[]],
    [['lint', 'policy.yaml']],
    [['check']],
    [['test']],
    [['explain', 'policy.yaml']],
    [['explain', '--action', 'action.json']],
    [['check', 'policy.yaml', '--all']],
    [['explain', 'policy.yaml', '--action', 'action.json', '--mask', '/params/iban']],
  ])('%j', (args) => {
    const { status, stdout, stderr } = run(...args)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain('npm run --silent policy -- check FILE')
  })
})

test.each([
  [['check', 'nowhere.yaml'], 'nowhere.yaml: cannot be read (ENOENT)'],
  [['test', 'nowhere.yaml'], 'nowhere.yaml: cannot be read (ENOENT)'],
  [['explain', 'policy.yaml', '--action', 'policy.yaml'], 'policy.yaml: is no JSON'],
])('%j: a file that cannot be read has an exit code of its own', (args, message) => {
  const { status, stderr } = run(...args)
  expect([status, stderr]).toEqual([3, `${message}\n`])
})

describe('check', () => {
  test('an error names file, line and rule', () => {
    const { status, stdout } = run('check', 'policy.yaml', 'broken.yaml')
    expect(status).toBe(1)
    expect(stdout).toContain('right    policy.yaml\nerror    broken.yaml:4: rules/0 (a)/when')
  })

  test('a warning is none, unless one is strict', () => {
    const { status, stdout } = run('check', 'idle.yaml')
    expect(status).toBe(0)
    expect(stdout).toBe(
      'warning  idle.yaml:5: rules/1 (late) can never match: rule "all" before it takes all that it could\n',
    )
    expect(run('check', '--strict', 'idle.yaml').status).toBe(1)
  })

  test('as JSON, with a directory', () => {
    const { status, stdout } = run(
      'check',
      '--json',
      '--directory',
      'directory.yaml',
      'policy.yaml',
    )
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      right: true,
      files: [
        { file: 'directory.yaml', warnings: [] },
        { file: 'policy.yaml', warnings: [] },
      ],
    })
    expect(run('check', 'policy.yaml', '--directory', 'broken.yaml').status).toBe(1)
  })
})

describe('test', () => {
  test('the sample policy does what its table says', () => {
    const { status, stdout } = run('test', 'policy.test.yaml')
    expect(stdout).toMatch(/^(\d+) of \1 cases of policy\.test\.yaml are right\n$/)
    expect(status).toBe(0)
  })

  test('a case that ends otherwise says expected and got, with file and line', () => {
    const { status, stdout } = run('test', 'wrong.test.yaml')
    expect(status).toBe(1)
    expect(stdout).toMatch(/^wrong {4}wrong\.test\.yaml:\d+: nobody drops a database\n/)
    expect(stdout).toContain('verdict: expected "allow", got "deny"')
    const { right, tables } = JSON.parse(run('test', '--json', 'wrong.test.yaml').stdout)
    expect(right).toBe(false)
    expect(tables[0].cases.filter(({ ok }: { ok: boolean }) => !ok)).toHaveLength(1)
  })
})

describe('explain', () => {
  test('shows the way through the rules and where it ends', () => {
    const { status, stdout } = run(
      ...['explain', 'policy.yaml', '--action', 'action.json', '--directory', 'directory.yaml'],
    )
    expect(status).toBe(0)
    expect(stdout).toContain('payments.refund by refunds\n  must not decide: p-carol, p-dave\n')
    expect(stdout).toMatch(/ {2}no-drops {2}deny {5}other type {2}\(policy\.yaml:\d+\)/)
    expect(stdout).toMatch(/ {2}refunds {3}require {2}matched/)
    expect(stdout).toContain('require by rule "refunds"\n')
    expect(stdout).toContain('  decideWithin: "15m"\n')
  })

  test('names the masked value that leaves a rule open', () => {
    writeFileSync(
      at('masked.yaml'),
      'version: 1\nname: x\nrules:\n  - {name: big, when: params.amount > 1000, deny: {}}\n  - {name: rest, allow: {audience: a}}\n',
    )
    const args = ['explain', 'masked.yaml', '--action', 'action.json', '--mask', '/params/amount']
    expect(run(...args).stdout).toContain('big   deny     unknown: params.amount is masked')
    const { rules, ruling } = JSON.parse(run(...args, '--json').stdout)
    expect(rules[0]).toMatchObject({
      result: 'unknown',
      because: [{ value: 'params.amount', why: 'is masked' }],
    })
    expect(ruling).toMatchObject({ verdict: 'require', rule: 'big', decideWithin: '15m' })
  })

  test('a policy that would be refused explains nothing', () => {
    const { status, stdout } = run('explain', 'broken.yaml', '--action', 'action.json')
    expect(status).toBe(1)
    expect(stdout).toContain('error  broken.yaml:4')
  })
})
