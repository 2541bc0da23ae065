import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { HoldpointError } from '@holdpoint/contracts'
import type { Batch, LogWriter, Published } from '@holdpoint/tlog/store'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startMs } from './gate-hand.ts'
import type { Draft } from './ingest/draft.ts'
import { type FindingLeaf, leafTypes } from './leaf.ts'
import { LeafIndex } from './leaf-index.ts'
import { Recorder } from './recorder.ts'

/** A log that keeps what it is given, as slowly as the test says. */
class SlowLog implements LogWriter {
  readonly batches: Batch[] = []
  private entries: Uint8Array[] = []
  private gates: (() => void)[] = []
  published: Published = { size: 0, root: new Uint8Array(), note: new Uint8Array() }
  unpublishedBytes = 0
  publishCount = 0
  isSlow = false
  fault: Error | undefined

  get size() {
    return this.entries.length
  }
  position() {
    return undefined
  }
  async append(batch: Batch): Promise<number> {
    const first = this.size
    if (this.isSlow) await new Promise<void>((resolve) => this.gates.push(resolve))
    if (this.fault) throw this.fault
    this.batches.push(batch)
    this.entries.push(...batch.entries)
    return first
  }
  release(): void {
    for (const open of this.gates.splice(0)) open()
  }
  async publish(): Promise<Published> {
    this.publishCount += 1
    this.unpublishedBytes = 0
    this.published = { ...this.published, size: this.size }
    return this.published
  }
  async entry(index: number) {
    return this.entries[index] ?? new Uint8Array()
  }
  async read() {
    return undefined
  }
  async close() {}
}

const finding = (number: number): FindingLeaf => ({
  type: leafTypes.finding,
  finding: 'unreadable',
  source: { topic: 't', partition: 0, offset: number, timestampMs: startMs },
})
const adds = (number: number) => async (draft: Draft) => void draft.add(finding(number))

let dir: string
let log: SlowLog
let index: LeafIndex
let published: number[]
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hp-recorder-'))
  log = new SlowLog()
  index = LeafIndex.open(join(dir, 'i.sqlite'), 0)
  published = []
})
afterEach(() => {
  index.close()
  rmSync(dir, { recursive: true, force: true })
})

/** `sleep` that ends when the test says. */
function recorder(sleep: () => Promise<void> = async () => void (await setImmediate())) {
  const positions = () => [{ topic: 't', partition: 0, next: log.size + 1 }]
  const onPublished = ({ size }: Published) => published.push(size)
  return new Recorder({ log, index, time: { sleep }, positions, onPublished })
}

describe('what it records', () => {
  test('a fault of the log ends everything: nothing resolves, and it says so once', async () => {
    const subject = recorder()
    log.fault = new HoldpointError('HP_LOG_REFUSED', { dir, rule: 'ENOSPC write' })
    let resolved = false
    void subject.submit(adds(1), true).then(() => {
      resolved = true
    })
    await expect(subject.failed).rejects.toMatchObject({ code: 'HP_LOG_REFUSED' })
    await setImmediate()
    expect([resolved, index.size, log.size]).toEqual([false, 0, 0])
    await expect(subject.covered(0)).rejects.toMatchObject({ code: 'HP_LOG_REFUSED' })
  })

  test('after a failure no work is done any more: it would see what is not in the log', async () => {
    const subject = recorder()
    log.fault = new HoldpointError('HP_LOG_REFUSED', { dir, rule: 'ENOSPC write' })
    void subject.submit(adds(1), true)
    await expect(subject.failed).rejects.toMatchObject({ code: 'HP_LOG_REFUSED' })
    let isDone = false
    void subject.submit(async () => {
      isDone = true
    }, true)
    await setImmediate()
    expect(isDone).toBe(false)
  })

  test('work that fails ends everything too', async () => {
    const subject = recorder()
    const broken = async () => {
      throw new TypeError('a defect')
    }
    void subject.submit(broken, true)
    await expect(subject.failed).rejects.toThrow('a defect')
    expect(log.batches).toEqual([])
  })

  test('what came while the disk was busy becomes durable together, in the order in which it came', async () => {
    const subject = recorder()
    log.isSlow = true
    const first = subject.submit(adds(0), true)
    await setImmediate()
    const later = [1, 2, 3].map((n) => subject.submit(adds(n), true))
    await setImmediate()
    log.release()
    await first
    expect(log.batches.map(({ entries }) => entries.length)).toEqual([1])
    await setImmediate()
    log.release()
    await Promise.all(later)
    expect(log.batches.map(({ entries }) => entries.length)).toEqual([1, 3])
    const told = await Promise.all([0, 1, 2, 3].map((n) => subject.leaf(n)))
    expect(told).toEqual([0, 1, 2, 3].map(finding))
    expect(index.size).toBe(4)
  })

  test('a position becomes durable without a leaf only where that is asked for', async () => {
    const subject = recorder()
    await subject.submit(async () => undefined, false)
    expect(log.batches).toEqual([])
    await subject.submit(async () => undefined, true)
    expect(log.batches).toEqual([
      { entries: [], files: [], positions: [{ topic: 't', partition: 0, next: 1 }] },
    ])
  })

  test('a batch is closed before it grows too large', async () => {
    const subject = recorder()
    const many = async (draft: Draft) => {
      for (let n = 0; n < 600; n += 1) draft.add(finding(n))
    }
    await Promise.all([1, 2, 3, 4].map(() => subject.submit(many, true)))
    expect(log.batches.map(({ entries }) => entries.length)).toEqual([1200, 1200])
  })
})

describe('when it publishes', () => {
  test('a while after the first leaf, all at once; and never while nothing comes', async () => {
    const wakes: (() => void)[] = []
    const subject = recorder(() => new Promise((resolve) => wakes.push(resolve)))
    await subject.submit(adds(0), true)
    await subject.submit(adds(1), true)
    expect([wakes.length, log.publishCount]).toEqual([1, 0])
    const covered = subject.covered(1)
    wakes[0]?.()
    await covered
    expect(published).toEqual([2])
    await setImmediate()
    expect(wakes.length).toBe(1)
    await subject.covered(0)
    await subject.submit(adds(2), true)
    await setImmediate()
    expect(wakes.length).toBe(2)
  })

  test('more uncovered than memory should hold, and nothing is taken before it is covered', async () => {
    const subject = recorder(() => new Promise(() => undefined))
    await subject.submit(adds(0), true)
    log.unpublishedBytes = 17 * 1024 * 1024
    await subject.submit(adds(1), true)
    expect(published).toEqual([2])
  })
})
