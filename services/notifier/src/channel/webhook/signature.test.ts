import { generateKeyPairSync } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import {
  type Message,
  parseSigningKey,
  parseVerifyingKey,
  publicText,
  signMessage,
  verifyMessage,
  webhookHeaders,
} from './signature.ts'

const secretText = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const otherText = `whsec_${Buffer.alloc(32, 8).toString('base64')}`
/** Raw, as the specification writes them. */
const rawPair = (): { signing: string; verifying: string } => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32)
  const open = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  return {
    signing: `whsk_${Buffer.concat([seed, open]).toString('base64')}`,
    verifying: `whpk_${open.toString('base64')}`,
  }
}
const pair = rawPair()
const nowMs = 1_780_000_000_000
const message: Message = {
  id: 'msg_1',
  timestampSeconds: nowMs / 1000,
  body: Buffer.from('{"type":"approval.pending"}'),
}
const secret = parseSigningKey(secretText, 'a')
const asymmetric = parseSigningKey(pair.signing, 'b')
const openKey = parseVerifyingKey(pair.verifying, 'c')
const signed = signMessage([secret, asymmetric], message)

describe('is not believed', () => {
  const change = (headers: object) => ({ ...signed, ...headers })
  test.each<[string, object]>([
    ['without an id', { 'webhook-id': undefined }],
    ['without a time', { 'webhook-timestamp': undefined }],
    ['without a signature', { 'webhook-signature': undefined }],
    ['two ids', { 'webhook-id': ['msg_1', 'msg_2'] }],
    ['an id with a dot', { 'webhook-id': 'msg.1' }],
    ['a time with a fraction', { 'webhook-timestamp': '1780000000.5' }],
    ['a time in another notation', { 'webhook-timestamp': '1.78e9' }],
    ['a time that is none', { 'webhook-timestamp': 'soon' }],
    ['301 s old', { 'webhook-timestamp': String(nowMs / 1000 - 301) }],
    ['301 s ahead', { 'webhook-timestamp': String(nowMs / 1000 + 301) }],
  ])('%s', (_, headers) => {
    const given = change(headers)
    expect(() => verifyMessage([secret, openKey], given, message.body, nowMs)).toThrow(
      expect.objectContaining({ code: 'HP_AUTH' }),
    )
  })

  test.each<[string, object, Buffer?]>([
    ['another id', { 'webhook-id': 'msg_2' }],
    ['another time', { 'webhook-timestamp': String(nowMs / 1000 - 1) }],
    ['one byte more', {}, Buffer.from('{"type":"approval.pending"} ')],
    ['no scheme', { 'webhook-signature': signed['webhook-signature'].replaceAll(/v1a?,/g, '') }],
    [
      'a signature under the name of the other scheme',
      { 'webhook-signature': signed['webhook-signature'].replace('v1,', 'v1a,').split(' ')[0] },
    ],
    ['an empty one', { 'webhook-signature': 'v1, v1a,' }],
    [
      'one cut short',
      { 'webhook-signature': signed['webhook-signature'].split(' ')[0]?.slice(0, 20) },
    ],
  ])('%s', (_, headers, body = message.body) => {
    expect(verifyMessage([secret, openKey], change(headers), body, nowMs)).toBeUndefined()
  })

  test('what another key has signed, and with a public key what a secret has', () => {
    const others = [parseVerifyingKey(otherText, 'd'), parseVerifyingKey(rawPair().verifying, 'e')]
    expect(verifyMessage(others, signed, message.body, nowMs)).toBeUndefined()
    const bySecret = signMessage([secret], message)
    expect(verifyMessage([openKey], bySecret, message.body, nowMs)).toBeUndefined()
    expect(verifyMessage([], signed, message.body, nowMs)).toBeUndefined()
  })

  test('a signature that stands behind five others', () => {
    const noise = Array.from({ length: 5 }, () => 'v1,AAAA').join(' ')
    const given = change({ 'webhook-signature': `${noise} ${signed['webhook-signature']}` })
    expect(verifyMessage([secret], given, message.body, nowMs)).toBeUndefined()
  })
})

test('either key of a rotation is enough, up to five minutes off', () => {
  for (const keys of [[secret], [openKey], [parseVerifyingKey(otherText, 'x'), openKey]]) {
    expect(verifyMessage(keys, signed, message.body, nowMs + 300_000)).toBe('msg_1')
    expect(verifyMessage(keys, signed, message.body, nowMs - 300_000)).toBe('msg_1')
  }
})

test('what it signs with a secret, the reference implementation signs alike', () => {
  const theirs = new Webhook(secretText).sign('msg_1', new Date(nowMs), message.body.toString())
  expect(signMessage([secret], message)[webhookHeaders.signature]).toBe(theirs)
})

test('the public key of a private one is written as the specification does', () => {
  if (asymmetric.scheme !== 'v1a') throw new Error('not asymmetric')
  expect(publicText(asymmetric)).toBe(pair.verifying)
})

describe('a key file is refused, without a word of what it holds', () => {
  const base64 = (bytes: number) => Buffer.alloc(bytes, 1).toString('base64')
  test.each([
    ['', 'nothing'],
    [base64(32), 'no prefix'],
    [`whsec_${base64(23)}`, 'a short secret'],
    [`whsec_${base64(65)}`, 'a long secret'],
    [`whsk_${base64(31)}`, 'a short private key'],
    [`whsk_${base64(64)}`, 'a private key with a foreign public one'],
    [`whpk_${base64(32)}`, 'a public key'],
    ['whsec_%%%', 'no base64'],
  ])('%#: %s', (text) => {
    const thrown = (() => {
      try {
        parseSigningKey(text, 'the-file')
      } catch (error) {
        return error as Error
      }
      return undefined
    })()
    expect(thrown).toMatchObject({ code: 'HP_CONFIG', details: { file: 'the-file' } })
    const inner = text.split('_')[1]
    if (inner) expect(thrown?.message).not.toContain(inner)
  })

  test('a private key where a public one belongs', () => {
    expect(() => parseVerifyingKey(pair.signing, 'f')).toThrow(/HP_|whsec_|key/)
  })
})
