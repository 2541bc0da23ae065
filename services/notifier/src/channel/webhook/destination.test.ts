import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressOf, type Destination, parseDestination } from './destination.ts'

const place = { file: 'channels.yaml', field: '/channels/0/url' }
const to = (url: string, allow: readonly string[] = []): Destination =>
  parseDestination(url, allow, place)
const at = (...addresses: readonly string[]) => {
  return async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
}
const closed = { refused: 'ADDRESS_CLOSED' }

describe('no destination is', () => {
  test.each([
    'http://example.com/hook',
    'ftp://example.com',
    'file:///etc/passwd',
    'example.com/hook',
    '',
    'https://user:secret@example.com/',
    'https://example.com/#part',
  ])('%s', (url) => {
    expect(() => to(url)).toThrow(
      expect.objectContaining({ code: 'HP_CONFIG', details: expect.objectContaining(place) }),
    )
  })

  test.each(['10.0.0.0/33', '10.0.0.0/8/8', 'example.com', '10.0.0.0/-1', '::/129'])(
    'one that allows %s',
    (network) => {
      expect(() => to('https://example.com', [network])).toThrow(/network/)
    },
  )
})

describe('nothing goes to', () => {
  test.each([
    ...['127.0.0.1', '127.255.255.254', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ...['169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255', '198.18.0.1'],
    ...['168.63.129.16', '192.0.0.192'],
    ...['::1', '::', 'fe80::1', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '::ffff:127.0.0.1'],
    ...['::ffff:7f00:1', '64:ff9b::7f00:1', '64:ff9b:1::1', '2002:7f00:1::', '2001:0:1::1'],
    ...['2001:db8::1', '::127.0.0.1', 'fec0::1', '100::1'],
  ])('%s, whatever its name is', async (address) => {
    expect(await addressOf(to('https://hooks.example.com/'), at(address))).toEqual(closed)
    const host = address.includes(':') ? `[${address}]` : address
    expect(await addressOf(to(`https://${host}/`), at())).toEqual(closed)
  })

  test.each(['https://2130706433/', 'https://0x7f.1/', 'https://0177.0.0.1/', 'https://127.1/'])(
    '%s, another spelling of this machine',
    async (url) => {
      expect(await addressOf(to(url), at('203.0.114.7'))).toEqual(closed)
    },
  )

  test('a name of which one address is public and another is not', async () => {
    const found = at('93.184.215.14', '10.0.0.1')
    expect(await addressOf(to('https://hooks.example.com/'), found)).toEqual(closed)
  })

  test('what DNS calls an address and is none', async () => {
    const odd = async () => [{ address: 'metadata', family: 4 }]
    expect(await addressOf(to('https://hooks.example.com/'), odd)).toEqual(closed)
  })

  test('any address of a private network, whichever', async () => {
    const byte = fc.integer({ min: 0, max: 255 })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('10', '127'), byte, byte, byte, async (first, ...rest) => {
        const address = [first, ...rest].join('.')
        expect(await addressOf(to('https://x.example/'), at(address))).toEqual(closed)
      }),
    )
  })
})

test('a name that is not known now may be known later', async () => {
  expect(await addressOf(to('https://hooks.example.com/'), at())).toEqual({ later: 'DNS' })
  const failing = async () => Promise.reject(new Error('ENOTFOUND'))
  expect(await addressOf(to('https://hooks.example.com/'), failing)).toEqual({ later: 'DNS' })
})

test('public addresses are, and private ones that the operator has named', async () => {
  const url = 'https://hooks.example.com/'
  for (const address of ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c']) {
    expect(await addressOf(to(url), at(address))).toMatchObject({ address })
  }
  const own = to(url, ['10.1.0.0/16', 'fd00:1::/32', '127.0.0.1'])
  for (const address of ['10.1.2.3', 'fd00:1::7', '127.0.0.1']) {
    expect(await addressOf(own, at(address))).toMatchObject({ address })
  }
  for (const address of ['10.2.0.1', 'fd00:2::7', '127.0.0.2']) {
    expect(await addressOf(own, at(address))).toEqual(closed)
  }
})
