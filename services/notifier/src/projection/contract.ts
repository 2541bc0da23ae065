/** What every adapter of the projection promises, as tests. Runs on memory and on real servers. */
import type { ActionId } from '@holdpoint/contracts'
import { digestBytes } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import type { Approval, ListName } from '../approval.ts'
import { denialContract } from './denial-contract.ts'
import type { ChangeNotice, Projection, ProjectionChange } from './port.ts'

const id = (n: number): ActionId =>
  `01890a5d-ac96-774b-bcce-${String(n).padStart(12, '0')}` as ActionId
const digest = digestBytes('x')

function approval(n: number, change: Partial<Approval> = {}): Approval {
  return {
    ...{ id: id(n), slot: 0, revision: 1, status: 'pending', type: 'a.b', agent: 'bot' },
    ...{
      identity: 'signed',
      presented: digest,
      policy: digest,
      rule: 'r',
      excluded: [],
      labels: [],
    },
    demand: { quorum: 1, groups: [], assurance: 'sso', denials: 1, reasonRequired: false },
    ...{ findings: {}, heldAtMs: 1, decideByMs: 1000 + n, votes: [], timeline: [] },
    ...change,
  }
}

const change = (
  from: number | undefined,
  to: number,
  more: Partial<ProjectionChange> = {},
): ProjectionChange => ({
  ...{
    from,
    to: { position: to },
    approvals: [],
    views: [],
    dropped: [],
    denials: [],
    results: [],
    hints: [],
  },
  forgetBeforeMs: 0,
  ...more,
})

