import { expect, test } from 'vitest'
import { copyOf, copyStoreContract } from './contract.ts'
import { MemoryCopyServer } from './memory.ts'

copyStoreContract('memory', async () => {
  const server = new MemoryCopyServer()
  return [server.open(), server.open()]
})

test('a flush leaves nothing, and faults come as ordered', async () => {
  const server = new MemoryCopyServer()
  const store = server.open()
  const saving = { copies: [copyOf(1)], nowMs: 1 }
  server.fault = () => 'fail'
  await expect(store.save('slack', saving)).rejects.toThrow(/ordered/)
  expect(await store.load('slack', ['copy-1'])).toEqual([undefined])
  server.fault = () => 'failAfter'
  await expect(store.save('slack', saving)).rejects.toThrow(/ordered/)
  expect(await store.load('slack', ['copy-1'])).toMatchObject([{ version: 1 }])
  server.flush()
  expect(await store.load('slack', ['copy-1'])).toEqual([undefined])
})
