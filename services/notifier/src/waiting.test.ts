import { expect, test, vi } from 'vitest'
import { idOf, settle } from '../test/fixture.ts'
import { MemoryProjectionServer } from './projection/memory.ts'
import type { CommandResult } from './projection/port.ts'
import { resultOf, resultWaitMs } from './waiting.ts'

const result: CommandResult = { ok: true, actionId: idOf(1), revision: 2, status: 'approved' }

function world() {
  const server = new MemoryProjectionServer()
  const time = { nowMs: 0, slept: 0 }
  const never = new Promise<void>(() => undefined)
  const patience = {
    clock: () => time.nowMs,
    sleep: (ms: number) => {
      time.slept++
      time.nowMs += ms
      return Promise.resolve()
    },
  }
  const patient = { ...patience, sleep: () => never }
  const write = async (from?: number) => {
    await server.open().apply(1, {
      ...{
        from,
        to: { position: (from ?? 0) + 1 },
        approvals: [],
        views: [],
        dropped: [],
        denials: [],
        hints: [],
      },
      ...{ results: [{ commandId: 'c', result }], forgetBeforeMs: 0 },
    })
  }
  return { server, projection: server.open(), time, patience, patient, write }
}

test('a result that comes at once, even while the command is being sent, is not missed', async () => {
  const { projection, patient, write } = world()
  expect(await resultOf(projection, 1, 'c', write, patient)).toEqual(result)
})

test('a result that another replica takes in wakes the wait', async () => {
  const { projection, patient, write } = world()
  const waiting = resultOf(projection, 1, 'c', async () => undefined, patient)
  await settle(3)
  await write()
  expect(await waiting).toEqual(result)
})

test('who waits for a command looks once when it is answered, and not at the answers of others', async () => {
  const { server, projection, patient, write } = world()
  const looks = vi.spyOn(projection, 'result')
  const waiting = resultOf(projection, 1, 'c', async () => undefined, patient)
  await settle(3)
  for (const listener of server.listeners) {
    listener({ partition: 1, hints: [], answered: ['another'] })
  }
  await settle(3)
  expect(looks).not.toHaveBeenCalled()
  await write()
  expect(await waiting).toEqual(result)
  expect(looks).toHaveBeenCalledOnce()
})

test('a notice that does not tell its answers may hold any', async () => {
  const { server, projection, patient, write } = world()
  const waiting = resultOf(projection, 1, 'c', async () => undefined, patient)
  await settle(3)
  const listeners = [...server.listeners]
  server.listeners.clear()
  await write()
  for (const listener of listeners) listener({ partition: 1, hints: [] })
  expect(await waiting).toEqual(result)
})

test('a notice that was lost only costs a moment', async () => {
  const { projection, patience, server } = world()
  const act = async () => {
    const listeners = [...server.listeners]
    server.listeners.clear()
    await world().write()
    server.partitions.set(1, {
      ...{ progress: { position: 1 }, approvals: new Map(), views: new Map() },
      ...{ results: new Map([['c', result]]), news: new Map(), moments: new Map() },
    })
    for (const listener of listeners) server.listeners.add(listener)
  }
  expect(await resultOf(projection, 1, 'c', act, patience)).toEqual(result)
})

test('without a result the wait ends at its deadline, and leaves nothing behind', async () => {
  const { projection, patience, time, server } = world()
  expect(await resultOf(projection, 1, 'c', async () => undefined, patience)).toBeUndefined()
  expect(time.nowMs).toBe(resultWaitMs)
  expect(server.listeners.size).toBe(0)
})

test('where the command cannot be sent there is no wait', async () => {
  const { projection, patient, server } = world()
  const refuse = () => Promise.reject(new RangeError('no broker'))
  await expect(resultOf(projection, 1, 'c', refuse, patient)).rejects.toThrow('no broker')
  expect(server.listeners.size).toBe(0)
})
