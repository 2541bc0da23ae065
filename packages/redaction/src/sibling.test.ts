import { describe, expect, test } from 'vitest'
import { noSense } from './hint.ts'
import { siblingSense } from './sibling.ts'

const typeOf = (value: object, key: string) => siblingSense(value)?.(key)?.hint?.type

describe('nothing is said', () => {
  test.each([
    [{}, 'value'],
    [{ value: 1 }, 'value'],
    [{ type: 'order', number: '12' }, 'number'],
    [{ type: 'passport', note: 'x' }, 'note'],
    [{ account: '12345678' }, 'account'],
    [{ type: 'x'.repeat(500), value: '1' }, 'value'],
  ])('in %j of %s', (value, key) => expect(typeOf(value, key)).toBeUndefined())
})

test('beside a quantity a name is that of goods, and beside an address it may be anybody’s', () => {
  expect(siblingSense({ name: 'Ida Quist', quantity: 2 })?.('name')).toEqual(noSense)
  expect(siblingSense({ name: 'Ida Quist', email: 'x' })?.('name')).toBeUndefined()
})

describe('a sibling names the value', () => {
  test.each([
    [{ name: 'Authorization', value: 'x' }, 'value', 'SECRET'],
    [{ type: 'passport', number: 'X1234567' }, 'number', 'PASSPORT'],
    [{ kind: 'date_of_birth', value: '1980-01-01' }, 'value', 'DATE_OF_BIRTH'],
    [{ documentType: 'drivers_license', documentNumber: 'D1' }, 'documentNumber', 'DRIVER_LICENCE'],
    [{ sortCode: '12-34-56', account: '12345678' }, 'account', 'BANK_ACCOUNT'],
    [{ routing_number: '021000021', account_no: '12345' }, 'account_no', 'BANK_ACCOUNT'],
    [{ bic: 'DEUTDEFF', number: '532013000' }, 'number', 'BANK_ACCOUNT'],
    [{ cvv: '123', number: '4111' }, 'number', 'CARD'],
  ])('%j: %s', (value, key, type) => expect(typeOf(value, key)).toBe(type))
})
