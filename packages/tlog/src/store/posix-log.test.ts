import { cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromUtf8, toBase64, utf8 } from '../bytes.ts'
import { leafHash } from '../hash.ts'
import { treeHash } from '../reference-tree.ts'
import {
  checkLog,
  feed,
  openLog,
  segmentPath,
  sidePath,
  sourceEntry,
  withTempDir,
} from './fixture.ts'
import { PosixLog } from './posix-log.ts'

const rootOf = (size: number) =>
  toBase64(treeHash(Array.from({ length: size }, (_, i) => leafHash(sourceEntry(i)))))

/** Every file with its bytes, by path. */
async function snapshot(dir: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name))
  return new Map(await Promise.all(paths.map(async (p) => [p, await readFile(p)] as const)))
}

describe('what the store refuses', () => {
  const refusals: [string, (dir: string) => Promise<unknown>, RegExp][] = [
    ['a checkpoint that is gone', (dir) => rm(join(dir, 'checkpoint')), /checkpoint is gone/],
    [
      'a write-ahead log that is gone',
      (dir) => rm(join(dir, '.state'), { recursive: true }),
      /no write-ahead log/,
    ],
    [
      'a checkpoint of another size',
      async (dir) => {
        const note = await readFile(join(dir, 'checkpoint'), 'utf8')
        await writeFile(join(dir, 'checkpoint'), note.replace('\n300\n', '\n299\n'))
      },
      /does not hold/,
    ],
    [
      'a tile that changed',
      (dir) => writeFile(join(dir, 'tile/0/001.p/44'), Buffer.alloc(44 * 32)),
      /do not lead to the root/,
    ],
    [
      'a tile that is gone',
      (dir) => rm(join(dir, 'tile/0/001.p'), { recursive: true }),
      /not there/,
    ],
    [
      'a bundle that changed',
      (dir) => writeFile(join(dir, 'tile/entries/001.p/44'), 'x'),
      /not a bundle/,
    ],
  ]
  test.each(refusals)('opening a log with %s', async (_, damage, message) => {
    await withTempDir(async (dir) => {
      const log = await openLog(dir)
      await feed(log, 300)
      await log.close()
      await damage(dir)
      await expect(openLog(dir)).rejects.toThrow(message)
    })
  })

  test('the log of another origin, and a checkpoint that another key signed', async () => {
    await withTempDir(async (dir) => {
      await (await openLog(dir)).close()
      const other = await import('./fixture.ts')
      const options = { dir, signers: [other.signer], verifiers: [other.verifier] }
      await expect(PosixLog.open({ ...options, origin: 'elsewhere' })).rejects.toThrow(
        /another log/,
      )
      const open = PosixLog.open({ ...options, origin: other.origin, verifiers: [] })
      await expect(open).rejects.toThrow(/no signature by a known key/)
    })
  })

  test('public files of an older copy under a newer write-ahead log, and the other way round', async () => {
    await withTempDir(async (dir) => {
      const [live, old] = [join(dir, 'live'), join(dir, 'old')]
      const log = await openLog(live)
      await feed(log, 10)
      await log.close()
      await cp(live, old, { recursive: true })
      const again = await openLog(live)
      await feed(again, 10)
      await again.close()
      await cp(live, join(dir, 'a'), { recursive: true })
      await rm(join(dir, 'a/tile'), { recursive: true })
      await cp(join(old, 'tile'), join(dir, 'a/tile'), { recursive: true })
      await expect(openLog(join(dir, 'a'))).rejects.toThrow(/not there/)
      await cp(live, join(dir, 'b'), { recursive: true })
      await rm(join(dir, 'b/.state'), { recursive: true })
      await cp(join(old, '.state'), join(dir, 'b/.state'), { recursive: true })
      await expect(openLog(join(dir, 'b'))).rejects.toThrow(/covers 20 entries, .* ends at 10/)
    })
  })

  test('a tile that is there with other bytes is never written over, and the writer stops', async () => {
    await withTempDir(async (dir) => {
      const log = await openLog(dir)
      await feed(log, 5)
      await log.publish()
      await writeFile(join(dir, 'tile/0/000.p/7'), 'other', { flag: 'wx' })
      await feed(log, 2)
      await expect(log.publish()).rejects.toThrow(/tile\/0\/000\.p\/7 is there with other bytes/)
      await expect(feed(log, 1)).rejects.toThrow(/has stopped/)
      expect(await checkLog(dir)).toBe(5)
    })
  })

  test('a bundle that changed on disk before the checkpoint is not signed', async () => {
    await withTempDir(async (dir) => {
      const path = join(dir, 'tile/entries/000.p/7')
      const log = await openLog(dir, async (step) => {
        if (step !== 'after rename tile/entries/000.p/7') return
        const bytes = await readFile(path)
        await writeFile(path, bytes.fill(0x79, 6, 7))
      })
      await feed(log, 7)
      await expect(log.publish()).rejects.toThrow(/does not match what is under it/)
      expect(await checkLog(dir)).toBe(0)
    })
  })

  test('a source position that goes back', async () => {
    await withTempDir(async (dir) => {
      const log = await openLog(dir)
      await feed(log, 5)
      const back = { entries: [utf8('x')], positions: [{ topic: 'source', partition: 0, next: 4 }] }
      await expect(log.append(back)).rejects.toThrow(/would go back/)
    })
  })

  test('a directory that can not be written', async () => {
    await withTempDir(async (dir) => {
      const log = await openLog(dir, (step) => {
        if (step === 'before wal sync') {
          throw Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'fdatasync' })
        }
      })
      await expect(feed(log, 1)).rejects.toMatchObject({
        fault: 'refused',
        message: 'ENOSPC fdatasync',
      })
      await expect(log.publish()).rejects.toThrow(/has stopped/)
    })
  })

  test('what already waits behind a write that failed', async () => {
    await withTempDir(async (dir) => {
      let failures = 0
      const log = await openLog(dir, (step) => {
        if (step === 'before wal sync' && failures++ === 0) throw new Error('failed once')
      })
      const batch = (i: number) => log.append({ entries: [sourceEntry(i)], positions: [] })
      const outcomes = await Promise.allSettled([batch(0), batch(1), batch(2)])
      expect(outcomes.map(({ status }) => status)).toEqual(Array(3).fill('rejected'))
      expect(failures).toBe(1)
      expect(await checkLog(dir)).toBe(0)
    })
  })

  test('anything but published files to readers', async () => {
    await withTempDir(async (dir) => {
      const log = await openLog(dir)
      await feed(log, 1)
      await log.publish()
      for (const path of ['.state/epoch/1', '../x', 'views/0/0.json', 'tile/0/../../.state', '']) {
        expect(await log.read(path)).toBeUndefined()
      }
      expect(fromUtf8((await log.read('checkpoint')) ?? utf8(''))).toMatch(
        /^log\.example\/test\n1\n/,
      )
      expect(await log.read('tile/0/000.p/1')).toHaveLength(32)
      await expect(log.entry(1)).rejects.toThrow(/no entry/)
      await log.close()
      await expect(feed(log, 1)).rejects.toThrow(/has stopped/)
    })
  })
})

