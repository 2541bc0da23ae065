import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strict, Text } from '@holdpoint/contracts'
import { createLogger, systemTime } from '@holdpoint/service'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FakeChannel, VirtualTime } from '../delivery/testing.ts'
import { MemoryShelf } from '../shelf/memory.ts'
import { openChannels } from './config.ts'
import type { ChannelKind } from './kind.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'channels-'))
  await writeFile(join(folder, 'token'), ' s3cret \n')
  await writeFile(join(folder, 'empty'), '\n')
})
afterAll(() => rm(folder, { recursive: true }))

const time = new VirtualTime()
const seen: string[] = []
const Settings = strict({ token: Text })
const fake: ChannelKind<typeof Settings> = {
  kind: 'fake',
  settings: Settings,
  open: async ({ token }, { name, page, secret }) => {
    seen.push(`${name} ${page} ${(await secret(token)).reveal().toString()} ${await secret(token)}`)
    return new FakeChannel({ name, time })
  },
}
const given = {
  ...{ deployment: 'urn:holdpoint:test', shelf: new MemoryShelf(time.clock), time: systemTime },
  ...{ random: () => 0, newKey: () => 'k' },
  log: createLogger({ service: 'notifier', to: { write: () => undefined } }),
}
async function open(text: string) {
  const file = join(folder, 'channels.yaml')
  await writeFile(file, text)
  return openChannels(file, given, [fake as never])
}
const one = (more: string, settings = '{token: token}') =>
  `page: https://hold.example\nchannels:\n  - {name: a, kind: fake, settings: ${settings}${more}}\n`

describe('refused is, naming the field,', () => {
  test.each<[string, string, string]>([
    ['a kind that nobody knows', one('').replace('fake', 'fax'), '/channels/0/kind'],
    ['a name that stands twice', `${one('')}  - {name: a, kind: fake}\n`, '/channels/1/name'],
    ['settings that are not the kind’s', one('', '{tokn: token}'), '/channels/0/settings'],
    ['settings that are missing', one('').replace('settings', 'fallback'), '/channels/0'],
    ['a fallback to nobody', one(', fallback: b'), '/channels/0/fallback'],
    ['a fallback to itself', one(', fallback: a'), '/channels/0/fallback'],
    [
      'a time of day that is none',
      one(", quiet: {from: '25:00', until: '07:00', zone: UTC}"),
      '/channels/0/quiet/from',
    ],
    [
      'a zone that is none',
      one(", quiet: {from: '22:00', until: '07:00', zone: Mars/Base}"),
      '/channels/0/quiet/zone',
    ],
    [
      'a digest of what is urgent',
      one(', digest: {risks: [high], everyMinutes: 5}'),
      '/channels/0/digest/risks',
    ],
    ['no message a minute', one(', perMinuteMax: 0'), '/channels/0/perMinuteMax'],
    ['a word too many', one(', urgent: true'), '/channels/0/urgent'],
    ['a page that is no address', one('').replace('https://hold.example', 'hold'), '/page'],
    ['a secret that is not there', one('', '{token: nowhere}'), 'the file'],
    ['a secret that is empty', one('', '{token: empty}'), 'the file'],
  ])('%s', async (_, text, field) => {
    const refusal = await open(text).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'HP_CONFIG' })
    expect(String((refusal as { details: { field: string } }).details.field)).toContain(field)
  })

  test('a file that is not there, or is no YAML, without saying what stands in it', async () => {
    await expect(openChannels(join(folder, 'nowhere'), given, [])).rejects.toMatchObject({
      code: 'HP_CONFIG',
    })
    const broken = await open('page: {s3cret').catch((error: unknown) => error)
    expect(broken).toMatchObject({ code: 'HP_CONFIG' })
    expect(String(broken)).not.toContain('s3cret')
  })
})

test('a channel gets its settings, its secret from beside the file, and how it is to be used', async () => {
  const quiet = "{from: '22:00', until: '07:30', zone: Europe/Berlin, days: [fri, sun]}"
  const use = `quiet: ${quiet}, perMinuteMax: 10, digest: {risks: [low], everyMinutes: 30}`
  const { page, routes } = await open(
    `${one(`, ${use}, fallback: b`)}  - {name: b, kind: fake, settings: {token: ./token}}\n`,
  )
  expect(page).toBe('https://hold.example')
  expect(seen).toContain('a https://hold.example s3cret [secret]')
  expect(routes).toMatchObject([
    {
      ...{ name: 'a', perMinuteMax: 10, fallback: 'b' },
      quiet: { fromMinute: 1320, untilMinute: 450, zone: 'Europe/Berlin', days: [5, 0] },
      digest: { risks: ['low'], everyMs: 1_800_000 },
    },
    { name: 'b' },
  ])
})
