import { describe, expect, test } from 'vitest'
import { found } from '../testing.ts'

const line = 'q7Xk2vB9fT4mZs81q7Xk2vB9fT4mZs81'
const keys = (text: string) => found(text).filter((each) => /^(PRIVATE_KEY|PASSWORD)/.test(each))

describe('public halves and other files', () => {
  test.each([
    `Public-Lines: 2\n${line}\n${line}\n`,
    'Private-Lines: none',
    `{"kty": "EC", "crv": "P-256", "x": "${line}", "y": "${line}"}`,
    `{"d": "${line}"}`,
    `---- BEGIN SSH2 PUBLIC KEY ----\n${line}\n---- END SSH2 PUBLIC KEY ----`,
    'host:5432:orders:ida:*',
    'db:5432: connection refused',
  ])('%s', (text) => expect(keys(text)).toEqual([]))
})

test('PuTTY: the private lines alone', () => {
  const text = `PuTTY-User-Key-File-3: ssh-rsa\nPrivate-Lines: 2\n${line}\n${line}\nPrivate-MAC: 00`
  expect(keys(text)).toEqual([`PRIVATE_KEY ${line}\n${line}`])
})

test('JSON Web Keys: each private member, in a text too', () => {
  const text = `key {"d": "${line}", "kty": "RSA", "n": "${line}0", "dp": "${line}1"} end`
  expect(keys(text)).toEqual([`PRIVATE_KEY ${line}`, `PRIVATE_KEY ${line}1`])
})

test('SSH2 armour, also without its end', () => {
  const whole = `---- BEGIN SSH2 PRIVATE KEY ----\n${line}\n---- END SSH2 PRIVATE KEY ----`
  expect(keys(`a ${whole}`)).toEqual([`PRIVATE_KEY ${whole}`])
  const open = whole.slice(0, whole.indexOf('---- END'))
  expect(keys(open)).toEqual([`PRIVATE_KEY ${open}`])
})

test('a line of a PostgreSQL password file', () => {
  expect(keys('db.acme.example:5432:orders:ida:maple9')).toEqual(['PASSWORD maple9'])
})
