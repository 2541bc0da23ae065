import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { utf8 } from './bytes.ts'
import {
  decodeBundle,
  encodeBundle,
  entryBytesMax,
  levelCount,
  parseTilePath,
  tilePath,
  tilesOfLevel,
  widthAt,
} from './tile.ts'

describe('names of tiles', () => {
  test.each([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 5, width: 1 }, 'tile/0/005.p/1'],
    [{ level: 1, index: 1_234_067, width: 256 }, 'tile/1/x001/x234/067'],
    [{ level: 2, index: 1000, width: 255 }, 'tile/2/x001/000.p/255'],
    [{ level: 'entries', index: 999, width: 256 }, 'tile/entries/999'],
    [{ level: 'entries', index: 12_345, width: 17 }, 'tile/entries/x012/345.p/17'],
  ] as const)('%j is %s, both ways', (id, path) => {
    expect(tilePath(id)).toBe(path)
    expect(parseTilePath(path)).toEqual(id)
  })

  test.each([
    'tile/0/00',
    'tile/0/0000',
    'tile/00/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/0/x000/001',
    'tile/0/001/002',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/data/000',
    '/tile/0/000',
    'tile/0/000/',
    'tile/0/../000',
    'tile/0/x999/x999/x999/x999/x999/x999/999',
  ])('%s is no tile', (path) => {
    expect(parseTilePath(path)).toBeUndefined()
  })

  test('any tile is found again by its path', () => {
    const level = fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant('entries' as const))
    const index = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
    fc.assert(
      fc.property(level, index, fc.integer({ min: 1, max: 256 }), (level, index, width) => {
        expect(parseTilePath(tilePath({ level, index, width }))).toEqual({ level, index, width })
      }),
    )
  })
})

describe('tiles of a tree', () => {
  test('70,000 entries make 273 full tiles and 112 hashes, 1 and 17, and 1', () => {
    const widths = (level: number) => [...tilesOfLevel(level, 70_000)].map(({ width }) => width)
    expect(widths(0)).toEqual([...Array(273).fill(256), 112])
    expect(widths(1)).toEqual([256, 17])
    expect(widths(2)).toEqual([1])
    expect(levelCount(70_000)).toBe(3)
  })

  test('256 entries have a first hash of level 1; 255 have none', () => {
    expect(widthAt(1, 0, 256)).toBe(1)
    expect(widthAt(1, 0, 255)).toBe(0)
    expect(levelCount(0)).toBe(0)
    expect([...tilesOfLevel('entries', 0)]).toEqual([])
  })

  test('from a later hash on, only the tiles that hold it or come after are named', () => {
    expect([...tilesOfLevel(0, 600, 256)].map(({ index }) => index)).toEqual([1, 2])
    expect([...tilesOfLevel(0, 600, 255)].map(({ index }) => index)).toEqual([0, 1, 2])
  })
})

describe('bundles', () => {
  test('an entry that its length field cannot say is refused', () => {
    expect(() => encodeBundle([new Uint8Array(entryBytesMax + 1)])).toThrow(/65536 bytes/)
    expect(decodeBundle(encodeBundle([new Uint8Array(entryBytesMax)]), 1)[0]?.length).toBe(65535)
  })

  test('a bundle cut anywhere, or with a byte more, is refused', () => {
    const bundle = encodeBundle([utf8('one'), utf8(''), utf8('three')])
    for (let length = 0; length < bundle.length; length += 1) {
      expect(() => decodeBundle(bundle.subarray(0, length), 3)).toThrow(/cut short/)
    }
    expect(() => decodeBundle(new Uint8Array([...bundle, 0]), 3)).toThrow(/behind/)
    expect(() => decodeBundle(bundle, 2)).toThrow(/behind/)
  })

  test('any entries come back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 256 }), (entries) => {
        const decoded = decodeBundle(encodeBundle(entries), entries.length)
        expect(decoded.map((entry) => [...entry])).toEqual(entries.map((entry) => [...entry]))
      }),
      { numRuns: 30 },
    )
  })
})
