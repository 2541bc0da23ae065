import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { utf8 } from '../bytes.ts'
import { checkLog, feed, openLog, segmentPath, withTempDir } from './fixture.ts'
import { type BatchHeader, encodeRecord, frame } from './wal-record.ts'
import { scanSegment } from './wal-scan.ts'

const nonce = Buffer.alloc(16, 9)
const base = encodeRecord(nonce, { kind: 'base', epoch: 4, size: 0, root: 'r0', positions: [] }, [])
const batchOf = (i: number, changes: Partial<BatchHeader> = {}) => {
  const header: BatchHeader = {
    kind: 'batch',
    epoch: 4,
    first: i,
    count: 1,
    previousRoot: `r${i}`,
    root: `r${i + 1}`,
    positions: [{ topic: 't', partition: 0, next: i + 1 }],
    files: [],
    ...changes,
  }
  return encodeRecord(nonce, header, frame([utf8(`entry ${i}`)]))
}
const records = [base, batchOf(0), batchOf(1), batchOf(2)]
const segment = Buffer.concat(records)
/** Where each record ends. */
const ends = records.map((_, i) => Buffer.concat(records.slice(0, i + 1)).length)
const lastStart = ends[2] as number
const baseEnd = ends[0] as number

describe('a write-ahead log after a crash', () => {
  test('cut at any byte, it keeps every record that is whole and drops the torn one', () => {
    for (let length = 0; length <= segment.length; length += 1) {
      const cut = segment.subarray(0, length)
      if (length < baseEnd) {
        expect(() => scanSegment(cut), `cut at ${length}`).toThrow(/begin with its base/)
        continue
      }
      const whole = ends.filter((end) => end <= length).length
      const { batches, tornBytes } = scanSegment(cut)
      expect(batches.length, `cut at ${length}`).toBe(whole - 1)
      expect(tornBytes).toBe(length - (ends[whole - 1] as number))
    }
  })

  test('changed at any byte, only the last record may be dropped; anything before is refused', () => {
    for (let at = 0; at < segment.length; at += 1) {
      for (const change of [1, 0x80, 0xff]) {
        const changed = Buffer.from(segment)
        changed[at] = (changed[at] ?? 0) ^ change
        if (at >= lastStart) {
          expect(scanSegment(changed).batches.length, `byte ${at}`).toBe(2)
        } else {
          expect(() => scanSegment(changed), `byte ${at}`).toThrow(/write-ahead log/)
        }
      }
    }
  })

  test('zeros or noise behind the last record are a torn write', () => {
    const noise = Buffer.alloc(5000, 0x5a)
    expect(scanSegment(Buffer.concat([segment, Buffer.alloc(5000)])).batches.length).toBe(3)
    expect(scanSegment(Buffer.concat([segment, noise])).tornBytes).toBe(5000)
  })

  test('bytes of a record inside an entry are not taken for a record', () => {
    const foreign = encodeRecord(
      Buffer.alloc(16, 8),
      { kind: 'base', epoch: 4, size: 0, root: 'r0', positions: [] },
      [],
    )
    const torn = Buffer.concat([segment, batchOf(3).subarray(0, 60), foreign])
    expect(scanSegment(torn).batches.length).toBe(3)
  })

  test.each([
    ['of another writer', batchOf(3, { epoch: 5 })],
    ['that leaves entries out', batchOf(3, { first: 4 })],
    ['that repeats entries', batchOf(3, { first: 2 })],
    ['on another root', batchOf(3, { previousRoot: 'r9' })],
    ['that is a second base', base],
  ])('a whole record %s is refused', (_, record) => {
    expect(() => scanSegment(Buffer.concat([segment, record]))).toThrow(/foreign|do not join/)
  })
})

describe('a log whose write-ahead log was damaged', () => {
  test('cut behind its checkpoint, it opens with what is whole and takes the rest again', async () => {
    await withTempDir(async (dir) => {
      const log = await openLog(dir)
      await feed(log, 4)
      await log.publish()
      await feed(log, 5)
      const path = await segmentPath(dir)
      const bytes = await readFile(path)
      await writeFile(path, bytes.subarray(0, -1))
      const again = await openLog(dir)
      expect([again.size, again.position('source', 0)]).toEqual([4, 4])
      await expect(log.close()).rejects.toThrow(/has opened/)
      await feed(again, 5)
      await again.close()
      expect(await checkLog(dir)).toBe(9)
    })
  })

  test('cut before its checkpoint, it is refused', async () => {
    await withTempDir(async (dir) => {
      const log = await openLog(dir)
      await feed(log, 4)
      await feed(log, 5)
      await log.publish()
      const path = await segmentPath(dir)
      const bytes = await readFile(path)
      await writeFile(path, bytes.subarray(0, -1))
      await expect(openLog(dir)).rejects.toThrow(/covers 9 entries, .* ends at 4/)
      await expect(log.close()).rejects.toThrow(/has opened/)
    })
  })
})
