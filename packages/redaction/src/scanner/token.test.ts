/** Credentials that are known by their own shape or by the phrase before them. */
import { describe, expect, test } from 'vitest'
import { found } from '../testing.ts'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const jwt = `${encode({ alg: 'EdDSA' })}.${encode({ sub: 'bob@acme.example' })}.c2ln`
const rule = '-'.repeat(5)
const pem = (kind: string, end = true) =>
  `${rule}BEGIN ${kind}${rule}\nMIIEpAIBAAKCAQEA\n${end ? `${rule}END ${kind}${rule}` : ''}`

describe('JSON web tokens', () => {
  test('are masked whole, with what is in them', () => {
    expect(found(`got ${jwt} back`)).toEqual([`JWT ${jwt}`])
  })

  test('without a signature too', () => {
    const unsigned = jwt.slice(0, jwt.lastIndexOf('.') + 1)
    expect(found(unsigned)).toEqual([`JWT ${unsigned}`])
  })

  test('are told from other base64 by their header', () => {
    expect(found(`${encode({ a: 1, b: 'xyzzy' })}.abc.def`)).toEqual([])
  })
})

describe('private keys', () => {
  test.each(['PRIVATE KEY', 'RSA PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'PGP PRIVATE KEY BLOCK'])(
    '%s',
    (kind) => {
      expect(found(`key:\n${pem(kind)}\nend`)).toEqual([`PRIVATE_KEY ${pem(kind)}`])
    },
  )

  test('are masked to the end of the text when their end is missing', () => {
    expect(found(pem('PRIVATE KEY', false))).toEqual([`PRIVATE_KEY ${pem('PRIVATE KEY', false)}`])
  })

  test('with escaped line breaks too', () => {
    const flat = pem('PRIVATE KEY').replaceAll('\n', '\\n')
    expect(found(flat)).toEqual([`PRIVATE_KEY ${flat}`])
  })

  test('are not public keys or certificates', () => {
    expect(found(pem('PUBLIC KEY') + pem('CERTIFICATE'))).toEqual([])
  })
})

describe('credentials in addresses', () => {
  test('are masked alone: user and host stay', () => {
    expect(found('postgres://app:s3cr3t@db.acme.example/x')).toEqual(['PASSWORD s3cr3t'])
    expect(found('amqp://u:p@ss:w@host')).toEqual(['PASSWORD p@ss:w'])
  })

  test.each([
    'https://acme.example/a:b@c',
    'https://host:443/x',
    'https://user@host/x',
    'x://u:****@h',
  ])('has none: %s', (text) =>
    expect(found(text).filter((each) => each.startsWith('PASSWORD'))).toEqual([]),
  )
})

describe('phrases', () => {
  test.each([
    ['Bearer abcdefghijklmnop1234', 'SECRET abcdefghijklmnop1234'],
    ['the password is hunter2.', 'PASSWORD hunter2'],
    ['temp password Violet!44 sent', 'PASSWORD Violet!44'],
    ["CREATE USER x WITH PASSWORD 'maple tree' VALID", 'PASSWORD maple tree'],
    ["IDENTIFIED BY 'x1'", 'PASSWORD x1'],
  ])('%s', (text, expected) => expect(found(text)).toEqual([expected]))

  test.each([
    'bearer of bad news',
    'the password is required',
    'password reset-link sent',
    'the password was changed',
  ])('prose: %s', (text) => expect(found(text)).toEqual([]))
})
