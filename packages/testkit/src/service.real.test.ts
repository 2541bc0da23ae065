import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDeployment, freshDeployment } from './deployment.ts'
import { until } from './index.ts'
import { type RunningService, type StartOptions, startService } from './service.ts'

const file = 'packages/testkit/src/fixture/service.ts'
const started: RunningService[] = []
let deployment: FreshDeployment

beforeAll(async () => {
  deployment = await freshDeployment()
})

afterEach(async () => {
  await Promise.all(started.splice(0).map((service) => service.stop()))
})

afterAll(() => deployment.close())

async function start(options: StartOptions = {}): Promise<RunningService> {
  const service = await startService('gate', deployment, { file, ...options })
  started.push(service)
  return service
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const down = (service: RunningService) => {
  const what = `${service.name} to be down`
  return until(() => service.pid === undefined, { deadlineMs: 10_000, what })
}

describe('a service that does not come up', () => {
  test('is refused with the end of its log', async () => {
    const refused = start({ env: { HOW: 'refuses' }, instance: 'refuses' })
    await expect(refused).rejects.toThrow(
      /gate-refuses ended before it was ready.*kafka\.brokers is missing/s,
    )
  })

  test('is given up at the deadline', async () => {
    const service = await start({ env: { HOW: 'never-ready' }, waitUntilReady: false })
    await expect(service.ready(300)).rejects.toThrow('did not become ready in 300 ms')
  })
})

describe('a running service', () => {
  test('stays down after kill -9 until the test starts it again', async () => {
    const service = await start()
    const first = service.pid
    service.kill('SIGKILL')
    expect(await service.exited()).toEqual({ code: null, signal: 'SIGKILL' })
    expect(service.pid).toBeUndefined()
    service.start()
    await service.ready()
    expect(service.pid).not.toBe(first)
    expect(service.restartCount).toBe(1)
  })

  test('comes back by itself where the test wants that', async () => {
    const service = await start({ restart: 'always' })
    for (const count of [1, 2]) {
      service.kill('SIGKILL')
      await down(service)
      const what = 'the restart'
      await until(() => service.restartCount === count, { deadlineMs: 10_000, what })
      await service.ready()
    }
  })

  test('that was stopped on purpose does not come back', async () => {
    const service = await start({ restart: 'always' })
    await service.stop()
    expect(service.pid).toBeUndefined()
    expect(service.restartCount).toBe(0)
  })

  test('is stopped even while it is stalled', async () => {
    const service = await start()
    const { pid = 0 } = service
    service.kill('SIGSTOP')
    await service.stop()
    expect(isAlive(pid)).toBe(false)
  })

  test('gets nothing from our environment but PATH and the code cache, and its settings with the overrides', async () => {
    const service = await start({ overrides: { kafka: { sessionTimeoutMs: 1500 } } })
    const given = service.log().trim().split('started ').at(-1) ?? ''
    const expected = new Set(['HOLDPOINT_CONFIG', 'PATH', 'NODE_COMPILE_CACHE'])
    expect(new Set([...JSON.parse(given), 'NODE_COMPILE_CACHE'])).toEqual(expected)
    const settings = await (await fetch(service.url)).json()
    expect(settings).toMatchObject({
      service: 'gate',
      deployment: deployment.urn,
      kafka: { prefix: deployment.prefix, sessionTimeoutMs: 1500, ...deployment.user('gate') },
      redis: { namespace: deployment.name, username: `${deployment.name}.gate` },
    })
  })

  test('may have a second process beside it', async () => {
    const [one, two] = await Promise.all([start(), start({ instance: 'two' })])
    expect(one?.url).not.toBe(two?.url)
    one?.kill('SIGKILL')
    await two?.ready()
  })
})
