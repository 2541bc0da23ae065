/** What workers are given: read once, complete, and the same for each of them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { systemTime } from '@holdpoint/service'
import { afterAll, expect, test } from 'vitest'
import type { SealingConfig } from './config.ts'
import { deployment, materials, trust } from './testing.ts'
import { packed, readMaterials, setUp, unpacked } from './workbench.ts'

const dir = mkdtempSync(join(tmpdir(), 'workbench-'))
afterAll(() => rmSync(dir, { recursive: true }))

function put(name: string, text: string): string {
  const file = join(dir, name)
  writeFileSync(file, text)
  return file
}

function config(): SealingConfig {
  const secret = put('a.key', Buffer.alloc(32, 1).toString('base64url'))
  return {
    ...{ service: 'redactor', deployment, http: { host: '127.0.0.1', port: 0 } },
    kafka: { brokers: ['localhost:1'], prefix: '', username: 'redactor', password: 'x' },
    files: { trust: put('trust.yaml', trust.text), directory: put('directory.yaml', 'people: []') },
    keys: { mac: secret, tags: secret, salts: secret },
  }
}

const url = 'https://presidio.internal/analyze'

test('a file that cannot be read is named, the one of the second opinion too', async () => {
  const gone = join(dir, 'gone')
  const { files, keys, ...rest } = config()
  for (const broken of [
    { ...rest, keys, files: { ...files, trust: gone } },
    { ...rest, files, keys: { ...keys, salts: gone } },
    { ...rest, files, keys, secondOpinion: { url, ca: gone } },
  ]) {
    const read = readMaterials(broken, 4)
    await expect(read).rejects.toMatchObject({ code: 'HP_CONFIG', details: { file: gone } })
  }
})

test('authorities of the second opinion are read with everything else', async () => {
  const ca = put('ca.pem', 'an authority')
  const { secondOpinion } = await readMaterials({ ...config(), secondOpinion: { url, ca } }, 4)
  expect(secondOpinion).toEqual({ url, ca: 'an authority' })
})

test('nobody is asked for a second opinion unless the settings say so', async () => {
  const read = await readMaterials(config(), 4)
  expect(setUp(read, systemTime).workshop.secondOpinion).toBeUndefined()
})

test('who is given them in another thread masks alike, tags included', async () => {
  const there = unpacked(structuredClone(packed(materials)))
  const [one, other] = [materials, there].map((each) => setUp(each, systemTime).workshop.redactor)
  const text = 'to bob@customer.example, 4111 1111 1111 1111'
  expect(other?.redactText(text, { scope: 'run' })).toEqual(one?.redactText(text, { scope: 'run' }))
  expect(other?.configDigest).toBe(one?.configDigest)
})

test('printed, they show no key', () => {
  const key = materials.keys.tags.reveal()
  for (const shown of [inspect(materials, { depth: 9 }), JSON.stringify(materials)])
    for (const form of [key.toString('hex'), key.toString('base64'), '3, 3, 3', '03 03 03'])
      expect(shown).not.toContain(form)
})
