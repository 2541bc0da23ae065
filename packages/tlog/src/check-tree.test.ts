import { describe, expect, test } from 'vitest'
import { type Bytes, fromUtf8, toHex, utf8 } from './bytes.ts'
import { checkTree, rootBefore } from './check-tree.ts'
import { leafHash } from './hash.ts'
import { countingEntries, filesOf, reader, treeHash } from './reference-tree.ts'

const rootOf = (entries: Bytes[]) => treeHash(entries.map(leafHash))
const check = (files: ReadonlyMap<string, Bytes>, entries: Bytes[], from = 0) =>
  checkTree({ read: reader(files), size: entries.length, root: rootOf(entries), from })

describe('recomputing a tree from its files', () => {
  test('a whole log is read entry by entry, in order', async () => {
    const entries = countingEntries(515)
    const seen: string[] = []
    await checkTree({
      read: reader(filesOf(entries)),
      size: 515,
      root: rootOf(entries),
      onEntry: (entry, index) => {
        expect(index).toBe(seen.length)
        seen.push(fromUtf8(entry))
      },
    })
    expect(seen).toEqual(entries.map(fromUtf8))
  })

  test('one changed bit in any byte of any file is refused', async () => {
    const entries = countingEntries(259)
    const files = filesOf(entries)
    expect([...files.keys()].sort()).toEqual([
      'tile/0/000',
      'tile/0/001.p/3',
      'tile/1/000.p/1',
      'tile/entries/000',
      'tile/entries/001.p/3',
    ])
    for (const [path, bytes] of files) {
      // Every byte of the short files; a prime stride keeps the long ones quick.
      for (let at = 0; at < bytes.length; at += bytes.length > 200 ? 61 : 1) {
        const changed = Uint8Array.from(bytes)
        changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
        const spoilt = new Map(files).set(path, changed)
        await expect(check(spoilt, entries), `${path} byte ${at}`).rejects.toThrow(/tile\//)
      }
    }
  })

  test('a missing, longer or shorter file is refused by name', async () => {
    const entries = countingEntries(259)
    const files = filesOf(entries)
    for (const [path, bytes] of files) {
      const without = new Map(files)
      without.delete(path)
      await expect(check(without, entries)).rejects.toMatchObject({ fault: 'missing' })
      const cut = new Map(files).set(path, bytes.subarray(0, -1))
      await expect(check(cut, entries)).rejects.toThrow(path)
      const longer = new Map(files).set(path, new Uint8Array([...bytes, 0]))
      await expect(check(longer, entries)).rejects.toThrow(path)
    }
  })

  test('tiles that agree with each other but not with the root are refused', async () => {
    const files = filesOf(countingEntries(259).with(7, utf8('forged')))
    await expect(check(files, countingEntries(259))).rejects.toThrow(/do not lead to the root/)
  })

  test('a full tile stands in for a partial one that was cleared away, with the same checks', async () => {
    const entries = countingEntries(256)
    const later = filesOf(entries)
    await check(later, countingEntries(200))
    const spoilt = new Map(later).set(
      'tile/entries/000',
      filesOf(entries.with(3, utf8('x'))).get('tile/entries/000') ?? utf8(''),
    )
    await expect(check(spoilt, countingEntries(200))).rejects.toThrow(/does not match/)
  })

  test('from a later size on, earlier tiles are not read again but the new ones are', async () => {
    const entries = countingEntries(700)
    const files = filesOf(entries)
    const asked: string[] = []
    const read = async (path: string) => {
      asked.push(path)
      return files.get(path)
    }
    await checkTree({ read, size: 700, root: rootOf(entries), from: 600 })
    expect(asked).not.toContain('tile/entries/000')
    expect(asked).not.toContain('tile/entries/001')
    expect(asked).toContain('tile/entries/002.p/188')
    const spoilt = new Map(files).set('tile/1/000.p/2', new Uint8Array(64))
    await expect(check(spoilt, entries, 600)).rejects.toThrow(/root/)
    await expect(check(spoilt, entries, 500)).rejects.toThrow(/tile\/1\/000/)
  })

  test('the root of any earlier size comes out of the present tiles', async () => {
    const entries = countingEntries(600)
    const read = reader(filesOf(entries))
    for (const old of [0, 1, 255, 256, 257, 511, 512, 599, 600]) {
      expect(toHex(await rootBefore(old, 600, read))).toBe(toHex(rootOf(entries.slice(0, old))))
    }
  })
})
