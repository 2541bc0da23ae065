import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(import.meta.dirname, 'slack-manifest.ts'), ...args], {
    encoding: 'utf8',
  })

test.each([
  [['--url', 'http://hold.example']],
  [['--url', 'https://hold.example/']],
  [['--name', '']],
  [['--name', 'x'.repeat(36)]],
  [['--all']],
])('what Slack would refuse is not printed: %j', (args) => {
  const { status, stdout, stderr } = run(...args)
  expect(status).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toContain('npm run --silent slack-manifest')
})

test('the manifest is JSON: Socket Mode, or the address of a channel', () => {
  const plain = JSON.parse(run().stdout)
  expect(plain).toMatchObject({
    display_information: { name: 'Holdpoint' },
    settings: { socket_mode_enabled: true },
  })
  const { stdout } = run('--url', 'https://hold.example', '--channel', 'finance', '--email')
  expect(JSON.parse(stdout)).toMatchObject({
    settings: { interactivity: { request_url: 'https://hold.example/slack/finance' } },
    oauth_config: { scopes: { bot: expect.arrayContaining(['users:read.email']) } },
  })
})
