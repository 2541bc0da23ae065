import { check } from '@holdpoint/contracts'
import { Secret } from '@holdpoint/seal'
import { createLogger, systemTime } from '@holdpoint/service'
import { describe, expect, test } from 'vitest'
import { MemoryShelf } from '../../shelf/memory.ts'
import { MailFileSettings, mailKind } from './kind.ts'

const deps = {
  ...{ name: 'mail', deployment: 'urn:holdpoint:test', page: 'https://hold.example' },
  ...{ shelf: new MemoryShelf(systemTime.clock), time: systemTime, random: () => 0 },
  log: createLogger({ service: 'notifier', to: { write: () => undefined } }),
  secret: async (path: string) => new Secret(Buffer.from(`of ${path}`)),
  newKey: () => 'k',
}
const settings = {
  from: { address: 'hold@mail.example' },
  smtp: { host: 'relay.example', port: 587 },
}

describe('refused at start', () => {
  test.each(['mail:eu', 'mail/eu', '*'])('codes on a channel named %s', async (name) => {
    const open = mailKind.open({ ...settings, codes: true }, { ...deps, name })
    await expect(open).rejects.toThrow(expect.objectContaining({ code: 'HP_CONFIG' }))
  })

  test.each<[string, object, string]>([
    ['a sender that is no mailbox', { from: { address: 'a@b, c@d' } }, 'settings/from/address'],
    [
      'a username without a password',
      { smtp: { ...settings.smtp, username: 'u' } },
      'settings/smtp/password',
    ],
    [
      'a password without a username',
      { smtp: { ...settings.smtp, password: 'file' } },
      'settings/smtp/password',
    ],
  ])('%s', async (_, change, field) => {
    await expect(mailKind.open({ ...settings, ...change }, deps)).rejects.toThrow(
      expect.objectContaining({ code: 'HP_CONFIG', details: expect.objectContaining({ field }) }),
    )
  })

  test.each([
    ['a misspelt setting', { detail: true }],
    ['a sender’s name with a line end', { from: { address: 'a@b.example', name: 'a\nb' } }],
    ['another security', { smtp: { ...settings.smtp, security: 'ssl' } }],
  ])('%s', (_, change) => {
    expect(() => check(MailFileSettings, { ...settings, ...change })).toThrow(
      expect.objectContaining({ code: 'HP_FIELD_INVALID' }),
    )
  })
})

test('what has not connected anywhere yet can be stopped', async () => {
  const smtp = { ...settings.smtp, username: 'u', password: 'file', ca: 'ca.pem' }
  const channel = await mailKind.open({ ...settings, smtp, codes: true, perSecondMax: 2 }, deps)
  expect(channel).toMatchObject({ name: 'mail', kind: 'mail', canUpdate: false })
  expect(channel.rates).toEqual([{ per: 'channel', count: 2, spanMs: 1000 }])
  await channel.stop()
})
