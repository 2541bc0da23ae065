/** How much at a time, how it stops, and the whole way over HTTP. */
import { HoldpointError } from '@holdpoint/contracts'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ExecutorRig, intent, waitMs } from './executor-rig.ts'
import { httpTransport } from './http.ts'
import { readRelease } from './release.ts'
import { realSurroundings } from './surroundings.ts'
import type { ExecutorTransport } from './transport.ts'

let rig: ExecutorRig
beforeEach(() => {
  rig = new ExecutorRig()
})
afterEach(() => rig.close())

describe('pace', () => {
  test('no more are claimed than can be worked on', async () => {
    const records = await Promise.all(
      Array.from({ length: 8 }, async () => rig.edge.approve(await rig.propose())),
    )
    let inWork = 0
    const most: number[] = []
    const leave: (() => void)[] = []
    const run = async () => {
      most.push(++inWork)
      await new Promise<void>((resolve) => leave.push(resolve))
      inWork -= 1
    }
    rig.start(rig.bringing(...records), { concurrency: 3, actions: { 'payments.refund': { run } } })
    for (let done = 0; done < 8; done++) {
      await vi.waitFor(() => expect(leave.length).toBeGreaterThan(done), waitMs)
      expect(rig.asked('/claim').length).toBeLessThanOrEqual(done + 3)
      leave[done]?.()
    }
    await vi.waitFor(() => expect(rig.asked('/outcomes')).toHaveLength(8), waitMs)
    expect(Math.max(...most)).toBe(3)
  })

  test('after the signal nothing is claimed, and what is claimed is finished and reported', async () => {
    const [first, second] = [await rig.propose(), await rig.propose()]
    const begun = Promise.withResolvers<void>()
    const finish = Promise.withResolvers<void>()
    const run = () => {
      begun.resolve()
      return finish.promise
    }
    const transport = rig.bringing(await rig.edge.approve(first), await rig.edge.approve(second))
    rig.start(transport, { concurrency: 1, actions: { 'payments.refund': { run } } })
    await begun.promise
    let isOver = false
    rig.running.finally(() => {
      isOver = true
    })
    rig.stop.abort()
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(isOver).toBe(false)
    finish.resolve()
    await rig.running
    expect(rig.edge.known(first).outcome).toMatchObject({ status: 'succeeded' })
    expect(rig.edge.known(second)).toMatchObject({ status: 'approved' })
  })

  test('a process that stops while it asks for a claim leaves the record to the next one', async () => {
    rig.edge.before = (line) => {
      if (!line.endsWith('/claim')) return undefined
      rig.stop.abort()
      return new Response('', { status: 503 })
    }
    const issued = await rig.edge.approve(await rig.propose())
    const taken = Promise.withResolvers<unknown>()
    const transport: ExecutorTransport = {
      ...rig.bringing(),
      grants: async ({ take }) =>
        taken.resolve(
          take(issued).then(
            () => 'done',
            (error) => error,
          ),
        ),
    }
    rig.start(transport)
    expect(await taken.promise).toMatchObject({ code: 'HP_UNAVAILABLE' })
  })

  test('a transport that can go no further ends the executor with its error', async () => {
    const broken = {
      ...rig.bringing(),
      grants: () => Promise.reject(new HoldpointError('HP_BROKER_DENIED', { what: 'x' })),
    }
    rig.start(broken)
    await expect(rig.running).rejects.toMatchObject({ code: 'HP_BROKER_DENIED' })
  })

  test('a defect ends the executor instead of being swallowed', async () => {
    const transport = {
      ...rig.bringing(await rig.edge.approve(await rig.propose())),
      report: () => Promise.reject(new TypeError('defect')),
    }
    rig.start(transport)
    await expect(rig.running).rejects.toThrow('defect')
  })
})

