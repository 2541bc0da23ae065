import { describe, expect, test } from 'vitest'
import type { Copy } from './copy.ts'
import { adopted } from './settle.ts'

const copy: Copy = {
  ...{ id: 'copy', version: 3, channel: 'slack', address: 'C1', kind: 'single', state: 'live' },
  ...{ members: [], shown: 2, nudged: 0, attempts: 0, reposts: 0, notBeforeMs: 0 },
  ...{ like: 'a', isMinor: false, sinceMs: 1, behindMs: 1, changedMs: 1 },
  handle: { channel: 'C1', ts: '1.1', toldMs: 7 },
}

describe('a press on a message', () => {
  test('that is known makes nothing new, although it does not know all of the handle', () => {
    expect(adopted(copy, { channel: 'C1', ts: '1.1' }, 'orphan', 9)).toBeUndefined()
  })

  test('that is another one makes it a copy of its own, to be brought up to date', () => {
    expect(adopted(copy, { channel: 'C1', ts: '2.2' }, 'orphan', 9)).toMatchObject({
      ...{ id: 'orphan', version: 0, shown: 0, state: 'live' },
      handle: { channel: 'C1', ts: '2.2' },
    })
  })

  test('that was lost gives it back to the copy that lost it', () => {
    const { handle: _, ...lost } = copy
    expect(adopted(lost, { channel: 'C1', ts: '2.2' }, 'orphan', 9)).toMatchObject({
      ...{ id: 'copy', version: 3, shown: 0, state: 'live' },
    })
  })
})
