import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { actionId, otherId } from '../test/fixture.ts'
import { checkRecordMac, deriveSalt, recordMac } from './mac.ts'
import { Secret } from './secret.ts'

const secret = new Secret(Buffer.alloc(32, 1))
const record = {
  type: 'dev.holdpoint.action.redacted.v1',
  subject: actionId,
  data: Buffer.from('{}'),
}
const mac = recordMac(secret, record)
const forged = expect.objectContaining({ code: 'HP_MAC_INVALID' })

describe('a record is refused', () => {
  test.each([
    ['without a MAC', undefined],
    ['with an empty one', ''],
    ['with one that is cut', mac.slice(0, 20)],
    ['with a second spelling of it', `${mac}=`],
    ['with one under another key', recordMac(new Secret(Buffer.alloc(32, 2)), record)],
  ])('%s', (_, given) => {
    expect(() => checkRecordMac(secret, given, record)).toThrow(forged)
  })

  test.each([
    ['type', { type: 'dev.holdpoint.outcome.redacted.v1' }],
    ['subject', { subject: otherId }],
    ['data', { data: Buffer.from('{ }') }],
  ])('whose %s is another', (_, other) => {
    expect(() => checkRecordMac(secret, mac, { ...record, ...other })).toThrow(forged)
  })

  test('where text moved from one part into the next', () => {
    const moved = { type: `${record.type}0`, subject: record.subject.slice(1), data: record.data }
    expect(recordMac(secret, moved)).not.toBe(mac)
  })
})

test('every bit of the data counts', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.nat(7), (data, at, bit) => {
      const right = recordMac(secret, { ...record, data })
      const changed = Buffer.from(data)
      changed.writeUInt8(changed.readUInt8(at % data.length) ^ (1 << bit), at % data.length)
      checkRecordMac(secret, right, { ...record, data })
      expect(() => checkRecordMac(secret, right, { ...record, data: changed })).toThrow(forged)
    }),
  )
})

test('the error says who should have written it', () => {
  expect(() => checkRecordMac(secret, undefined, record, 'the gate')).toThrow('by the gate')
})

test('a salt is the same on every repeat, and another for another action, purpose or secret', () => {
  const salt = deriveSalt(secret, actionId, 'presented')
  expect(salt).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(deriveSalt(secret, actionId, 'presented')).toBe(salt)
  expect(deriveSalt(secret, otherId, 'presented')).not.toBe(salt)
  expect(deriveSalt(secret, actionId, 'reported')).not.toBe(salt)
  expect(deriveSalt(new Secret(Buffer.alloc(32, 2)), actionId, 'presented')).not.toBe(salt)
})

test('golden MAC and salt', () => {
  expect([mac, deriveSalt(secret, actionId, 'presented')]).toMatchInlineSnapshot(`
    [
      "k5jzrxrYBPuIgxmf7psjjeCsYhxUzLHfBnmG72sl_WY",
      "aTAF6GIXH3vgJDzcZzoseeETV0fewyMHijPI8AAdQ6M",
    ]
  `)
})
