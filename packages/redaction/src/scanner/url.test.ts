import { describe, expect, test } from 'vitest'
import { found } from '../testing.ts'

describe('an address without a password', () => {
  test.each([
    'https://host:443/a@b.example',
    'https://host:8443#x@y',
    'http://host/path:x@y',
    'https://acme.example/?q=a:b@c',
    'https://$USER:$PASSWORD@host/x',
    'https://ida@host/x',
  ])('%s', (text) => expect(found(text).filter((each) => each.startsWith('PASSWORD'))).toEqual([]))
})

test.each([
  ['amqp://ida:ma#ple9@mq.acme.example/vhost', 'ma#ple9'],
  ['sftp://ida:A*m?Z#9M@files.acme.example', 'A*m?Z#9M'],
  ['see <redis://:ma/ple9@cache:6379/0> there', 'ma/ple9'],
  ['mongodb+srv://ida:maple9@db.acme.example/x?y=a@b', 'maple9'],
])('%s', (text, expected) => expect(found(text)).toContain(`PASSWORD ${expected}`))
