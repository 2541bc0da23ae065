/** What runs, how often, and what is said about it. */
import { type Action, HoldpointError, placeholder } from '@holdpoint/contracts'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ActionFailed, type ActionHandler, type RunContext } from './effect.ts'
import type { ExecutorOptions } from './executor.ts'
import { ExecutorRig, intent, waitMs } from './executor-rig.ts'
import { realSurroundings } from './surroundings.ts'

const hidden = placeholder('EMAIL', 'K7QX2M9A')

let rig: ExecutorRig
beforeEach(() => {
  rig = new ExecutorRig()
})
afterEach(() => rig.close())

describe('what was approved runs once, whole', () => {
  test('the handler gets the original, target included, where the reviewer saw placeholders', async () => {
    const id = await rig.propose()
    const { action } = rig.edge.known(id)
    const masked = { ...action, params: { amount: 4200, to: hidden } }
    rig.start(rig.bringing(await rig.edge.approve(id, masked)))
    expect(await rig.outcome(id)).toMatchObject({
      ...{ status: 'succeeded', claimId: `${id}/3`, result: { refund: 're_1' } },
    })
    expect(rig.ran).toEqual([action])
    expect(rig.ran[0]).toMatchObject({ ...intent, id, agent: { id: 'bot' } })
  })

  test('brought many times, also while it runs, it runs once', async () => {
    const id = await rig.propose()
    const issued = await rig.edge.approve(id)
    rig.start(rig.bringing(issued, issued, issued))
    await rig.outcome(id)
    rig.stop.abort()
    await rig.running
    expect(rig.ran).toHaveLength(1)
    expect(rig.asked('/claim')).toHaveLength(1)
    expect(rig.asked('/outcomes')).toHaveLength(1)
  })

  test('without an agent signature only where that is allowed by name', async () => {
    rig.edge.changeSealed = (sealed) => ({ ...(sealed as object), proof: undefined })
    const id = await rig.propose()
    rig.start(rig.bringing(await rig.edge.approve(id)), { allowUnsigned: true })
    expect(await rig.outcome(id)).toMatchObject({ status: 'succeeded' })
  })

  test('a proof that is there must be right, also where none is needed', async () => {
    rig.edge.changeSealed = (sealed) => ({ ...(sealed as object), proof: 'x' })
    const id = await rig.propose()
    rig.start(rig.bringing(await rig.edge.approve(id)), { allowUnsigned: true })
    expect(await rig.outcome(id)).toMatchObject({ status: 'failed', code: 'HP_PROOF_INVALID' })
  })

  test.each(['/claim', '/unseal', '/outcomes'])(
    'a lost reply of %s changes nothing',
    async (end) => {
      let isLost = false
      rig.edge.after = (line) => {
        if (!line.endsWith(end) || isLost) return
        isLost = true
        throw new TypeError('socket hang up')
      }
      const id = await rig.propose()
      rig.start(rig.bringing(await rig.edge.approve(id)))
      expect(await rig.outcome(id)).toMatchObject({ status: 'succeeded' })
      await vi.waitFor(() => expect(rig.asked(end)).toHaveLength(2), waitMs)
      rig.stop.abort()
      await rig.running
      expect(rig.events.map(({ kind }) => kind)).toEqual(['claimed', 'ended'])
      expect(rig.ran).toHaveLength(1)
    },
  )

  test.each(['/claim', '/unseal', '/outcomes'])(
    '%s is asked again until it answers',
    async (end) => {
      let failures = 3
      rig.edge.before = (line) => {
        if (!line.endsWith(end) || failures-- <= 0) return undefined
        return new Response('<html>bad gateway</html>', { status: 502 })
      }
      const id = await rig.propose()
      rig.start(rig.bringing(await rig.edge.approve(id)))
      expect(await rig.outcome(id)).toMatchObject({ status: 'succeeded' })
      expect(rig.ran).toHaveLength(1)
    },
  )

  test('a type without a handler is left to others', async () => {
    const id = await rig.propose({ type: 'constructor' })
    rig.start(rig.bringing(await rig.edge.approve(id)))
    expect(await rig.event('skipped')).toEqual({
      kind: 'skipped',
      actionId: id,
      type: 'constructor',
    })
    expect(rig.asked('/claim')).toEqual([])
  })
})

