/** Systems of the house in the file of channels: each with keys to verify with, under a name that stands for nothing else. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger, systemTime } from '@holdpoint/service'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MemoryShelf } from '../shelf/memory.ts'
import { openChannels } from './config.ts'

const surroundings = {
  ...{ deployment: 'urn:holdpoint:test', shelf: new MemoryShelf(systemTime.clock) },
  ...{ time: systemTime, random: () => 0, newKey: () => 'k' },
  log: createLogger({ service: 'notifier', to: { write: () => undefined } }),
}
let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'systems-'))
  await writeFile(join(dir, 'new.key'), `whpk_${Buffer.alloc(32, 3).toString('base64')}\n`)
  await writeFile(join(dir, 'old.key'), `whsec_${Buffer.alloc(32, 1).toString('base64')}`)
  await writeFile(join(dir, 'own.key'), `whsk_${Buffer.alloc(32, 2).toString('base64')}`)
})
afterEach(() => rm(dir, { recursive: true }))

async function open(systems: object, channels: object[] = []) {
  const file = join(dir, 'channels.json')
  await writeFile(file, JSON.stringify({ page: 'https://hold.example', channels, systems }))
  return openChannels(file, surroundings)
}
const smtp = { host: 'relay.example', port: 587 }
const mail = { name: 'desk', kind: 'mail', settings: { from: { address: 'a@b.example' }, smtp } }

describe('refused at start', () => {
  test.each<[string, object, object[]?]>([
    ['the name of the page', [{ name: 'console', keys: ['new.key'] }]],
    ['the name of the interface', [{ name: 'api', keys: ['new.key'] }]],
    ['the name of a channel', [{ name: 'desk', keys: ['new.key'] }], [mail]],
    ['one name twice', ['a', 'a'].map((name) => ({ name, keys: ['new.key'] }))],
    ['no key', [{ name: 'erp', keys: [] }]],
    ['a private key', [{ name: 'erp', keys: ['own.key'] }]],
    ['a key that is not there', [{ name: 'erp', keys: ['none.key'] }]],
    ['a misspelt setting', [{ name: 'erp', keys: ['new.key'], url: 'x' }]],
  ])('%s', async (_, systems, channels) => {
    await expect(open(systems, channels)).rejects.toThrow(
      expect.objectContaining({ code: 'HP_CONFIG' }),
    )
  })
})

test('a system may have an old and a new key; without any there is none', async () => {
  const { systems } = await open([{ name: 'erp', keys: ['old.key', 'new.key'] }], [mail])
  expect(systems).toMatchObject([{ name: 'erp', keys: [{ scheme: 'v1' }, { scheme: 'v1a' }] }])
  expect((await open([])).systems).toEqual([])
})
