/** One value of every type that the engine knows, under a key that says so. Numbers are those of specimens and of standards, or nobody's. */
import { aws, card, email, hinted, iban, jwt, type Planted, phone, privateKey } from './planted.ts'

export interface TypedValue extends Planted {
  /** In a payload. */
  readonly key: string
}

const plain = (key: string, value: string): TypedValue => ({ key, value, name: key })

export const typedValues: Readonly<Record<string, TypedValue>> = {
  PRIVATE_KEY: { ...privateKey, key: 'privateKey' },
  JWT: { ...jwt, key: 'idToken' },
  SECRET: { ...aws, key: 'accessKey' },
  PASSWORD: { ...hinted, key: 'password' },
  IBAN: { ...iban, key: 'iban' },
  CARD: { ...card, key: 'cardNumber' },
  CVV: plain('cvv', '737'),
  BANK_ACCOUNT: plain('bankAccountNumber', '7841902266'),
  BANK_ROUTING: plain('routingNumber', '122105155'),
  BIC: plain('bic', 'QWERDEFFXXX'),
  CRYPTO_ADDRESS: plain('walletAddress', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'),
  EMAIL: { ...email, key: 'email' },
  US_SSN: plain('ssn', '536-22-8817'),
  US_ITIN: plain('itin', '912-78-4433'),
  NATIONAL_ID: plain('nhsNumber', '943 476 5919'),
  PASSPORT: plain('passportNumber', 'C01X00T47'),
  DRIVER_LICENCE: plain('driverLicence', 'D6101-40706-60905'),
  PHONE: { ...phone, key: 'phone' },
  IP: plain('ipAddress', '203.0.113.77'),
  MAC: plain('macAddress', 'a4:5e:60:c2:19:7b'),
  NPI: plain('npi', '1234567893'),
  MRN: plain('mrn', 'MRN-00483921'),
  DATE_OF_BIRTH: plain('dateOfBirth', '1984-03-17'),
  PERSON: plain('fullName', 'Mara Quellworth'),
  ADDRESS: plain('streetAddress', '48 Ferrymead Lane'),
  USERNAME: plain('username', 'mquellworth84'),
}

/** Three digits stand everywhere. */
const charsSearchedMin = 8
export const searched: readonly Planted[] = Object.values(typedValues).filter(
  ({ value }) => value.length >= charsSearchedMin,
)

/** All of them, as an agent's payload has them. */
export const typedParams = (): Record<string, string> =>
  Object.fromEntries(Object.values(typedValues).map(({ key, value }) => [key, value]))

/** All of them in one text, where nothing says what they are. */
export const typedText = (): string =>
  Object.values(typedValues)
    .map(({ value }) => value)
    .join(' \u00b7 ')
