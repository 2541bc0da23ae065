/** More time for a claim: asked for by the handler or by the runner, given by the gate alone. */
import { type ActionId, HoldpointError } from '@holdpoint/contracts'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { holdpoint } from './agent.ts'
import type { RunContext } from './effect.ts'
import type { ExecutorOptions } from './executor.ts'
import { ExecutorRig, waitMs } from './executor-rig.ts'
import { deployment } from './fake-deployment.ts'
import { realSurroundings, type Surroundings } from './surroundings.ts'

/** As the fake gate gives it. */
const runWithinMs = 60_000

/** A clock that tests move; who sleeps wakes when it has come so far. */
class Clock implements Surroundings {
  private ms = 1_800_000_000_000
  private readonly sleepers = new Set<{ untilMs: number; wake: () => void }>()
  readonly randomBytes = realSurroundings.randomBytes
  readonly nowMs = () => this.ms

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const sleeper = { untilMs: this.ms + ms, wake: resolve }
      this.sleepers.add(sleeper)
      signal?.addEventListener('abort', () => resolve(), { once: true })
      if (signal?.aborted) resolve()
    })
  }

  pass(ms: number): void {
    this.ms += ms
    for (const sleeper of this.sleepers) {
      if (sleeper.untilMs > this.ms) continue
      this.sleepers.delete(sleeper)
      sleeper.wake()
    }
  }
}

let rig: ExecutorRig
let clock: Clock
beforeEach(() => {
  rig = new ExecutorRig()
  clock = new Clock()
  rig.edge.nowMs = clock.nowMs
})
afterEach(() => rig.close())

/** A handler at work: resolves with what it was given and how to let it end. */
async function working(changes: Partial<ExecutorOptions> = {}, isBegun = true) {
  const started = Promise.withResolvers<RunContext>()
  const finished = Promise.withResolvers<unknown>()
  const run = (_: unknown, context: RunContext) => {
    if (isBegun) context.begin()
    started.resolve(context)
    return finished.promise
  }
  const id = await proposed()
  rig.start(rig.bringing(await rig.edge.approve(id)), {
    ...{ actions: { 'payments.refund': { run } }, surroundings: clock, ...changes },
  })
  return { id, context: await started.promise, finish: finished.resolve }
}

async function proposed(): Promise<ActionId> {
  const surroundings = { ...realSurroundings, nowMs: clock.nowMs }
  const agent = holdpoint({
    ...{ agent: { id: 'bot', key: rig.edge.agent.privateJwk }, deployment },
    ...{ transport: rig.http, surroundings },
  })
  return (await agent.propose({ type: 'payments.refund', params: { amount: 1 } })).id
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('a handler that asks for more time', () => {
  test('has it when the gate gives it, and its signal holds as long', async () => {
    const { id, context, finish } = await working()
    const untilMs = await context.extend(120_000)
    expect(untilMs).toBe(clock.nowMs() + 120_000)
    clock.pass(runWithinMs + 1)
    await settled()
    expect(context.signal.aborted).toBe(false)
    clock.pass(120_000)
    await settled()
    expect(context.signal.aborted).toBe(true)
    finish('done')
    expect(await rig.outcome(id)).toMatchObject({ status: 'succeeded' })
  })

  test('is refused where the gate refuses; what is left still counts', async () => {
    rig.edge.extensionsMax = 0
    const { context, finish } = await working()
    await expect(context.extend(120_000)).rejects.toMatchObject({ code: 'HP_EXTENSION_REFUSED' })
    expect(context.signal.aborted).toBe(false)
    clock.pass(runWithinMs)
    await settled()
    expect(context.signal.aborted).toBe(true)
    finish('late')
  })

  test('gets none once the claim has ended: it is not even asked for', async () => {
    const { context, finish } = await working()
    clock.pass(runWithinMs)
    await settled()
    await expect(context.extend(1000)).rejects.toMatchObject({ code: 'HP_RECEIPT_INVALID' })
    expect(rig.asked('/extend')).toEqual([])
    finish('late')
  })

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('not for %s ms', async (forMs) => {
    const { context, finish } = await working()
    await expect(context.extend(forMs)).rejects.toMatchObject({ details: { field: 'forMs' } })
    finish('done')
  })

  test.each<[string, (answer: Record<string, unknown>) => unknown]>([
    ['without a receipt', ({ receipt: _, ...answer }) => answer],
    ['with a receipt that nobody signed', (answer) => ({ ...answer, receipt: 'a.b.c' })],
  ])('does not believe an answer %s', async (_, changeAnswer) => {
    const { context, finish } = await working()
    rig.edge.changeAnswer = changeAnswer
    await expect(context.extend(120_000)).rejects.toMatchObject({ code: 'HP_RECEIPT_INVALID' })
    finish('done')
  })

  test('asks with one request, however often it must be sent', async () => {
    const { context, finish } = await working()
    let isLost = false
    rig.edge.after = (line) => {
      if (!line.endsWith('/extend') || isLost) return
      isLost = true
      throw new TypeError('socket hang up')
    }
    const extending = context.extend(120_000)
    await vi.waitFor(() => expect(isLost).toBe(true), waitMs)
    await vi.waitFor(() => {
      clock.pass(100)
      expect(rig.asked('/extend')).toHaveLength(2)
    }, waitMs)
    await extending
    expect(rig.edge.extensions).toEqual([120_000])
    finish('done')
  })
})

describe('a runner', () => {
  test('extends nothing by itself unless it is told to', async () => {
    const { finish } = await working()
    clock.pass(runWithinMs - 1)
    await settled()
    expect(rig.asked('/extend')).toEqual([])
    finish('done')
  })

  test('that keeps claims alive does so at half of their time, as often as it takes', async () => {
    const { id, context, finish } = await working({ keepAlive: true })
    for (let round = 1; round <= 5; round += 1) {
      clock.pass(runWithinMs / 2)
      await vi.waitFor(() => {
        const extended = rig.events.filter(({ kind }) => kind === 'extended')
        expect(extended).toHaveLength(round)
      }, waitMs)
    }
    expect(context.signal.aborted).toBe(false)
    finish('done')
    expect(await rig.outcome(id)).toMatchObject({ status: 'succeeded' })
    clock.pass(10 * runWithinMs)
    await settled()
    expect(rig.asked('/extend')).toHaveLength(5)
  })

  test('does not before the effect has begun: what has not begun may as well not happen', async () => {
    const { context, finish } = await working({ keepAlive: true }, false)
    clock.pass(runWithinMs)
    await settled()
    expect([rig.asked('/extend'), context.signal.aborted]).toEqual([[], true])
    finish('done')
  })

  test('says when the gate gives no more, and lets the claim end', async () => {
    rig.edge.extensionsMax = 1
    const { context, finish } = await working({ keepAlive: true })
    clock.pass(runWithinMs / 2)
    await rig.event('extended')
    clock.pass(runWithinMs / 2)
    expect((await rig.event('unextended')).error).toBeInstanceOf(HoldpointError)
    clock.pass(runWithinMs)
    await settled()
    expect(context.signal.aborted).toBe(true)
    finish('late')
  })
})