describe('what is said about the effect', () => {
  const tell = async (run: ActionHandler['run'], changes: Partial<ExecutorOptions> = {}) => {
    const id = await rig.propose()
    rig.start(rig.bringing(await rig.edge.approve(id)), {
      ...changes,
      actions: { 'payments.refund': { run } },
    })
    const told = await rig.outcome(id)
    return { status: told?.status, code: told?.code, result: told?.result }
  }

  test('an error before the effect: failed, and not a word of it', async () => {
    const run = () => {
      throw new Error('planted')
    }
    expect(await tell(run)).toEqual({ status: 'failed', code: 'error-before-effect' })
    expect(JSON.stringify([...rig.edge.held.values()].map((held) => held.outcome))).not.toContain(
      'planted',
    )
    expect(await rig.event('ended')).toMatchObject({ error: { message: 'planted' } })
  })

  test('an unexplained error after the effect began: unknown', async () => {
    const run = (_action: Action, { begin }: RunContext) => {
      begin()
      throw new Error('planted')
    }
    expect(await tell(run)).toEqual({ status: 'unknown', code: 'error-in-effect' })
  })

  test('a rejected promise counts like an error', async () => {
    const run = async (_action: Action, { begin }: RunContext) => {
      begin()
      await Promise.reject(undefined)
    }
    expect(await tell(run)).toMatchObject({ status: 'unknown' })
  })

  test('a failure that is explained: failed, with the executor’s code, also after it began', async () => {
    const run = (_action: Action, { begin }: RunContext) => {
      begin()
      throw new ActionFailed('insufficient_funds')
    }
    expect(await tell(run)).toEqual({ status: 'failed', code: 'insufficient_funds' })
  })

  test('a code that is not a plain name is refused where it is made', () => {
    expect(() => new ActionFailed('Card 4111 1111 declined')).toThrow(
      expect.objectContaining({ code: 'HP_FIELD_INVALID' }),
    )
  })

  test.each<[string, unknown, string]>([
    ['no JSON', { n: 1n }, 'HP_FIELD_INVALID'],
    ['not a number', { n: Number.NaN }, 'HP_JSON_NUMBER'],
    ['too large', 'x'.repeat(300_000), 'HP_TOO_LARGE'],
    ['two keys alike', { a: 1, A: 1 }, 'HP_JSON_DUPLICATE_KEY'],
  ])('a result that is %s is left out; it was done all the same', async (_what, result, code) => {
    expect(await tell(() => result)).toEqual({ status: 'succeeded', code })
  })

  test('no result is no result', async () => {
    expect(await tell(() => undefined)).toEqual({ status: 'succeeded' })
  })

  test('a result that the redactor refuses is left out; it was done all the same', async () => {
    rig.edge.before = (line, body) => {
      if (!line.endsWith('/outcomes') || !body.includes('"result"')) return undefined
      throw new HoldpointError('HP_JSON_DEPTH', { limit: 64, field: '/result' })
    }
    expect(await tell(() => 'deep')).toEqual({ status: 'succeeded', code: 'HP_JSON_DEPTH' })
  })

  test('an outcome that nobody takes is told to the operator', async () => {
    rig.edge.before = (line) => {
      if (line.endsWith('/outcomes')) throw new HoldpointError('HP_AUTH', { rule: 'no' })
      return undefined
    }
    rig.start(rig.bringing(await rig.edge.approve(await rig.propose())))
    expect((await rig.event('unreported')).error.code).toBe('HP_AUTH')
  })

  test('when the claim ends the signal aborts, and nothing may begin any more', async () => {
    const sleep: typeof realSurroundings.sleep = (ms, signal) =>
      realSurroundings.sleep(ms > 30_000 ? 0 : ms, signal)
    const run = async (_action: Action, { signal, begin }: RunContext) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      begin()
    }
    const surroundings = { ...realSurroundings, sleep }
    expect(await tell(run, { surroundings })).toEqual({
      ...{ status: 'failed', code: 'error-before-effect' },
    })
  })

  test('a claim that ended before the original came is not run', async () => {
    let nowMs = rig.edge.nowMs()
    const surroundings = { ...realSurroundings, nowMs: () => nowMs }
    rig.edge.nowMs = () => nowMs
    rig.edge.after = (line) => {
      if (line.endsWith('/unseal')) nowMs += 61_000
    }
    const id = await rig.propose()
    rig.start(rig.bringing(await rig.edge.approve(id)), { surroundings })
    expect(await rig.outcome(id)).toMatchObject({ status: 'failed', code: 'HP_RECEIPT_INVALID' })
    expect(rig.ran).toEqual([])
  })

  test('the effect key is the action id', async () => {
    const keys: string[] = []
    const run = (_action: Action, { effectKey }: RunContext) => {
      keys.push(effectKey)
    }
    await tell(run)
    expect(keys).toEqual([...rig.edge.held.keys()])
  })
})
