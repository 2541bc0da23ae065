/** National numbers: published examples pass, one wrong digit fails where the scheme promises it, random numbers seldom pass. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as europe from './national-europe.ts'
import * as lettered from './national-lettered.ts'
import * as world from './national-world.ts'
import { isAadhaar } from './verhoeff.ts'

interface Scheme {
  readonly name: string
  readonly check: (text: string) => boolean
  /** From the authority's or the standard's own text, or a number it publishes for tests. */
  readonly examples: readonly string[]
  /** Share of random numbers of the right form that may pass. */
  readonly chance: number
  /** Not every wrong digit is seen: weights that share a factor with the modulus, or no check digit at all. */
  readonly isLoose?: true
}

const schemes: readonly Scheme[] = [
  { name: 'UK NHS', check: europe.isNhs, examples: ['9434765919', '4010232137'], chance: 0.12 },
  {
    name: 'DE tax id',
    check: europe.isGermanTaxId,
    examples: ['86095742719', '47036892816', '65929970489'],
    chance: 0.12,
  },
  { name: 'FR NIR', check: europe.isNir, examples: ['255081416802538'], chance: 0.02 },
  { name: 'NL BSN', check: europe.isBsn, examples: ['111222333', '123456782'], chance: 0.12 },
  {
    name: 'PL PESEL',
    check: europe.isPesel,
    examples: ['44051401359', '02070803628'],
    chance: 0.05,
  },
  {
    name: 'SE personnummer',
    check: europe.isPersonnummer,
    examples: ['8112189876', '198112189876', '6709199530'],
    chance: 0.05,
  },
  { name: 'BE national', check: europe.isBelgian, examples: ['85073003328'], chance: 0.03 },
  { name: 'CH AHV', check: europe.isAhv, examples: ['7569217076985'], chance: 0.01 },
  { name: 'CZ birth', check: europe.isBirthNumber, examples: ['7103192745'], chance: 0.05 },
  { name: 'RO CNP', check: europe.isCnp, examples: ['1630615123457'], chance: 0.05 },
  { name: 'CA SIN', check: world.isSin, examples: ['046454286', '130692544'], chance: 0.12 },
  { name: 'AU TFN', check: world.isTfn, examples: ['123456782', '876543210'], chance: 0.12 },
  {
    name: 'AU Medicare',
    check: world.isMedicare,
    examples: ['2123456701', '2428778132'],
    chance: 0.07,
    isLoose: true,
  },
  {
    name: 'BR CPF',
    check: world.isCpf,
    examples: ['39053344705', '11144477735'],
    chance: 0.03,
    isLoose: true,
  },
  {
    name: 'BR CNPJ',
    check: world.isCnpj,
    examples: ['11222333000181', '16727230000197'],
    chance: 0.03,
  },
  { name: 'CN resident', check: world.isResident, examples: ['11010519491231002X'], chance: 0.01 },
  {
    name: 'JP My Number',
    check: world.isMyNumber,
    examples: ['123456789018'],
    chance: 0.12,
    isLoose: true,
  },
  { name: 'TR kimlik', check: world.isTurkish, examples: ['10000000146'], chance: 0.03 },
  {
    name: 'ZA id',
    check: world.isSouthAfrican,
    examples: ['8001015009087'],
    chance: 0.03,
    isLoose: true,
  },
  { name: 'IL id', check: world.isIsraeli, examples: ['039337423'], chance: 0.12 },
  { name: 'IN Aadhaar', check: isAadhaar, examples: ['234123412346'], chance: 0.12 },
  {
    name: 'ES DNI',
    check: lettered.isDni,
    examples: ['12345678Z', 'X1234567L', '54362315K'],
    chance: 0.01,
  },
  {
    name: 'IT codice fiscale',
    check: lettered.isCodiceFiscale,
    examples: ['RSSMRA85T10A562S', 'MRTMTT91D08F205J'],
    chance: 0.01,
  },
  { name: 'FI hetu', check: lettered.isHetu, examples: ['131052-308T'], chance: 0.01 },
  {
    name: 'SG NRIC',
    check: lettered.isNric,
    examples: ['S1234567D', 'F1234567N'],
    chance: 0.01,
    isLoose: true,
  },
  { name: 'CL RUT', check: lettered.isRut, examples: ['125319092', '123456785'], chance: 0.15 },
  {
    name: 'MX CURP',
    check: lettered.isCurp,
    examples: ['BOXW310820HNERXN09'],
    chance: 0.01,
    isLoose: true,
  },
]

