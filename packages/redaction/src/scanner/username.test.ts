import { expect, test } from 'vitest'
import { foundOf } from '../testing.ts'
import { isLogin } from './username.ts'

const logins = (text: string): string[] => foundOf('USERNAME', text)

test.each([
  'ping @here and @channel',
  'import x from "@types/node"',
  'image@sha256 of the build',
  'runs @daily',
  'user not found',
  'user interface of the app',
  'user root logged in',
  'user svc-billing logged in',
  'CREATE USER report_ro WITH PASSWORD',
  'mail to someone@host.example',
])('no login in %s', (text) => expect(logins(text)).toEqual([]))

test.each([
  ['Assigned to @jdoe7 for review', 'jdoe7'],
  ['session opened for user kpetrov by uid 0', 'kpetrov'],
  ["login 'mara.lind' failed", 'mara.lind'],
  ['useradd -m -s /bin/bash tvolkov', 'tvolkov'],
])('a login in %s', (text, login) => expect(logins(text)).toEqual([login]))

test('what machines are called is no login of a person', () => {
  for (const name of ['root', 'svc-mail', 'deploy-bot', 'www-data', 'ab', 'Über'])
    expect(isLogin(name)).toBe(false)
})
