/** Which part of an argument is a credential depends on the program and the option before it. */
import { describe, expect, test } from 'vitest'
import { attachedFlag, credentialInArguments, credentialOf, programs } from './command.ts'

describe('an option carries no credential', () => {
  test.each([
    ['curl', '-X', 'POST'],
    ['curl', '-u', 'ida'],
    ['curl', '-u', 'ida:$PASSWORD'],
    ['docker run', '-u', '1000:1000'],
    ['curl', '-u', '1000:1000'],
    ['nosuch', '-p', 'secret'],
    ['sshpass', '-f', 'file'],
  ])('%s %s %s', (program, flag, value) =>
    expect(credentialOf(program, flag, value)).toBeUndefined(),
  )
})

test.each([
  ['curl', '-u', 'ida:maple9', 'maple9'],
  ['curl', '--user', 'ida:ma:ple', 'ma:ple'],
  ['curl', '-u', 'b04c9d7f21e8:', 'b04c9d7f21e8'],
  ['smbclient', '-U', 'corp/ida%maple9', 'maple9'],
  ['sshpass', '-p', 'maple9', 'maple9'],
  ['docker login', '-p', 'maple9', 'maple9'],
  ['redis-cli', '-a', 'maple9', 'maple9'],
])('%s %s %s: %s', (program, flag, value, expected) => {
  const found = credentialOf(program, flag, value)
  expect(value.slice(found?.start, found?.end)).toBe(expected)
})

test('a password is attached to its option only where the program reads it so', () => {
  expect(attachedFlag('mysql', '-pmaple9')).toBe(2)
  for (const argument of ['-p', '--port', '-h10', '-p****'])
    expect(attachedFlag('mysql', argument)).toBe(0)
  expect(attachedFlag('ssh', '-p2222')).toBe(0)
})

describe('in a list of arguments', () => {
  const found = (...items: string[]) =>
    items.flatMap((item, index) => {
      const part = credentialInArguments(items, index)
      return part === undefined ? [] : [item.slice(part.start, part.end)]
    })

  test('the program is the first word, with a path or a second word', () => {
    expect(found('/usr/bin/mysql', '-u', 'root', '-pmaple9')).toEqual(['maple9'])
    expect(found('sudo', 'docker', 'login', '-u', 'ida', '-p', 'maple9')).toEqual(['maple9'])
    expect(found('curl', '-u', 'ida:maple9', 'https://acme.example')).toEqual(['maple9'])
  })

  test('the same option of another program means something else', () => {
    expect(found('docker', 'run', '-p', '8080:80')).toEqual([])
    expect(found('mkdir', '-p', 'maple9')).toEqual([])
    expect(found('ssh', '-p', '2222', 'ida@acme.example')).toEqual([])
  })
})

test('programs are looked for in lower case', () => {
  for (const program of programs) expect(program).toMatch(/^[a-z0-9][a-z0-9 _-]+$/)
})
