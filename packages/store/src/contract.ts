/** What every store must do: one suite of tests for the port, run on the memory adapter and on real servers. For tests only. */
import { Secret } from '@holdpoint/seal'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { decodeValue, encodeValue } from './codec.ts'
import { OpenSum } from './open-sum.ts'
import type { Change, OpenEntry, Put, SlotStore } from './port.ts'

/** One server under test, and a hand in its data. */
export interface StoreRig {
  /** Another process: a store of its own on the same server. */
  open(options?: { readonly answerLifetimeMs?: number }): Promise<SlotStore>
  /** Writes behind the owner's back. */
  setValue(slot: number, key: string, value: string): Promise<void>
  setRevision(slot: number, id: string, revision: number): Promise<void>
  stop(): Promise<void>
}

/** Long enough for a loaded machine; nothing waits that long when it works. */
const waitMs = 10_000
const secret = new Secret(Buffer.alloc(32, 7))

export function storeContract(name: string, start: () => Promise<StoreRig>): void {
  describe(`${name} keeps the promises of the store`, () => {
    let rig: StoreRig
    let store: SlotStore
    let other: SlotStore
    let slot = 0
    /** A slot that no test has used. */
    const fresh = () => ++slot

    beforeAll(async () => {
      rig = await start()
      store = await rig.open()
      other = await rig.open()
    })
    afterAll(async () => {
      await store.close()
      await other.close()
      await rig.stop()
    })

    const change = (from: number | undefined, to: number, ...puts: Put[]): Change => ({
      from,
      to,
      puts,
      answers: [],
    })
    const state = (id: string, value: string | Buffer, index: Put['index'] = {}): Put => ({
      key: `a:${id}`,
      value,
      index,
    })
    const moved = (at: number) =>
      expect.objectContaining({ code: 'HP_STORE_MOVED', details: { slot: at } })

    describe('position', () => {
      test.each([0, 1, 6, 8])('a slot at 7 gives nothing to who believes it at %i', async (at) => {
        const slot = fresh()
        await store.apply(slot, change(undefined, 7, state('x', 'one')))
        await expect(store.load(slot, at, ['a:x'])).rejects.toEqual(moved(slot))
        await expect(store.load(slot, undefined, ['a:x'])).rejects.toEqual(moved(slot))
      })

      test('an empty slot gives nothing to who believes it somewhere', async () => {
        const slot = fresh()
        await expect(store.load(slot, 0, [])).rejects.toEqual(moved(slot))
        await expect(store.apply(slot, change(0, 1))).rejects.toEqual(moved(slot))
        expect(await store.position(slot)).toBeUndefined()
        expect(await store.load(slot, undefined, ['a:x', '~slot'])).toEqual([undefined, undefined])
      })

      test('a change from elsewhere leaves no trace, whatever it holds', async () => {
        const slot = fresh()
        await store.apply(
          slot,
          change(undefined, 7, state('x', 'one', { revision: 1, dueAtMs: 5 })),
        )
        const foreign: Change = {
          from: 6,
          to: 9,
          puts: [
            { key: 'a:x', value: null },
            state('y', 'two', { dueAtMs: 1, revision: 1, ready: 'billing' }),
          ],
          answers: [{ commandId: 'c', value: 'yes' }],
        }
        for (const from of [6, 0, undefined]) {
          await expect(store.apply(slot, { ...foreign, from })).rejects.toEqual(moved(slot))
        }
        expect(await store.position(slot)).toBe(7)
        expect(await store.load(slot, 7, ['a:x', 'a:y'])).toEqual(['one', undefined])
        expect(await store.due(slot, 100, 10)).toEqual(['x'])
        expect(await store.open(slot)).toEqual(new Map([['x', { revision: 1 }]]))
        expect(await store.ready(slot, 'billing', 10)).toEqual([])
        expect(await store.answer(slot, 'c')).toBeUndefined()
      })

      test('of many appliers at once, exactly one wins', async () => {
        const slot = fresh()
        const tries = Array.from({ length: 20 }, (_, n) =>
          (n % 2 ? store : other).apply(slot, change(undefined, 100 + n, state('x', `by ${n}`))),
        )
        const results = await Promise.allSettled(tries)
        const winners = results.flatMap(({ status }, n) => (status === 'fulfilled' ? [n] : []))
        expect(winners).toHaveLength(1)
        expect(await store.position(slot)).toBe(100 + (winners[0] ?? 0))
        expect(await other.peek(slot, ['a:x'])).toEqual([`by ${winners[0]}`])
      })

      test('an owner that repeats a change whose reply was lost sees by the position that it was applied', async () => {
        const slot = fresh()
        const lost = change(undefined, 5, state('x', 'one'))
        await store.apply(slot, lost)
        await expect(store.apply(slot, lost)).rejects.toEqual(moved(slot))
        expect(await store.position(slot)).toBe(lost.to)
      })

      test('slots know nothing of each other', async () => {
        const [left, right] = [fresh(), fresh()]
        await store.apply(left, change(undefined, 1, state('x', 'left', { revision: 1 })))
        await store.apply(right, change(undefined, 2, state('x', 'right', { revision: 2 })))
        await store.wipe(left)
        expect(await store.load(right, 2, ['a:x'])).toEqual(['right'])
        expect(await store.open(right)).toEqual(new Map([['x', { revision: 2 }]]))
      })
    })

    describe('values', () => {
      test('come back in the order asked, missing ones as undefined, any text whole', async () => {
        const slot = fresh()
        const odd = 'zero \0, “quotes”, ⟦EMAIL·K7QX2M9A⟧, \u{1f600}, {"a":1}'
        await store.apply(
          slot,
          change(
            undefined,
            3,
            state('x', odd),
            { key: 'o:x', value: '' },
            { key: '~slot', value: 's' },
          ),
        )
        const keys = ['~slot', 'a:none', 'a:x', 'o:x', 'a:x']
        expect(await store.load(slot, 3, keys)).toEqual(['s', undefined, odd, '', odd])
        expect(await store.peek(slot, keys)).toEqual(['s', undefined, odd, '', odd])
        expect(await store.load(slot, 3, [])).toEqual([])
        expect(await store.peek(slot, [])).toEqual([])
      })

      test('given as bytes come back as their text', async () => {
        const slot = fresh()
        const odd = '⟦EMAIL·K7QX2M9A⟧, \u{1f600}'
        await store.apply(slot, change(undefined, 3, state('x', Buffer.from(odd))))
        expect(await store.load(slot, 3, ['a:x'])).toEqual([odd])
      })

      test('later puts of one change win over earlier ones', async () => {
        const slot = fresh()
        await store.apply(
          slot,
          change(
            undefined,
            1,
            state('x', 'one', { revision: 1, ready: 'a' }),
            state('x', 'two', { revision: 2, ready: 'b' }),
            state('y', 'gone', { revision: 1 }),
            { key: 'a:y', value: null },
          ),
        )
        expect(await store.load(slot, 1, ['a:x', 'a:y'])).toEqual(['two', undefined])
        expect(await store.open(slot)).toEqual(new Map([['x', { revision: 2 }]]))
        expect(await store.ready(slot, 'a', 9)).toEqual([])
        expect(await store.ready(slot, 'b', 9)).toEqual(['x'])
      })

      test('an open action keeps its owner, and loses it with its place in the index', async () => {
        const slot = fresh()
        const owned = (id: string, owner: string, revision = 1) =>
          state(id, 'v', { revision, owner })
        await store.apply(
          slot,
          change(undefined, 1, owned('x', 'bot'), owned('y', 'other bot'), owned('z', '7')),
        )
        await store.apply(slot, change(1, 2, owned('x', 'bot', 2), state('z', 'v', {})))
        expect(await other.open(slot)).toEqual(
          new Map([
            ['x', { revision: 2, owner: 'bot' }],
            ['y', { revision: 1, owner: 'other bot' }],
          ]),
        )
      })

      test('five thousand puts are one change, and one load', async () => {
        const slot = fresh()
        const ids = Array.from({ length: 5000 }, (_, n) => `id-${String(n).padStart(4, '0')}`)
        const puts = ids.map((id, n) => state(id, `value of ${id}`, { dueAtMs: n, revision: n }))
        await store.apply(slot, change(undefined, 1, ...puts))
        const values = await store.load(slot, 1, [...ids.map((id) => `a:${id}`), 'a:none'])
        expect(values).toEqual([...ids.map((id) => `value of ${id}`), undefined])
        expect((await store.open(slot)).size).toBe(5000)
        expect(await store.due(slot, 9, 100)).toEqual(ids.slice(0, 10))
      })
    })

    describe('indices', () => {
      test('say what the last put of an action said, not what an earlier one did', async () => {
        const slot = fresh()
        const look = async () => ({
          due: await store.due(slot, 1000, 9),
          next: await store.nextDueMs(slot),
          open: [...(await store.open(slot))],
          billing: await store.ready(slot, 'billing', 9),
          shipping: await store.ready(slot, 'shipping', 9),
        })
        const full = { dueAtMs: 50, revision: 1, ready: 'billing' }
        await store.apply(slot, change(undefined, 1, state('x', 'v', full)))
        expect(await look()).toEqual({
          ...{ due: ['x'], next: 50, open: [['x', { revision: 1 }]], billing: ['x'], shipping: [] },
        })
        await store.apply(slot, change(1, 2, state('x', 'v', { ...full, ready: 'shipping' })))
        expect(await look()).toMatchObject({ billing: [], shipping: ['x'] })
        await store.apply(slot, change(2, 3, state('x', 'v', { dueAtMs: 60, revision: 2 })))
        expect(await look()).toEqual({
          ...{ due: ['x'], next: 60, open: [['x', { revision: 2 }]], billing: [], shipping: [] },
        })
        await store.apply(slot, change(3, 4, state('x', 'v', {})))
        expect(await look()).toEqual({
          ...{ due: [], next: undefined, open: [], billing: [], shipping: [] },
        })
      })

      test('forget an action that is deleted', async () => {
        const slot = fresh()
        const full = { dueAtMs: 50, revision: 1, ready: 'billing' }
        await store.apply(slot, change(undefined, 1, state('x', 'v', full)))
        await store.apply(slot, change(1, 2, { key: 'a:x', value: null, index: full }))
        expect(await store.due(slot, 1000, 9)).toEqual([])
        expect(await store.open(slot)).toEqual(new Map())
        expect(await store.ready(slot, 'billing', 9)).toEqual([])
      })

      test('are not touched by a dossier or the slot record', async () => {
        const slot = fresh()
        await store.apply(slot, change(undefined, 1, state('x', 'v', { dueAtMs: 50, revision: 1 })))
        await store.apply(
          slot,
          change(1, 2, { key: 'o:x', value: null }, { key: '~slot', value: 's' }),
        )
        expect(await store.due(slot, 1000, 9)).toEqual(['x'])
        expect(await store.open(slot)).toEqual(new Map([['x', { revision: 1 }]]))
      })

      test('due actions come oldest first, never early, never more than asked', async () => {
        const slot = fresh()
        const dues: [string, number][] = [
          ['b', 20],
          ['late', 31],
          ['c', 30],
          ['a', 20],
          ['first', 1_763_700_000_000 - 1_763_700_000_000],
        ]
        await store.apply(
          slot,
          change(undefined, 1, ...dues.map(([id, dueAtMs]) => state(id, 'v', { dueAtMs }))),
        )
        expect(await store.due(slot, 30, 9)).toEqual(['first', 'a', 'b', 'c'])
        expect(await store.due(slot, 30, 2)).toEqual(['first', 'a'])
        expect(await store.due(slot, -1, 9)).toEqual([])
        expect(await store.due(slot, 30, 9, { afterMs: 0, skip: 1 })).toEqual(['b', 'c'])
        expect(await store.due(slot, 30, 9, { afterMs: 20, skip: 0 })).toEqual(['c'])
        expect(await store.due(slot, 30, 9, { afterMs: 30, skip: 0 })).toEqual([])
        expect(await store.nextDueMs(slot, 0)).toBe(20)
        expect(await store.nextDueMs(slot, 20)).toBe(30)
        expect(await store.nextDueMs(slot, 31)).toBeUndefined()
        expect(await store.nextDueMs(slot)).toBe(0)
      })

      test('an audience sees its own grants and no name that begins like its own', async () => {
        const slot = fresh()
        const grants: [string, string][] = [
          ['2', 'billing'],
          ['1', 'billing'],
          ['3', 'billing2'],
          ['4', 'bill'],
        ]
        await store.apply(
          slot,
          change(undefined, 1, ...grants.map(([id, ready]) => state(id, 'v', { ready }))),
        )
        expect(await store.ready(slot, 'billing', 9)).toEqual(['1', '2'])
        expect(await store.ready(slot, 'billing', 1)).toEqual(['1'])
        expect(await store.ready(slot, 'billing', 9, '1')).toEqual(['2'])
        expect(await store.ready(slot, 'billing', 9, '2')).toEqual([])
        expect(await store.ready(slot, 'bill', 9)).toEqual(['4'])
        expect(await store.ready(slot, 'b', 9)).toEqual([])
      })
    })

    describe('wipe', () => {
      test('leaves an empty slot that starts over', async () => {
        const slot = fresh()
        const full = { dueAtMs: 50, revision: 1, ready: 'billing' }
        await store.apply(
          slot,
          change(undefined, 9, state('x', 'v', full), { key: 'o:x', value: 'd' }),
        )
        await store.wipe(slot)
        expect(await store.position(slot)).toBeUndefined()
        expect(await store.load(slot, undefined, ['a:x', 'o:x'])).toEqual([undefined, undefined])
        expect(await store.due(slot, 1000, 9)).toEqual([])
        expect(await store.open(slot)).toEqual(new Map())
        expect(await store.ready(slot, 'billing', 9)).toEqual([])
        await store.wipe(slot)
        await store.apply(slot, change(undefined, 1, state('x', 'w')))
        expect(await store.load(slot, 1, ['a:x'])).toEqual(['w'])
      })

      test('by a former owner that slept takes the position with the values: the successor notices', async () => {
        const slot = fresh()
        await store.apply(slot, change(undefined, 9, state('x', 'v')))
        await other.wipe(slot)
        await expect(store.load(slot, 9, ['a:x'])).rejects.toEqual(moved(slot))
        await expect(store.apply(slot, change(9, 10))).rejects.toEqual(moved(slot))
      })
    })

    describe('answers', () => {
      test('are there for every process, and only under their own command', async () => {
        const slot = fresh()
        const answers = [
          { commandId: 'c1', value: '{"ok":true}' },
          { commandId: 'c2', value: '{"ok":false}' },
        ]
        await store.apply(slot, { from: undefined, to: 1, puts: [], answers })
        expect(await other.answer(slot, 'c1')).toBe('{"ok":true}')
        expect(await other.answer(slot, 'c2')).toBe('{"ok":false}')
        expect(await other.answer(slot, 'c')).toBeUndefined()
        expect(await other.answer(fresh(), 'c1')).toBeUndefined()
      })

      test('of a command that was written twice, the first stands', async () => {
        const slot = fresh()
        const answer = (value: string) => [{ commandId: 'c', value }]
        await store.apply(slot, { from: undefined, to: 1, puts: [], answers: answer('done') })
        await store.apply(slot, { from: 1, to: 2, puts: [], answers: answer('repeated') })
        expect(await store.answer(slot, 'c')).toBe('done')
      })

      test('go when their lifetime is over', async () => {
        const slot = fresh()
        const brief = await rig.open({ answerLifetimeMs: 5 })
        const answers = [{ commandId: 'c', value: 'yes' }]
        await brief.apply(slot, { from: undefined, to: 1, puts: [], answers })
        await vi.waitFor(async () => expect(await store.answer(slot, 'c')).toBeUndefined(), waitMs)
        expect(await store.position(slot)).toBe(1)
        await brief.close()
      })
    })

    describe('attempts', () => {
      test('count processes that began at a place, each once, and begin anew elsewhere', async () => {
        const slot = fresh()
        expect(await store.attempt(slot, 'at 5', 'p1', 'together')).toBe(1)
        expect(await store.attempt(slot, 'at 5', 'p1', 'together')).toBe(1)
        expect(await other.attempt(slot, 'at 5', 'p2', 'together')).toBe(2)
        expect(await store.attempt(fresh(), 'at 5', 'p3', 'together')).toBe(1)
        expect(await store.attempt(slot, 'at 5', 'p3', 'together')).toBe(3)
        expect(await store.attempt(slot, 'at 6', 'p3', 'together')).toBe(1)
        expect(await store.attempt(slot, 'at 5', 'p3', 'together')).toBe(1)
      })

      test('of those who were alone count apart from those in company, and each input for itself', async () => {
        const slot = fresh()
        expect(await store.attempt(slot, 'at 5', 'p1', 'together')).toBe(1)
        expect(await store.attempt(slot, 'at 5', 'p2', 'together')).toBe(2)
        expect(await store.attempt(slot, 'at 5', 'p2', 'alone: x')).toBe(1)
        expect(await store.attempt(slot, 'at 5', 'p3', 'alone: x')).toBe(2)
        expect(await store.attempt(slot, 'at 5', 'p4', 'alone: y')).toBe(1)
        expect(await store.attempt(slot, 'at 5', 'p3', 'together')).toBe(3)
      })

      test('survive changes and a wipe, so that a takeover does not hide a deadly input', async () => {
        const slot = fresh()
        await store.attempt(slot, 'at 5', 'p1', 'together')
        await store.apply(slot, change(undefined, 1, state('x', 'v')))
        await store.wipe(slot)
        expect(await store.attempt(slot, 'at 5', 'p2', 'together')).toBe(2)
      })
    })

    describe('a hand in the data', () => {
      test('a value that the gate did not write is not decoded', async () => {
        const slot = fresh()
        const json = '{"status":"pending"}'
        await store.apply(
          slot,
          change(undefined, 1, state('x', encodeValue(secret, slot, 'a:x', json))),
        )
        const [genuine = ''] = await store.load(slot, 1, ['a:x'])
        expect(decodeValue(secret, slot, 'a:x', genuine)).toBe(json)
        await rig.setValue(slot, 'a:x', genuine.replace('pending', 'approved'))
        const [edited = ''] = await store.load(slot, 1, ['a:x'])
        expect(edited).toContain('approved')
        expect(() => decodeValue(secret, slot, 'a:x', edited)).toThrow(
          expect.objectContaining({ code: 'HP_STATE_FORGED' }),
        )
      })

      test('an older genuine copy put back shows in the sum over the open actions', async () => {
        const slot = fresh()
        const committed = new OpenSum(secret)
        const at = (revision: number) => {
          const json = JSON.stringify({ status: revision === 1 ? 'approved' : 'claimed', revision })
          return state('x', encodeValue(secret, slot, 'a:x', json), { revision })
        }
        committed.add('x', { revision: 1 })
        await store.apply(slot, change(undefined, 1, at(1), state('y', 'v', { revision: 4 })))
        committed.add('y', { revision: 4 })
        committed.remove('x', { revision: 1 })
        committed.add('x', { revision: 2 })
        await store.apply(slot, change(1, 2, at(2)))
        expect(sumOf(await store.open(slot))).toBe(committed.toString())

        await rig.setValue(slot, 'a:x', String(at(1).value))
        await rig.setRevision(slot, 'x', 1)
        const [old = ''] = await store.load(slot, 2, ['a:x'])
        expect(decodeValue(secret, slot, 'a:x', old)).toContain('approved')
        expect(sumOf(await store.open(slot))).not.toBe(committed.toString())
      })
    })

    describe('hints', () => {
      test('every process is told of a change by any other, until it stops listening', async () => {
        const slot = fresh()
        const heard: number[] = []
        const heardElsewhere: number[] = []
        const stop = store.onApplied((where) => heard.push(where))
        const stopElsewhere = other.onApplied((where) => heardElsewhere.push(where))
        let position: number | undefined
        const applyOnce = async () => {
          const to = (position ?? 0) + 1
          await other.apply(slot, change(position, to))
          position = to
        }
        // A hint may be missed while the subscription is on its way, so changes go on until both have heard.
        await vi.waitFor(async () => {
          await applyOnce()
          expect(heard).toContain(slot)
          expect(heardElsewhere).toContain(slot)
        }, waitMs)
        stop()
        const before = heard.length
        const beforeElsewhere = heardElsewhere.length
        await applyOnce()
        await vi.waitFor(
          () => expect(heardElsewhere.length).toBeGreaterThan(beforeElsewhere),
          waitMs,
        )
        expect(heard).toHaveLength(before)
        stopElsewhere()
      })
    })

    test('a closed store refuses with HP_STORE', async () => {
      const closed = await rig.open()
      await closed.close()
      await closed.close()
      await expect(closed.position(1)).rejects.toMatchObject({ code: 'HP_STORE' })
    })
  })
}

function sumOf(open: ReadonlyMap<string, OpenEntry>): string {
  const sum = new OpenSum(secret)
  for (const [id, entry] of open) sum.add(id, entry)
  return sum.toString()
}
