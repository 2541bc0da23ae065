import { check } from '@holdpoint/contracts'
import { Secret } from '@holdpoint/seal'
import { createLogger, systemTime } from '@holdpoint/service'
import { describe, expect, test } from 'vitest'
import { MemoryShelf } from '../../shelf/memory.ts'
import { WebhookFileSettings, webhookKind } from './kind.ts'

const files: Readonly<Record<string, string>> = {
  old: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
  new: `whsk_${Buffer.alloc(32, 2).toString('base64')}`,
  open: `whpk_${Buffer.alloc(32, 3).toString('base64')}`,
}
const deps = {
  ...{ name: 'erp', deployment: 'urn:holdpoint:test', page: 'https://hold.example' },
  ...{ shelf: new MemoryShelf(systemTime.clock), time: systemTime, random: () => 0 },
  log: createLogger({ service: 'notifier', to: { write: () => undefined } }),
  secret: async (path: string) => new Secret(Buffer.from(files[path] ?? '')),
  newKey: () => 'k',
}
const settings = { url: 'https://hooks.example.com/hold', keys: ['old', 'new'] }

describe('refused at start', () => {
  test.each<[string, object]>([
    ['an address without TLS', { url: 'http://hooks.example.com/' }],
    ['a public key where a private one belongs', { keys: ['open'] }],
    ['an empty key file', { keys: ['missing'] }],
    ['a network that is none', { allow: ['intranet'] }],
  ])('%s', async (_, change) => {
    await expect(webhookKind.open({ ...settings, ...change }, deps)).rejects.toThrow(
      expect.objectContaining({ code: 'HP_CONFIG' }),
    )
  })

  test.each([
    ['no key', { keys: [] }],
    ['four keys', { keys: ['old', 'new', 'old', 'new'] }],
    ['a misspelt setting', { endpoint: 'x' }],
  ])('%s', (_, change) => {
    expect(() => check(WebhookFileSettings, { ...settings, ...change })).toThrow(
      expect.objectContaining({ code: 'HP_FIELD_INVALID' }),
    )
  })
})

test('an endpoint with two keys is opened, and calls nobody yet', async () => {
  const channel = await webhookKind.open({ ...settings, perSecondMax: 5 }, deps)
  expect(channel).toMatchObject({ name: 'erp', kind: 'webhook', canUpdate: false })
  expect(channel.rates).toEqual([{ per: 'channel', count: 5, spanMs: 1000 }])
})
