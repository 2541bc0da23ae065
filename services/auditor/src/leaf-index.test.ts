import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Digest } from '@holdpoint/contracts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { actionId } from './gate-hand.ts'
import { LeafIndex, type LeafRow } from './leaf-index.ts'

let dir: string
let file: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hp-index-'))
  file = join(dir, 'index.sqlite')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const event = (index: number, slot: number, number: number, action = 1): LeafRow => ({
  ...{ index, kind: 'event', slot, number },
  ...{ digest: `sha256:${index}` as Digest, actionId: actionId(action) },
})

/** Opens, acts and closes, as one process would. */
function withIndex<T>(size: number, act: (index: LeafIndex) => T): T {
  const index = LeafIndex.open(file, size)
  try {
    return act(index)
  } finally {
    index.close()
  }
}

describe('an index that can not be believed is built again', () => {
  test.each([
    ['garbage', () => writeFileSync(file, 'not a database at all, by any means')],
    [
      'the tables of another version',
      () => {
        const database = new DatabaseSync(file)
        database.exec('create table leaf (other text); pragma user_version = 99')
        database.close()
      },
    ],
    [
      'fewer rows than leaves',
      () => {
        withIndex(3, (index) => index.insert([event(0, 0, 1), event(1, 0, 2), event(2, 1, 1)], 3))
        const database = new DatabaseSync(file)
        database.exec('delete from leaf where idx = 1')
        database.close()
      },
    ],
  ])('%s', (_, damage) => {
    damage()
    withIndex(3, (index) => {
      expect(index.size).toBe(0)
      expect(index.standings()).toEqual(new Map())
      index.insert([event(0, 0, 1)], 1)
      expect(index.eventAt(0, 1)).toEqual({ index: 0, digest: 'sha256:0' })
    })
  })

  test('what it says beyond the end of the log is forgotten', () => {
    withIndex(0, (index) => index.insert([event(0, 0, 1), event(1, 0, 2), event(2, 0, 3)], 3))
    withIndex(2, (index) => {
      expect(index.size).toBe(2)
      expect(index.eventAt(0, 3)).toBeUndefined()
      expect(index.standings().get(0)).toEqual({ number: 2, digest: 'sha256:1' })
      expect(index.leavesOf(actionId(1)).map((leaf) => leaf.index)).toEqual([0, 1])
    })
  })
})

describe('what it finds', () => {
  test('events by slot and number, leaves by action in the order of the log, and the last of each slot', () => {
    const rows: LeafRow[] = [
      event(0, 0, 1),
      event(1, 1, 1, 2),
      { index: 2, kind: 'finding' },
      event(3, 0, 2),
      { index: 4, kind: 'case', actionId: actionId(1) },
    ]
    withIndex(0, (index) => index.insert(rows, 5))
    withIndex(5, (index) => {
      expect(index.size).toBe(5)
      expect(index.eventAt(1, 1)?.index).toBe(1)
      expect(index.eventAt(1, 2)).toBeUndefined()
      expect(index.leavesOf(actionId(1))).toEqual([
        { index: 0, kind: 'event' },
        { index: 3, kind: 'event' },
        { index: 4, kind: 'case' },
      ])
      expect(index.leavesOf(actionId(9))).toEqual([])
      expect([...index.standings()]).toEqual([
        [0, { number: 2, digest: 'sha256:3' }],
        [1, { number: 1, digest: 'sha256:1' }],
      ])
    })
    expect(existsSync(file)).toBe(true)
  })
})
