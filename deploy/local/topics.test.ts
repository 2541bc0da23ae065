import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { planDeployment } from './deployment/plan.ts'

const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(import.meta.dirname, 'topics.ts'), ...args], {
    encoding: 'utf8',
  })

const plan = planDeployment({ prefix: 'acme.', slots: 3, agents: ['a'], executors: ['b', 'c'] })
const options = ['--prefix', 'acme.', '--slots', '3', '--agents', 'a', '--executors', 'b,c']

test.each([
  [[]],
  [['--plan', '--slots', '0']],
  [['--plan', '--slots', 'many']],
  [['--plan', '--all']],
])('without a plan to make it says how it is used: %j', (args) => {
  const { status, stdout, stderr } = run(...args)
  expect(status).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toContain('npm run --silent topics -- --plan')
})

test('help is no mistake', () => {
  const { status, stdout, stderr } = run('--help')
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toContain('--plan')
})

test('the plan as commands is a script with a line for each topic, user and ACL', () => {
  const { status, stdout } = run('--plan', ...options)
  expect(status).toBe(0)
  expect(spawnSync('sh', ['-n'], { input: stdout }).status).toBe(0)
  const lines = stdout.split('\n')
  const count = (tool: string) => lines.filter((line) => line.startsWith(tool)).length
  expect(count('kafka-topics.sh')).toBe(plan.topics.length)
  expect(count('kafka-configs.sh')).toBe(plan.users.length)
  expect(count('kafka-acls.sh')).toBe(plan.acls.length)
  expect(stdout).toContain('--topic acme.decisions --partitions 3 --config cleanup.policy=delete')
  expect(stdout).toContain('User:acme.executor-c --operation Read')
})

test('the plan as JSON is the plan', () => {
  const { stdout } = run('--plan', '--json', ...options)
  expect(JSON.parse(stdout)).toEqual(plan)
})
