/** Contract: groups share partitions, each is owned once, and nothing is left unhandled. */

import { expect, test } from 'vitest'
import { Collector, eventually, record, type TestCluster } from './cluster.ts'

export function groupContract(cluster: () => TestCluster): void {
  test('partition p of every topic goes to one member, and every partition to somebody', async () => {
    const [first, second] = [await cluster().topic(6), await cluster().topic(6)]
    const group = cluster().name()
    const members = [new Collector(), new Collector()]
    for (const member of members) {
      await member.join(cluster().bus(), { group, topics: [first, second] })
    }
    const owned = () => members.flatMap(({ assigned }) => assigned).sort()
    await eventually('both to own three', () => members.every((m) => m.assigned.length === 3))
    expect(owned()).toEqual([0, 1, 2, 3, 4, 5])
    const all = [first, second].flatMap((topic) =>
      [0, 1, 2, 3, 4, 5].map((p) => record(topic, p, `${p}`)),
    )
    await cluster().bus().send(all)
    await eventually('all', () => members.flatMap(({ records }) => records).length === 12)
    for (const { records, assigned } of members) {
      const seen = records.map(({ topic, partition }) => `${topic} ${partition}`).sort()
      const expected = [first, second].flatMap((t) => assigned.map((p) => `${t} ${p}`)).sort()
      expect(seen).toEqual(expected)
    }
  })

  test('when a member goes, its partitions move on; revocation comes before assignment', async () => {
    const topic = await cluster().topic(4)
    const group = cluster().name()
    const [stays, goes] = [new Collector(), new Collector()]
    await stays.join(cluster().bus(), { group, topics: [topic] })
    const leaving = await goes.join(cluster().bus(), { group, topics: [topic] })
    await eventually('two each', () => stays.assigned.length === 2 && goes.assigned.length === 2)
    const half = stays.assigned
    await leaving.stop()
    await eventually('all four', () => stays.assigned.length === 4)
    expect(stays.events).toEqual([
      'assigned 0,1,2,3',
      'revoked 0,1,2,3',
      `assigned ${half}`,
      `revoked ${half}`,
      'assigned 0,1,2,3',
    ])
  })

  test('what a crashed member had not finished is handled by another', async () => {
    const topic = await cluster().topic(2)
    const group = cluster().name()
    const crashing = cluster().bus()
    const [dies, takesOver] = [new Collector(), new Collector()]
    const stuck = Promise.withResolvers<void>()
    let isStuck = false
    await dies.join(crashing, {
      group,
      topics: [topic],
      onRecords: async (records) => {
        if (!records.some(({ value }) => value?.toString() === 'second')) return
        isStuck = true
        await stuck.promise
      },
    })
    await cluster()
      .bus()
      .send([record(topic, 0, 'first')])
    await dies.count(1)
    await cluster()
      .bus()
      .send([record(topic, 0, 'second'), record(topic, 1, 'other')])
    await eventually('the handler to hang', () => isStuck)
    cluster().crash(crashing)
    await takesOver.join(cluster().bus(), { group, topics: [topic] })
    await eventually('the unfinished one', () => takesOver.values().includes('second'))
    const seen = [...dies.values(), ...takesOver.values()]
    await eventually('everything', () =>
      ['first', 'second', 'other'].every((v) => [...seen, ...takesOver.values()].includes(v)),
    )
  })

  test('a note beside the offset outlives its writer, and goes with the next commit', async () => {
    const topic = await cluster().topic(1)
    const group = cluster().name()
    const crashing = cluster().bus()
    const [dies, takesOver] = [new Collector(), new Collector()]
    const never = Promise.withResolvers<void>()
    const first = await dies.join(crashing, {
      group,
      topics: [topic],
      onRecords: () => never.promise,
    })
    expect(await first.note(topic, 0)).toBeUndefined()
    await cluster()
      .bus()
      .send([record(topic, 0, 'a'), record(topic, 0, 'b')])
    await first.setNote(topic, 0, { offset: 1, text: '3' })
    expect(await first.note(topic, 0)).toEqual({ offset: 1, text: '3' })
    cluster().crash(crashing)
    const second = await takesOver.join(cluster().bus(), { group, topics: [topic] })
    const left = second.note(topic, 0)
    await takesOver.count(1)
    expect(takesOver.values()).toEqual(['b'])
    expect([undefined, { offset: 1, text: '3' }]).toContainEqual(await left)
    await second.stop()
    const third = await new Collector().join(cluster().bus(), { group, topics: [topic] })
    expect(await third.note(topic, 0)).toBeUndefined()
  })

  test('a member that stops finishes its work, and its successor goes on behind it', async () => {
    const topic = await cluster().topic(1)
    const group = cluster().name()
    const gate = Promise.withResolvers<void>()
    let isWaiting = false
    const first = new Collector()
    const consumption = await first.join(cluster().bus(), {
      group,
      topics: [topic],
      onRecords: async () => {
        isWaiting = true
        await gate.promise
      },
    })
    await cluster()
      .bus()
      .send([record(topic, 0, 'a')])
    await eventually('the handler to wait', () => isWaiting)
    const stopped = consumption.stop()
    gate.resolve()
    await stopped
    expect(first.values()).toEqual(['a'])
    await cluster()
      .bus()
      .send([record(topic, 0, 'b')])
    const second = new Collector()
    await second.join(cluster().bus(), { group, topics: [topic] })
    await second.count(1)
    expect(second.values()).toEqual(['b'])
  })

  test('a new group begins at the beginning', async () => {
    const topic = await cluster().topic(1)
    await cluster()
      .bus()
      .send([record(topic, 0, 'before anybody listened')])
    const seen = new Collector()
    await seen.join(cluster().bus(), { group: cluster().name(), topics: [topic] })
    await seen.count(1)
  })

  test.each([
    ['an error of its own', () => new Error('poison')],
    ['a TypeError, which would stop the client library silently', () => new TypeError('poison')],
  ])('a handler that rejects with %s ends the consumption, visibly', async (_, error) => {
    const topic = await cluster().topic(2)
    const group = cluster().name()
    const seen = new Collector()
    const consumption = await seen.join(cluster().bus(), {
      group,
      topics: [topic],
      onRecords: async (records) => {
        if (records.some(({ value }) => value?.toString() === 'poison')) throw error()
      },
    })
    await cluster()
      .bus()
      .send([record(topic, 0, 'good')])
    await seen.count(1)
    await cluster()
      .bus()
      .send([record(topic, 0, 'poison')])
    await expect(consumption.failed).rejects.toThrow('poison')
    await cluster()
      .bus()
      .send([record(topic, 0, 'after'), record(topic, 1, 'after')])
    expect((await cluster().groupOffset(group, topic, 0)) ?? 0).toBeLessThanOrEqual(1)
    expect(seen.values()).toEqual(['good'])
  })

  test('what a callback throws ends the consumption too', async () => {
    const topic = await cluster().topic(1)
    const consumed = cluster()
      .bus()
      .consume({
        group: cluster().name(),
        topics: [topic],
        positions: 'owner',
        onAssigned: () => {
          throw new Error('callback')
        },
        onRecords: async () => {},
      })
    await expect(consumed).rejects.toThrow('callback')
  })
}
