/** Examples are those of the Bitcoin wiki, BIP 173, BIP 350 and EIP-55. */
import { describe, expect, test } from 'vitest'
import { ethereumCheck, isBase58Check, isBech32 } from './crypto-address.ts'
import { keccak256 } from './keccak.ts'

test('Keccak-256 is not SHA3-256: the known digests of nothing and of abc', () => {
  expect(keccak256('')).toBe('c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470')
  expect(keccak256('abc')).toBe('4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45')
})

const base58 = [
  '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2',
  '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy',
  '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
  'mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn',
]
const bech32 = [
  'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
  'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4',
  'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
  'tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7',
]
const capitals = [
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
]

/** Every text that differs in one character by its neighbour in the alphabet. */
const changed = (text: string, from: number): string[] =>
  [...text].slice(from).map((char, index) => {
    const other = char === '2' ? '3' : '2'
    return text.slice(0, from + index) + other + text.slice(from + index + 1)
  })

describe('Base58Check', () => {
  test.each(base58)('%s fails with any character changed', (text) => {
    expect(changed(text, 1).filter(isBase58Check)).toEqual([])
  })
  test.each(['', '1', '0OIl', '1'.repeat(34), 'z'.repeat(60)])('%s is none', (text) =>
    expect(isBase58Check(text)).toBe(false),
  )
  test.each(base58)('%s passes', (text) => expect(isBase58Check(text)).toBe(true))
})

describe('Bech32', () => {
  test.each(bech32)('%s fails with any character changed or in mixed case', (text) => {
    expect(changed(text.toLowerCase(), 4).filter(isBech32)).toEqual([])
    expect(isBech32(text.slice(0, 8).toUpperCase() + text.slice(8).toLowerCase())).toBe(false)
  })
  test.each(['', '1', 'bc1', '1qqqqqqqq', 'bc1bbbbbbbbbb'])('%s is none', (text) =>
    expect(isBech32(text)).toBe(false),
  )
  test.each(bech32)('%s passes', (text) => expect(isBech32(text)).toBe(true))
})

describe('EIP-55', () => {
  test.each(capitals)('%s with one letter in the other case is wrong', (text) => {
    const at = text.search(/[A-F]/)
    const wrong = text.slice(0, at) + text.charAt(at).toLowerCase() + text.slice(at + 1)
    expect(ethereumCheck(wrong)).toBe('wrong')
  })
  test.each(capitals)('%s has the right capitals; in one case there is no sum', (text) => {
    expect(ethereumCheck(text)).toBe('capitals')
    expect(ethereumCheck(text.toLowerCase())).toBe('one-case')
    expect(ethereumCheck(text.slice(0, -1))).toBeUndefined()
  })
})
