/** Labelled parts that documents are put together from. */
import type { Chance } from './chance.ts'
import {
  birthday,
  city,
  email,
  ipv4,
  ipv6,
  mac,
  phone,
  postcode,
  privateIp,
  street,
} from './contact.ts'
import * as numbers from './numbers.ts'
import { anybody, type Person, person } from './people.ts'
import { is, maybe, type Said } from './say.ts'
import * as secrets from './secrets.ts'

export interface Someone {
  readonly person: Person
  readonly full: Said
  readonly given: Said
  readonly family: Said
  readonly email: Said
  readonly login: Said
}

/** Of any language, or of those in Latin letters. */
export function someone(chance: Chance, isLatin = true): Someone {
  const made = isLatin ? person(chance) : anybody(chance)
  return {
    person: made,
    full: is('PERSON', made.full),
    given: is('PERSON', made.given),
    family: is('PERSON', made.family),
    email: is('EMAIL', email(chance, made)),
    login: is('USERNAME', made.login),
  }
}

const of =
  (type: string, make: (chance: Chance) => string) =>
  (chance: Chance): Said =>
    is(type, make(chance))

export const aPhone = of('PHONE', phone)
export const aCard = of('CARD', (chance) => numbers.cardWritten(chance, numbers.card(chance)))
export const anIban = of('IBAN', (chance) => {
  const iban = numbers.iban(chance)
  return chance.chance(0.4) ? (iban.match(/.{1,4}/g) ?? []).join(' ') : iban
})
export const anSsn = of('US_SSN', numbers.ssn)
export const anItin = of('US_ITIN', numbers.itin)
export const aRouting = of('BANK_ROUTING', numbers.routing)
export const anAccount = of('BANK_ACCOUNT', (chance) => chance.number(chance.between(8, 12)))
export const anNpi = of('NPI', numbers.npi)
export const anMrn = of('MRN', (chance) =>
  chance.shaped(chance.one(['MRN#######', '########', 'H-######', '###-##-####-#'])),
)
export const aPassport = of('PASSPORT', (chance) =>
  chance.shaped(chance.one(['#########', '@########', '@@#######', 'C%%%%%%%%'])),
)
export const aLicence = of('DRIVER_LICENCE', (chance) =>
  chance.shaped(chance.one(['@#######', '@###-####-####', '@@@@@######@@#@@', '########'])),
)
export const aCvv = of('CVV', (chance) => chance.digits(3))
export const aBirthday = of('DATE_OF_BIRTH', birthday)
export const aStreet = of('ADDRESS', street)
export const aPostcode = of('ADDRESS', postcode)
export const aCity = (chance: Chance) => maybe('LOCATION', city(chance))
export const anIp = of('IP', (chance) => (chance.chance(0.75) ? ipv4(chance) : ipv6(chance)))
export const aPrivateIp = (chance: Chance) => maybe('IP', privateIp(chance))
export const aMac = of('MAC', mac)
export const aToken = of('SECRET', secrets.token)
export const anOpaque = of('SECRET', secrets.opaque)
export const aPassword = of('PASSWORD', secrets.password)
export const aJwt = of('JWT', secrets.jwt)
export const aPrivateKey = of('PRIVATE_KEY', secrets.privateKey)
export const aWallet = of('CRYPTO_ADDRESS', (chance) =>
  chance.one([numbers.bitcoin, numbers.ether])(chance),
)

interface National {
  /** How forms and people call it. */
  readonly label: string
  readonly key: string
  readonly make: (chance: Chance) => string
}
const nationals: readonly National[] = [
  { label: 'NHS number', key: 'nhsNumber', make: numbers.nhs },
  { label: 'National Insurance number', key: 'nino', make: numbers.nino },
  { label: 'SIN', key: 'sin', make: numbers.sin },
  { label: 'TFN', key: 'tfn', make: numbers.tfn },
  { label: 'BSN', key: 'bsn', make: numbers.bsn },
  { label: 'numéro de sécurité sociale', key: 'numeroSecuriteSociale', make: numbers.nir },
  { label: 'DNI', key: 'dni', make: numbers.dni },
  { label: 'PESEL', key: 'pesel', make: numbers.pesel },
  { label: 'CPF', key: 'cpf', make: numbers.cpf },
  { label: 'Steuer-ID', key: 'steuerId', make: numbers.deTax },
  { label: 'personnummer', key: 'personnummer', make: numbers.personnummer },
  { label: 'henkilötunnus', key: 'hetu', make: numbers.hetu },
  { label: 'PAN', key: 'panNumber', make: numbers.pan },
  { label: 'Aadhaar', key: 'aadhaar', make: numbers.aadhaar },
]
export function aNational(chance: Chance) {
  const { label, key, make } = chance.one(nationals)
  return { label, key, id: is('NATIONAL_ID', make(chance)) }
}

/** What looks alike and is nothing: order numbers, digests, versions, amounts, places, products. */
export const harmless = {
  order: (c: Chance) =>
    c.shaped(c.one(['SO-######', 'ORD-2025-#####', '#########', 'R########', '4#######-A'])),
  uuid: (c: Chance) => c.uuid(),
  commit: (c: Chance) => c.hex(40),
  digest: (c: Chance) => `sha256:${c.hex(64)}`,
  version: (c: Chance) =>
    c.shaped(c.one(['#.1#.#', 'v2.#.#-rc.#', '20.##.#.#', '1.#.0+build.####'])),
  time: (c: Chance) =>
    `2025-0${c.between(1, 9)}-1${c.digits(1)}T0${c.digits(1)}:${c.between(10, 59)}:${c.between(10, 59)}Z`,
  amount: (c: Chance) => `${c.one(['$', '€', '£'])}${c.number(3)}.${c.digits(2)}`,
  sku: (c: Chance) => c.shaped(c.one(['@@-####-%%', '@@@######', '######-##'])),
  tracking: (c: Chance) =>
    c.shaped(c.one(['1Z%%%%%%%%########', '94##################', 'JD01##############'])),
  product: (c: Chance) =>
    c.one([
      'Aurora Desk Lamp',
      'Mercury Relay',
      'Victoria Sponge Kit',
      'Jackson Tray',
      'Python 3 Cookbook',
      'Dallas Sofa',
      'Grafana Loki',
      'Amber Alert Widget',
    ]),
  company: (c: Chance) =>
    c.one([
      'Harrow & Finch Ltd',
      'Norden Logistik GmbH',
      'Blue Atlas Inc.',
      'Casa Verde S.A.',
      'Meridian Health Group',
      'Stone Brothers LLC',
    ]),
  bucket: (c: Chance) =>
    `s3://${c.one(['exports', 'audit', 'media'])}-eu/2025/${c.digits(2)}/${c.uuid()}.parquet`,
} as const satisfies Record<string, (chance: Chance) => string>