describe('over HTTP', () => {
  test('what is approved is polled, claimed, unsealed, run and reported, and the agent learns how it ended', async () => {
    rig.start(rig.http)
    const ticket = await rig.agent.propose(intent)
    const settling = rig.agent.settled(ticket)
    await rig.edge.approve(ticket.id)
    expect(await settling).toMatchObject({
      ...{ status: 'succeeded', id: ticket.id, result: { refund: 're_1' } },
    })
  })

  test('a grant that is refused is not asked for again and again', async () => {
    const id = await rig.propose()
    await rig.edge.approve(id)
    rig.edge.changeIssued = (issued) => ({ ...issued, salt: 'AAAAAAAAAAAAAAAAAAAAAA' })
    const pauses: number[] = []
    const sleep: typeof realSurroundings.sleep = async (ms, signal) => {
      pauses.push(ms)
      await new Promise((resolve) => signal?.addEventListener('abort', resolve))
    }
    const surroundings = { ...realSurroundings, sleep }
    rig.start(httpTransport({ url: 'http://edge.test', fetch: rig.edge.fetch, surroundings }))
    await rig.event('refused')
    await vi.waitFor(() => expect(pauses).toEqual([1000]), waitMs)
    expect(rig.asked('/approved')).toHaveLength(2)
  })

  test('a gate that is away is waited for', async () => {
    let failures = 3
    rig.edge.before = (line) => {
      if (line.endsWith('/approved') && failures-- > 0) throw new TypeError('connection refused')
      return undefined
    }
    rig.start(rig.http)
    const id = await rig.propose()
    await rig.edge.approve(id)
    expect(await rig.outcome(id)).toMatchObject({ status: 'succeeded' })
  })

  test('an executor that is not entitled to its audience ends with that', async () => {
    rig.start(rig.http, { audiences: ['shipping'] })
    await expect(rig.running).rejects.toMatchObject({ code: 'HP_NOT_ENTITLED' })
  })
})

describe('what a person has frozen', () => {
  const hurried = {
    ...realSurroundings,
    sleep: (ms: number, signal?: AbortSignal) => realSurroundings.sleep(Math.min(ms, 5), signal),
  }
  const frozen = () => {
    const problem = new HoldpointError('HP_FROZEN').toProblem()
    return new Response(JSON.stringify(problem), { status: problem.status })
  }

  test('is not run, and runs once when it is thawed, asked for anew', async () => {
    const issued = await rig.edge.approve(await rig.propose())
    const requests = new Set<string>()
    let isFrozen = true
    const fetch: typeof globalThis.fetch = (input, init) => {
      const line = String(input)
      if (line.endsWith('/claim')) {
        requests.add(new Headers(init?.headers).get('authorization') ?? '')
        if (isFrozen) return Promise.resolve(frozen())
      }
      return rig.edge.fetch(input, init)
    }
    const http = httpTransport({ url: 'http://edge.test', fetch })
    const transport = { ...rig.bringing(issued), claim: http.claim.bind(http) }
    rig.start(transport, { surroundings: hurried })
    await rig.event('frozen')
    await vi.waitFor(() => expect(requests.size).toBeGreaterThan(2), waitMs)
    expect(rig.ran).toEqual([])
    isFrozen = false
    expect(await rig.outcome(issued.actionId)).toMatchObject({ status: 'succeeded' })
    expect(rig.ran).toHaveLength(1)
  })

  test('is asked for also after the end that its grant was signed with', async () => {
    const issued = await rig.edge.approve(await rig.propose())
    let isFrozen = true
    let aheadMs = 0
    rig.edge.before = (line) => (isFrozen && line.endsWith('/claim') ? frozen() : undefined)
    const surroundings = { ...hurried, nowMs: () => realSurroundings.nowMs() + aheadMs }
    rig.start(rig.bringing(issued), { surroundings })
    await rig.event('frozen')
    aheadMs = issued.expiresMs
    const asked = rig.asked('/claim').length
    await vi.waitFor(() => expect(rig.asked('/claim').length).toBeGreaterThan(asked), waitMs)
    aheadMs = 0
    isFrozen = false
    expect(await rig.outcome(issued.actionId)).toMatchObject({ status: 'succeeded' })
  })

  test('and stands longer than its signature says is taken where the gate offers it so', async () => {
    const issued = await rig.edge.approve(await rig.propose())
    const nowMs = issued.expiresMs + 1000
    const known = { trust: rig.edge.trust, audiences: ['billing'], nowMs }
    expect(() => readRelease(issued, known)).toThrow('has expired')
    const longer = { ...issued, expiresMs: nowMs + 1 }
    expect(readRelease(longer, known).usableUntilMs).toBe(nowMs + 1)
  })
})
