/** For tests: what the engine finds in a text, and values made to be found. */
import fc from 'fast-check'
import { is } from './chars.ts'
import { noSense, senseOf } from './hint.ts'
import { createRedactor } from './redactor.ts'
import { resolve } from './resolve.ts'
import { scanText } from './scan-text.ts'
import { markRules, type SecretRule } from './secret/rules.ts'
import { type Alphabet, alphabets, type Segment } from './secret/shape.ts'
import { ibanChecks } from './validate/iban.ts'
import { luhn } from './validate/luhn.ts'

export const redactor = createRedactor({ tagKey: Buffer.alloc(32, 1) })
export const scope = 'run-1'

/** `TYPE value` of each finding in the text; `key` is the name it stands under. */
export function found(text: string, key = ''): string[] {
  const sense = key === '' ? noSense : senseOf(key)
  const { spots } = scanText(text, sense, 'balanced')
  return resolve(spots).map(({ type, start, end }) => `${type} ${text.slice(start, end)}`)
}

/** The values alone, of one type. */
export function foundOf(type: string, text: string): string[] {
  const prefix = `${type} `
  return found(text)
    .filter((finding) => finding.startsWith(prefix))
    .map((finding) => finding.slice(prefix.length))
}

const digits = (count: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count })

/** Valid numbers of the large networks, in one piece or in fours. */
export const card = fc
  .tuple(
    fc.constantFrom('4', '51', '2221', '6011', '3528'),
    digits(15),
    fc.constantFrom('', ' ', '-'),
  )
  .map(([prefix, tail, separator]) => {
    const body = (prefix + tail.join('')).slice(0, 15)
    const check = [...'0123456789'].find((digit) => luhn(body + digit)) ?? '0'
    return (body + check).match(/.{4}/g)?.join(separator) ?? ''
  })

export const iban = fc
  .tuple(fc.constantFrom('DE', 'GB', 'FR', 'NL'), digits(30), fc.boolean())
  .map(([country, tail, isGrouped]) => {
    const length = { DE: 22, GB: 22, FR: 27, NL: 18 }[country]
    const letters = { DE: '', GB: 'NWBK', FR: '', NL: 'ABNA' }[country]
    const rest = (letters + tail.join('')).slice(0, length - 4)
    const check = Array.from({ length: 97 }, (_, n) => String(n + 2).padStart(2, '0'))
    const right = check.find((two) => ibanChecks(country + two + rest)) ?? '00'
    const whole = country + right + rest
    return isGrouped ? (whole.match(/.{1,4}/g)?.join(' ') ?? '') : whole
  })

const word = fc.stringMatching(/^[a-z]{3,10}$/)
export const email = fc
  .tuple(
    word,
    fc.constantFrom('.', '_', '+', ''),
    word,
    word,
    fc.constantFrom('example', 'co.test', 'de'),
  )
  .map(([first, sign, last, host, top]) => `${first}${sign}${last}@${host}.${top}`)

export const phone = fc
  .tuple(fc.constantFrom('1 415', '44 20', '49 30', '33 6', '91 98'), digits(8))
  .map(([head, tail]) => {
    const size = { '1 415': 7, '44 20': 8, '49 30': 8, '33 6': 8, '91 98': 8 }[head]
    return `+${head} ${tail.slice(0, size).join('')}`
  })

export const ssn = fc
  .tuple(
    fc.integer({ min: 1, max: 665 }),
    fc.integer({ min: 1, max: 99 }),
    fc.integer({ min: 1, max: 9999 }),
  )
  .map(([a, b, c]) => `${pad(a, 3)}-${pad(b, 2)}-${pad(c, 4)}`)

const pad = (value: number, size: number): string => String(value).padStart(size, '0')

export const secret = fc.constantFrom(...markRules).chain(tokenOf)

/** A token in the rule's shape, of random characters. */
export function tokenOf(rule: SecretRule): fc.Arbitrary<string> {
  return fc.tuple(...rule.shape.map(segmentOf)).map((parts) => parts.join(''))
}

function segmentOf(segment: Segment): fc.Arbitrary<string> {
  if ('literal' in segment) return fc.constant(segment.literal)
  // Many different characters, as random ones are; an `=` would end a value of base64.
  const chars = charsOf(segment.run).filter((char) => char !== '=' && char !== '.')
  return fc.infiniteStream(fc.nat({ max: 1000 })).map((stream) =>
    Array.from({ length: segment.min }, (_, index) => {
      const step = stream.next().value ?? 0
      return chars[(index * 7 + step) % chars.length] ?? ''
    }).join(''),
  )
}

function charsOf(alphabet: Alphabet): string[] {
  const all = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))
  return all.filter((char) => is(char.charCodeAt(0), alphabets[alphabet]))
}

/** Public addresses of machines. */
export const ipv4 = fc
  .tuple(
    fc.integer({ min: 11, max: 99 }),
    fc.nat({ max: 255 }),
    fc.nat({ max: 255 }),
    fc.integer({ min: 1, max: 254 }),
  )
  .map((octets) => octets.join('.'))