describe('what the store keeps', () => {
  test('any split into batches, checkpoints and restarts gives one and the same log', async () => {
    const steps = fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 0, max: 130 }) },
        { weight: 2, arbitrary: fc.constant('publish' as const) },
        { weight: 1, arbitrary: fc.constant('reopen' as const) },
        { weight: 1, arbitrary: fc.constant('abandon' as const) },
      ),
      { maxLength: 14 },
    )
    await fc.assert(
      fc.asyncProperty(steps, (steps) =>
        withTempDir(async (dir) => {
          let log = await openLog(dir)
          let fed = 0
          for (const step of steps) {
            if (typeof step === 'number') {
              await feed(log, step)
              fed += step
            } else if (step === 'publish') {
              expect((await log.publish()).size).toBe(fed)
            } else {
              const former = log
              if (step === 'reopen') await former.close()
              log = await openLog(dir)
              if (step === 'abandon') await expect(former.close()).rejects.toThrow(/has opened/)
            }
            expect(log.size).toBe(fed)
          }
          const { size, root } = await log.publish()
          expect([size, toBase64(root)]).toEqual([fed, rootOf(fed)])
          await log.close()
          expect(await checkLog(dir)).toBe(fed)
        }),
      ),
      { numRuns: 25 },
    )
  })

  test('every entry can be read, published or not, from memory or from tiles', async () => {
    await withTempDir(async (dir) => {
      const log = await openLog(dir)
      await feed(log, 600)
      await log.publish()
      await feed(log, 50)
      for (const index of [0, 255, 256, 511, 512, 599, 600, 649]) {
        expect(fromUtf8(await log.entry(index))).toBe(fromUtf8(sourceEntry(index)))
      }
      await log.close()
    })
  })

  test('appends and checkpoints asked for at once take effect in order and lose nothing', async () => {
    await withTempDir(async (dir) => {
      const log = await openLog(dir)
      const entry = (i: number) => ({ entries: [sourceEntry(i)], positions: [] })
      const firsts = Promise.all(
        Array.from({ length: 300 }, async (_, i) => {
          const first = await log.append(entry(i))
          if (i % 7 === 0) await log.publish()
          return first
        }),
      )
      expect(await firsts).toEqual(Array.from({ length: 300 }, (_, i) => i))
      expect(toBase64((await log.publish()).root)).toBe(rootOf(300))
      await log.close()
    })
  })

  test('publishing without anything new writes nothing', async () => {
    await withTempDir(async (dir) => {
      const log = await openLog(dir)
      await feed(log, 3)
      await log.publish()
      const before = await snapshot(dir)
      expect((await log.publish()).size).toBe(3)
      expect(await snapshot(dir)).toEqual(before)
      await log.close()
    })
  })

  test('partial tiles go when the full one is there, and few bytes are added to the entries', async () => {
    await withTempDir(async (dir) => {
      const log = await openLog(dir)
      for (let i = 0; i < 12; i += 1) {
        await feed(log, 50)
        await log.publish()
      }
      await log.close()
      const tiles = [...(await snapshot(join(dir, 'tile'))).keys()].map((p) =>
        p.slice(dir.length + 6),
      )
      expect(tiles.filter((path) => /\/00[01]\.p/.test(path) && !path.startsWith('1/'))).toEqual([])
      expect(tiles).toContain('0/000')
      expect(tiles).toContain('entries/001')
      expect(await checkLog(dir)).toBe(600)
    })
  })

  test('what is public is readable by all, what is not by the owner only', async () => {
    await withTempDir(async (dir) => {
      const log = await openLog(dir)
      await feed(log, 4)
      await log.close()
      const modeOf = async (path: string) =>
        ((await stat(join(dir, path))).mode & 0o777).toString(8)
      expect(await modeOf('checkpoint')).toBe('644')
      expect(await modeOf('tile/0/000.p/4')).toBe('644')
      expect(await modeOf(sidePath(0))).toBe('600')
      expect(await modeOf('views')).toBe('700')
      expect(await modeOf('.state')).toBe('700')
      expect(((await stat(await segmentPath(dir))).mode & 0o777).toString(8)).toBe('600')
    })
  })

  test('a segment that has grown long is left behind with everything in it durable elsewhere', async () => {
    await withTempDir(async (dir) => {
      const synced = new Set<string>()
      const log = await openLog(dir, (step) => {
        if (step.startsWith('after sync ')) synced.add(step.slice('after sync '.length))
      })
      const first = await segmentPath(dir)
      const sideFile = (n: number) => ({ path: sidePath(97 * n), bytes: sourceEntry(97 * n) })
      const entries = Array.from({ length: 1200 }, () => new Uint8Array(60_000))
      const positions = [{ topic: 'source', partition: 3, next: 9 }]
      await log.append({ entries, positions, files: [sideFile(0)] })
      for (let n = 1; (await segmentPath(dir)) === first; n += 1) {
        expect(n).toBeLessThan(1000)
        await log.append({ entries: [utf8('x')], positions: [], files: [sideFile(n)] })
        await log.publish()
      }
      expect((await stat(await segmentPath(dir))).size).toBeLessThan(1000)
      expect(synced).toContain(sidePath(0))
      expect(synced).toContain(sidePath(97))
      const again = await openLog(dir)
      await expect(log.close()).rejects.toThrow(/has opened/)
      expect([again.size, again.position('source', 3)]).toEqual([log.size, 9])
      expect(await readFile(join(dir, sidePath(0)))).toEqual(Buffer.from(sourceEntry(0)))
      await again.close()
    })
  })
})
