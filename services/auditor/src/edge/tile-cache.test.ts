import { tilePath } from '@holdpoint/tlog'
import { expect, test } from 'vitest'
import { TileCache } from './tile-cache.ts'

test('full tiles are read once; partial ones, bundles and what is not there are asked for each time', async () => {
  const asked: string[] = []
  const cache = new TileCache(async (path) => {
    asked.push(path)
    return path.includes('999') ? undefined : new Uint8Array(1)
  })
  const paths = ['tile/0/000', 'tile/0/001.p/7', 'tile/entries/000', 'tile/0/999']
  for (const path of [...paths, ...paths]) await cache.read(path)
  expect(asked).toEqual([...paths, ...paths.slice(1)])
})

test('memory is bounded, and what is used stays', async () => {
  let loads = 0
  const cache = new TileCache(async () => {
    loads += 1
    return new Uint8Array(1)
  })
  const path = (index: number) => tilePath({ level: 0, index, width: 256 })
  for (let index = 0; index < 512; index += 1) await cache.read(path(index))
  await cache.read(path(0))
  await cache.read(path(512))
  expect(loads).toBe(513)
  await cache.read(path(0))
  expect(loads).toBe(513)
  await cache.read(path(1))
  expect(loads).toBe(514)
})