describe.each(schemes)('$name', ({ check, examples, chance, isLoose }) => {
  test('published numbers pass', () => {
    expect(examples.filter((example) => !check(example))).toEqual([])
  })

  test('one wrong digit fails', () => {
    for (const example of examples) {
      const places = [...example].flatMap((char, index) => (/\d/.test(char) ? [index] : []))
      const wrong = places.flatMap((place) =>
        [...'0123456789']
          .filter((digit) => digit !== example.charAt(place))
          .map((digit) => example.slice(0, place) + digit + example.slice(place + 1)),
      )
      const passing = wrong.filter(check)
      expect(passing.length).toBeLessThanOrEqual(isLoose ? wrong.length * 0.2 : 0)
    }
  })

  test('few random numbers of its length pass, and nothing throws', () => {
    const length = examples[0]?.length ?? 0
    const random = fc.sample(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }),
      { numRuns: 2000, seed: 42 },
    )
    expect(random.filter((digits) => check(digits.join(''))).length / 2000).toBeLessThanOrEqual(
      chance,
    )
  })

  test.each(['', '0', '9'.repeat(40), 'ÄÖ', '0'.repeat(9), '0'.repeat(10), '0'.repeat(11)])(
    '%s is none',
    (text) => expect(check(text)).toBe(false),
  )
})

test('a German tax id of today repeats one digit, at most three times', () => {
  expect(europe.hasTaxIdDigits('86095742719')).toBe(true)
  expect(europe.hasTaxIdDigits('12345678901')).toBe(false)
  expect(europe.hasTaxIdDigits('11223456789')).toBe(false)
})

test.each(['BG123456A', 'QQ123456C', 'AO123456A', 'AB123456E', 'DA123456A', 'ab123456c'])(
  'no insurance number is %s',
  (text) => expect(lettered.isNino(text)).toBe(false),
)
test('an insurance number of letters in use', () => expect(lettered.isNino('AB123456C')).toBe(true))

test.each(['AFZPK719', 'AFZZK7190K', 'AFZPK0000K', 'AFZ1K7190K'])('no holder has %s', (text) =>
  expect(lettered.isPan(text)).toBe(false),
)
test('a person and a company have a PAN', () => {
  expect(lettered.isPan('ACUPA7085R')).toBe(true)
  expect(lettered.isPan('AAACT2727Q')).toBe(true)
})

test('Corsica counts as 19 and 18', () => {
  expect(europe.isNir('1510' + '62A' + '025134' + '02')).toBe(false)
  const body = '151062A025134'
  const key = 97 - (Number(body.replace('2A', '19')) % 97)
  expect(europe.isNir(body + String(key).padStart(2, '0'))).toBe(true)
})

test('Norway: both check digits', () => {
  const body = '010190123'
  const right = Array.from({ length: 100 }, (_, n) => body + String(n).padStart(2, '0')).filter(
    europe.isFodselsnummer,
  )
  expect(right.length).toBeLessThanOrEqual(1)
  expect(europe.isFodselsnummer('32019012345')).toBe(false)
})

test('numbers that only have a date are refused without one', () => {
  expect(europe.isCpr('3102991234')).toBe(false)
  expect(europe.isCpr('0102991234')).toBe(true)
  expect(world.isRrn('9913011234567')).toBe(false)
  expect(world.isRrn('9901011234567')).toBe(true)
})
