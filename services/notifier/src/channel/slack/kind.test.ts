import { check } from '@holdpoint/contracts'
import { createLogger, systemTime } from '@holdpoint/service'
import { describe, expect, test } from 'vitest'
import { secretOf } from '../../../test/slack.ts'
import { MemoryShelf } from '../../shelf/memory.ts'
import { SlackSettings } from './config.ts'
import { slackKind } from './kind.ts'

const deps = {
  ...{ name: 'slack', deployment: 'urn:holdpoint:test', page: 'https://hold.example' },
  ...{ shelf: new MemoryShelf(systemTime.clock), time: systemTime, random: () => 0 },
  log: createLogger({ service: 'notifier', to: { write: () => undefined } }),
  ...{ secret: async (path: string) => secretOf(path), newKey: () => 'k' },
}
const settings = { team: 'T0TEST', channel: 'C0FIN', botToken: 'bot', appToken: 'app' }

describe('refused at start', () => {
  test.each<[string, object, string]>([
    ['no place to post in', { channel: undefined }, 'settings/channel'],
    ['no way for presses to come in', { appToken: undefined }, 'settings/appToken'],
    ['two ways for presses to come in', { signingSecret: 'x' }, 'settings/appToken'],
  ])('%s', async (_, change, field) => {
    const { channel, appToken, ...rest } = { ...settings, ...change }
    const given = { ...rest, ...(channel && { channel }), ...(appToken && { appToken }) }
    await expect(slackKind.open(given, deps)).rejects.toThrow(
      expect.objectContaining({ code: 'HP_CONFIG', details: expect.objectContaining({ field }) }),
    )
  })

  test.each([
    ['a channel by its name', { channel: '#finance' }],
    ['a workspace by its name', { team: 'acme' }],
    ['an address without a slash at its end', { apiUrl: 'https://slack.com/api' }],
    ['a misspelt setting', { chanel: 'C0FIN' }],
  ])('%s', (_, change) => {
    expect(() => check(SlackSettings, { ...settings, ...change })).toThrow(
      expect.objectContaining({ code: 'HP_FIELD_INVALID' }),
    )
  })
})

test('secrets are never printed', async () => {
  const channel = await slackKind.open(settings, {
    ...deps,
    secret: async () => secretOf('xoxb-secret'),
  })
  const { inspect } = await import('node:util')
  expect(inspect(channel, { depth: 5, showHidden: true }) + JSON.stringify(channel)).not.toContain(
    'xoxb-secret',
  )
})