/** `open` gives projections of one fresh server state; partitions 0 to 2 exist. */
export function projectionContract(
  name: string,
  open: () => Promise<readonly [Projection, Projection]>,
): void {
  const told = async (projection: Projection, count: number, act: () => Promise<unknown>) => {
    const notices: ChangeNotice[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    const stop = projection.onChange((notice) => {
      if (notices.push(notice) === count) resolve()
    })
    await act()
    await promise
    stop()
    return notices
  }

  describe(`projection on ${name}`, () => {
    test('a change that starts elsewhere changes nothing', async () => {
      const [projection] = await open()
      expect(await projection.apply(0, change(5, 9, { approvals: [approval(1)] }))).toBe(false)
      expect(await projection.progress(0)).toBeUndefined()
      expect(await projection.apply(0, change(undefined, 9))).toBe(true)
      expect(await projection.apply(0, change(undefined, 12, { approvals: [approval(1)] }))).toBe(
        false,
      )
      expect(await projection.apply(0, change(8, 12, { approvals: [approval(1)] }))).toBe(false)
      expect(await projection.progress(0)).toEqual({ position: 9 })
      expect(await projection.find(0, id(1))).toBeUndefined()
    })

    test('of two replicas that start from one position only one gets through', async () => {
      const [one, two] = await open()
      const both = await Promise.all([one, two].map((each) => each.apply(0, change(undefined, 3))))
      expect(both.toSorted()).toEqual([false, true])
    })

    test('what one replica takes in, the other one shows', async () => {
      const [one, two] = await open()
      const chain = { number: 7, digest }
      const views = [
        {
          id: id(1),
          name: 'action' as const,
          view: { salt: 's', value: { a: '⟦EMAIL·K7QX2M9A⟧' } },
        },
      ]
      await one.apply(0, {
        ...change(undefined, 3),
        to: { position: 3, chain },
        approvals: [approval(1)],
        views,
      })
      expect(await two.progress(0)).toEqual({ position: 3, chain })
      expect(await two.find(0, id(1))).toEqual(approval(1))
      expect(await two.load(0, [id(2), id(1)])).toEqual([undefined, approval(1)])
      expect(await two.views(0, id(1))).toEqual({
        action: { salt: 's', value: { a: '⟦EMAIL·K7QX2M9A⟧' } },
      })
      expect(await two.views(0, id(2))).toEqual({})
      expect(await two.load(0, [])).toEqual([])
    })

    test('what is frozen stays through changes that say nothing of it, and goes with the position', async () => {
      const [one, two] = await open()
      const freeze = { id: 'f-1', scope: { everything: true }, fromMs: 5 } as const
      const by = { person: 'ana', assurance: 'sso', channel: 'api', reason: 'why' } as const
      const freezes = { spread: 1, active: [{ ...freeze, ...by }], past: [] }
      expect(await one.apply(0, { ...change(3, 4), freezes })).toBe(false)
      await one.apply(0, { ...change(undefined, 3), freezes })
      await one.apply(0, change(3, 4))
      expect(await two.progress(0)).toEqual({ position: 4, freezes })
      const thawed = { ...freezes, spread: 2, active: [] }
      await one.apply(0, { ...change(4, 5), freezes: thawed })
      expect(await two.progress(0)).toEqual({ position: 5, freezes: thawed })
      await one.wipe(0)
      await one.apply(0, change(undefined, 1))
      expect(await two.progress(0)).toEqual({ position: 1 })
    })

    test('a result beside a view keeps both', async () => {
      const [projection] = await open()
      const view = (value: unknown) => ({ salt: 's', value })
      await projection.apply(
        0,
        change(undefined, 1, { views: [{ id: id(1), name: 'action', view: view(1) }] }),
      )
      await projection.apply(
        0,
        change(1, 2, { views: [{ id: id(1), name: 'result', view: view(2) }] }),
      )
      expect(await projection.views(0, id(1))).toEqual({ action: view(1), result: view(2) })
    })

    test('pending approvals come next deadline first, over all partitions', async () => {
      const [projection] = await open()
      await projection.apply(0, change(undefined, 1, { approvals: [approval(3), approval(1)] }))
      await projection.apply(2, change(undefined, 1, { approvals: [approval(2, { slot: 2 })] }))
      const { approvals, total } = await projection.list('pending', 2)
      expect(approvals.map((each) => each.id)).toEqual([id(1), id(2)])
      expect(total).toBe(3)
      expect(await projection.list('decided', 9)).toEqual({ approvals: [], total: 0 })
    })

    test('a decided approval leaves one list and enters the other, latest first', async () => {
      const [projection] = await open()
      await projection.apply(
        0,
        change(undefined, 1, { approvals: [approval(1), approval(2), approval(3)] }),
      )
      const denied = (n: number, decidedAtMs: number) =>
        approval(n, { status: 'denied', revision: 2, decidedAtMs })
      await projection.apply(0, change(1, 2, { approvals: [denied(1, 50), denied(2, 60)] }))
      const ids = async (state: 'pending' | 'decided') =>
        (await projection.list(state, 9)).approvals.map((each) => each.id)
      expect(await ids('pending')).toEqual([id(3)])
      expect(await ids('decided')).toEqual([id(2), id(1)])
    })

    test('decided approvals are forgotten with their views, pending ones never', async () => {
      const [projection] = await open()
      const old = approval(1, { status: 'denied', decidedAtMs: 50 })
      const views = [{ id: id(1), name: 'action' as const, view: { salt: 's', value: 1 } }]
      await projection.apply(
        0,
        change(undefined, 1, { approvals: [old, approval(2, { decideByMs: 5 })], views }),
      )
      await projection.apply(0, change(1, 2, { forgetBeforeMs: 50 }))
      expect(await projection.find(0, id(1))).toEqual(old)
      await projection.apply(0, change(2, 3, { forgetBeforeMs: 51 }))
      expect(await projection.find(0, id(1))).toBeUndefined()
      expect(await projection.views(0, id(1))).toEqual({})
      expect(await projection.find(0, id(2))).toBeDefined()
      expect((await projection.list('decided', 9)).total).toBe(0)
    })

    test('what is in doubt and what policy allowed have lists of their own', async () => {
      const [projection] = await open()
      const unknown = (n: number, endedAtMs: number) =>
        approval(n, { status: 'unknown', endedAtMs })
      const { demand: _, decideByMs: __, ...allowed } = approval(3, { status: 'approved' })
      const approvals = [unknown(1, 60), unknown(2, 50), allowed]
      await projection.apply(0, change(undefined, 1, { approvals }))
      const ids = async (name: ListName) =>
        (await projection.list(name, 9)).approvals.map((each) => each.id)
      expect(await ids('unknown')).toEqual([id(2), id(1)])
      expect(await ids('allowed')).toEqual([id(3)])
      expect([await ids('pending'), await ids('decided')]).toEqual([[], []])
      const reconciled = approval(2, { status: 'failed', endedAtMs: 70, revision: 9 })
      await projection.apply(0, change(1, 2, { approvals: [reconciled] }))
      expect([await ids('unknown'), await ids('decided')]).toEqual([[id(1)], [id(2)]])
      await projection.apply(0, change(2, 3, { forgetBeforeMs: 61 }))
      expect([await ids('unknown'), await ids('decided')]).toEqual([[], [id(2)]])
    })

    test('what is dropped is gone with its views, in whatever list it stood', async () => {
      const [projection] = await open()
      const views = [{ id: id(1), name: 'action' as const, view: { salt: 's', value: 1 } }]
      const { demand: _, ...allowed } = approval(1, { status: 'claimed' })
      await projection.apply(0, change(undefined, 1, { approvals: [allowed, approval(2)], views }))
      await projection.apply(0, change(1, 2, { dropped: [id(1), id(9)] }))
      expect(await projection.find(0, id(1))).toBeUndefined()
      expect(await projection.views(0, id(1))).toEqual({})
      expect((await projection.list('allowed', 9)).total).toBe(0)
      expect((await projection.list('pending', 9)).total).toBe(1)
    })

    denialContract(open)

    test('news is told oldest first and again until it is settled, by whichever replica', async () => {
      const [one, two] = await open()
      const approvals = [approval(1), approval(2)]
      await one.apply(0, change(undefined, 7, { approvals, news: [id(2)] }))
      await one.apply(0, change(7, 9, { news: [id(1)] }))
      const both = [
        { id: id(2), stamp: 7 },
        { id: id(1), stamp: 9 },
      ]
      expect(await two.news(0, 0, 9)).toEqual(both)
      expect(await one.news(0, 0, 1)).toEqual(both.slice(0, 1))
      expect(await one.news(1, 0, 9)).toEqual([])
      await two.settle(0, [{ id: id(2), stamp: 7 }])
      expect(await one.news(0, 0, 9)).toEqual(both.slice(1))
      await two.settle(0, [])
    })

    test('what became news again while it was worked on is not settled', async () => {
      const [one] = await open()
      await one.apply(0, change(undefined, 7, { approvals: [approval(1)], news: [id(1)] }))
      await one.apply(0, change(7, 9, { news: [id(1)] }))
      await one.settle(0, [{ id: id(1), stamp: 7, nextMs: 5 }])
      expect(await one.news(0, 99, 9)).toEqual([{ id: id(1), stamp: 9 }])
      await one.settle(0, [{ id: id(1), stamp: 9 }])
      expect(await one.news(0, 99, 9)).toEqual([])
    })

    test('what has its moment is news from then on, until it is given another or none', async () => {
      const [one, two] = await open()
      await one.apply(0, change(undefined, 7, { approvals: [approval(1)], news: [id(1)] }))
      await one.settle(0, [{ id: id(1), stamp: 7, nextMs: 50 }])
      expect(await two.news(0, 49, 9)).toEqual([])
      expect(await two.news(0, 50, 9)).toEqual([{ id: id(1), stamp: 0 }])
      await two.settle(0, [{ id: id(1), stamp: 0, nextMs: 60 }])
      expect(await one.news(0, 59, 9)).toEqual([])
      await one.settle(0, [{ id: id(1), stamp: 0 }])
      expect(await one.news(0, 99, 9)).toEqual([])
    })

    test('all that is pending becomes news in one step; a refused change makes none', async () => {
      const [one] = await open()
      const denied = approval(2, { status: 'denied', decidedAtMs: 5 })
      await one.apply(0, change(undefined, 7, { approvals: [approval(1), denied, approval(3)] }))
      await one.apply(0, change(3, 9, { news: [id(1)], tellsPending: true }))
      expect(await one.news(0, 0, 9)).toEqual([])
      await one.apply(0, change(7, 9, { tellsPending: true }))
      expect((await one.news(0, 0, 9)).map((news) => news.id).toSorted()).toEqual([id(1), id(3)])
    })

    test('news and moments go with what is dropped, forgotten or wiped', async () => {
      const [one] = await open()
      const old = approval(1, { status: 'denied', decidedAtMs: 50 })
      const approvals = [old, approval(2), approval(3)]
      const news = approvals.map((each) => each.id)
      await one.apply(0, change(undefined, 7, { approvals, news }))
      await one.settle(0, [{ id: id(3), stamp: 7, nextMs: 1 }])
      await one.apply(0, change(7, 9, { dropped: [id(2)], forgetBeforeMs: 51 }))
      expect(await one.news(0, 9, 9)).toEqual([{ id: id(3), stamp: 0 }])
      await one.wipe(0)
      expect(await one.news(0, 9, 9)).toEqual([])
    })

    test('until when history is silent is kept with the position', async () => {
      const [one, two] = await open()
      await one.apply(0, change(undefined, 3, { silentUntil: 9 }))
      expect(await two.progress(0)).toEqual({ position: 3, silentUntil: 9 })
      await one.apply(0, change(3, 10))
      expect(await two.progress(0)).toEqual({ position: 10 })
    })

    test('a result is found by its command, in its partition only', async () => {
      const [one, two] = await open()
      const result = { ok: false, code: 'HP_OWN_ACTION' } as const
      await one.apply(1, change(undefined, 1, { results: [{ commandId: 'c-1', result }] }))
      expect(await two.result(1, 'c-1')).toEqual(result)
      expect(await two.result(0, 'c-1')).toBeUndefined()
      expect(await two.result(1, 'c-2')).toBeUndefined()
    })

    test('every replica is told, of results too, and nobody of silent changes', async () => {
      const [one, two] = await open()
      const hints = [{ id: id(1), revision: 1, kind: 'held' }]
      const notices = await told(two, 2, async () => {
        await one.apply(0, change(undefined, 1))
        await one.apply(0, change(1, 2, { hints }))
        const result = { ok: false, code: 'HP_X' } as const
        await one.apply(0, change(2, 3, { results: [{ commandId: 'c', result }] }))
      })
      expect(notices).toEqual([
        { partition: 0, hints, answered: [] },
        { partition: 0, hints: [], answered: ['c'] },
      ])
    })

    test('wiping one partition leaves the others', async () => {
      const [projection] = await open()
      const views = [{ id: id(1), name: 'action' as const, view: { salt: 's', value: 1 } }]
      await projection.apply(0, change(undefined, 7, { approvals: [approval(1)], views }))
      await projection.apply(1, change(undefined, 8, { approvals: [approval(2, { slot: 1 })] }))
      await projection.wipe(0)
      expect(await projection.progress(0)).toBeUndefined()
      expect(await projection.find(0, id(1))).toBeUndefined()
      expect(await projection.views(0, id(1))).toEqual({})
      expect((await projection.list('pending', 9)).approvals.map((each) => each.id)).toEqual([
        id(2),
      ])
      expect(await projection.apply(0, change(undefined, 1))).toBe(true)
    })

    test('hundreds of approvals go in and out in one step', async () => {
      const [projection] = await open()
      const many = Array.from({ length: 500 }, (_, n) => approval(n))
      await projection.apply(0, change(undefined, 1, { approvals: many }))
      expect((await projection.list('pending', 200)).approvals).toHaveLength(200)
      expect(
        await projection.load(
          0,
          many.map((each) => each.id),
        ),
      ).toEqual(many)
    })
  })
}
