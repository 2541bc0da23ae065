import { describe, expect, test } from 'vitest'
import { hintOf, senseOf, wordsOf } from './hint.ts'

test.each([
  ['cardNumber', ['card', 'number']],
  ['card_number', ['card', 'number']],
  ['CARD-NUMBER', ['card', 'number']],
  ['APIKey', ['api', 'key']],
  ['x-api-key', ['x', 'api', 'key']],
  ['addressLine1', ['address', 'line1']],
  ['prénom', ['prénom']],
  ['HTTPServer2Port', ['http', 'server2', 'port']],
  ['', []],
  ['__', []],
])('%s has the words %j', (key, words) => expect(wordsOf(key)).toEqual(words))

describe('keys', () => {
  test.each([
    ['password', 'PASSWORD'],
    ['dbPassword', 'PASSWORD'],
    ['MYSQL_PWD', 'PASSWORD'],
    ['kennwort', 'PASSWORD'],
    ['clientSecret', 'SECRET'],
    ['MYSQLPASS', 'PASSWORD'],
    ['ANYpassword', 'PASSWORD'],
    ['serviceapikey', 'SECRET'],
    ['x-api-key', 'SECRET'],
    ['accessToken', 'SECRET'],
    ['Authorization', 'SECRET'],
    ['customer_email', 'EMAIL'],
    ['phone2', 'PHONE'],
    ['homePhoneNumber', 'PHONE'],
    ['telefonnummer', 'PHONE'],
    ['creditCard', 'CARD'],
    ['cvv2', 'CVV'],
    ['iban', 'IBAN'],
    ['ssnNumeric', 'US_SSN'],
    ['dateOfBirth', 'DATE_OF_BIRTH'],
    ['firstName', 'PERSON'],
    ['Vorname', 'PERSON'],
    ['name', 'PERSON'],
    ['userName', 'USERNAME'],
    ['addressLine1', 'ADDRESS'],
    ['passport_no', 'PASSPORT'],
  ])('%s says %s', (key, type) => expect(hintOf(key)?.type).toBe(type))

  test.each([
    'fileName',
    'productName',
    'tokenType',
    'passwordPolicy',
    'phoneVerified',
    'publicKey',
    'keyboard',
    'cardinality',
    'constructor',
    '__proto__',
    'x'.repeat(65),
    '',
  ])('%s says nothing', (key) => expect(hintOf(key)).toBeUndefined())

  test('a key that says little takes the word above it', () => {
    expect(hintOf('number', 'card')?.type).toBe('CARD')
    expect(hintOf('value', 'password')?.type).toBe('PASSWORD')
    expect(hintOf('first', 'name')?.type).toBe('PERSON')
    expect(hintOf('number', 'invoice')).toBeUndefined()
  })

  test.each(['amount', 'orderTotal', 'created_ts', 'firmwareVersion'])(
    'the numbers of %s belong to nobody',
    (key) => {
      expect(senseOf(key)).toEqual({ hint: undefined, isCounter: true })
    },
  )
})

test('asking for many keys forgets some, and changes no answer', () => {
  for (let n = 0; n < 5000; n++) hintOf(`key-${n}`)
  expect(hintOf('password')?.type).toBe('PASSWORD')
})
