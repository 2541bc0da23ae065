/** Addresses of machines and ledgers that are no plain numbers: MAC, IPv6, crypto. */
import { describe, expect, test } from 'vitest'
import { found } from '../testing.ts'
import { isIpv6 } from './ipv6.ts'

describe('hardware addresses', () => {
  test.each([
    '00:00:00:00:00:00',
    'ff:ff:ff:ff:ff:ff',
    '00:1a:2b:3c:4d',
    '00:1a:2b:3c:4d:5e:6f',
    '00:1a-2b:3c:4d:5e',
    '12:30:45',
    'a1b2-c3d4-e5f6',
    'sha256:00:1a:2b:3c:4d:5e:6f:70',
  ])('%s is none', (text) => expect(found(text)).toEqual([]))

  test.each(['00:1a:2b:3c:4d:5e', '00-1A-2B-3C-4D-5E', 'AA:BB:CC:DD:EE:01', '001a.2b3c.4d5e'])(
    '%s is found',
    (text) => expect(found(`from ${text}, port 4`)).toEqual([`MAC ${text}`]),
  )
})

describe('IPv6', () => {
  test.each([
    '1:2',
    '12:30:45',
    '::',
    'a::b',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '12345::',
    'g::1',
    '::256.1.1.1',
  ])('%s is none', (text) => expect(isIpv6(text)).toBe(false))
  test.each([
    '::1',
    'fe80::1',
    '2001:db8::8a2e:370:7334',
    '2001:db8:0:0:0:0:2:1',
    '::ffff:192.0.2.1',
  ])('%s is one', (text) => expect(isIpv6(text)).toBe(true))

  test.each(['fe80::1', '::1', 'fd12:3456:789a::1', 'ff02::1', 'std::string', 'Foo::Bar::1'])(
    '%s stays',
    (text) => expect(found(`at ${text} now`)).toEqual([]),
  )

  test.each(['2001:db8::8a2e:370:7334', '2a02:8108:1::1', '2001:db8:85a3:0:0:8a2e:370:7334'])(
    '%s is found',
    (text) => {
      expect(found(`from ${text} to`)).toEqual([`IP ${text}`])
      expect(found(`[${text}]:443`)).toEqual([`IP ${text}`])
      expect(found(`host ${text}.`)).toEqual([`IP ${text}`])
    },
  )
})

describe('addresses of ledgers', () => {
  test.each([
    '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3',
    'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5',
    '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae',
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD',
  ])('%s with an error in it is none', (text) => expect(found(text)).toEqual([]))

  test.each([
    '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2',
    '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy',
    'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  ])('%s is found', (text) => expect(found(`pay ${text} now`)).toEqual([`CRYPTO_ADDRESS ${text}`]))
})
