import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readTls } from './tls.ts'

test('a certificate file that cannot be read is named', async () => {
  const ca = '/nowhere/ca.pem'
  await expect(readTls({ ca })).rejects.toMatchObject({ code: 'HP_CONFIG', details: { file: ca } })
})

test('nothing, the platform authorities, or those of a file', async () => {
  const ca = fileURLToPath(import.meta.url)
  expect(await readTls(undefined)).toEqual({})
  expect(await readTls(false)).toEqual({})
  expect(await readTls(true)).toEqual({ tls: {} })
  expect(await readTls({ ca })).toEqual({ tls: { ca: expect.stringContaining('readTls') } })
})
