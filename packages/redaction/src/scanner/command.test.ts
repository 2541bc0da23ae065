import { describe, expect, test } from 'vitest'
import { scan } from '../scan.ts'
import { found } from '../testing.ts'

const passwords = (text: string) => found(text).filter((each) => each.startsWith('PASSWORD'))

describe('no credential', () => {
  test.each([
    'curl -X POST -o /tmp/out https://acme.example',
    'docker run -u 1000:1000 -p 8080:80 image',
    'mkdir -p maple9 && cd maple9',
    'curl -u "$USER:$PASSWORD" https://acme.example',
    'curl -u ida https://acme.example',
    'libcurl -u a:maple9',
    `curl https://acme.example ${'x '.repeat(300)} -u a:maple9`,
  ])('%s', (text) => expect(passwords(text)).toEqual([]))
})

test.each([
  ['curl -u ida:maple9 https://acme.example', 'maple9'],
  ["curl --user 'ida:maple 9' x", 'maple 9'],
  ['curl -sS \\\n  -X POST \\\n  -u "ida:maple9" x', 'maple9'],
  ["curl --user ida:'maple9' x", 'maple9'],
  ['curl -u "b04c9d7f21e8:" x', 'b04c9d7f21e8'],
  ['mysql -u root -pmaple9 -h db', 'maple9'],
  ["mysqldump -p'maple 9' db", 'maple 9'],
  ['sshpass -p maple9 ssh ida@h', 'maple9'],
  ['docker login -u ida -p maple9 registry', 'maple9'],
  ['redis-cli -h r -a maple9 ping', 'maple9'],
  ['ran `curl -u ida:maple9` twice', 'maple9`'],
])('%s', (text, expected) => expect(passwords(text)[0]).toContain(expected.replace('`', '')))

test('every character is read once per option, however many programs there are', () => {
  const work = (count: number) => scan('curl -u x '.repeat(count)).work
  expect(work(400)).toBeLessThan(4.5 * work(100))
})
