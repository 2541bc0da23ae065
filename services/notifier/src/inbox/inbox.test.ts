import { decodeEvent, type ErrorCode } from '@holdpoint/contracts'
import { RateLimit } from '@holdpoint/service'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { desk } from '../../test/desk.ts'
import { idOf, settle } from '../../test/fixture.ts'
import type { Answer, Click } from '../channel/port.ts'
import { resultLifetimeMs } from '../projection/port.ts'
import { type InboxDeps, inboxOf, pressesPerAccount } from './inbox.ts'
import { refusalWords } from './words.ts'

const chat = { demand: { assurance: 'chat' } } as const
const linked: Readonly<Record<string, string>> = {
  'slack:T1:ana': 'ana',
  'slack:T1:bea': 'bea',
  'slack:T1:olga': 'olga',
  'slack:T1:gone': 'somebody-who-left',
}
let at: Awaited<ReturnType<typeof desk>>
let asked: string[]
let deps: InboxDeps
let clicks: number

beforeEach(async () => {
  at = await desk()
  const parts = at.world.parts('inbox')
  const { time } = at.world
  asked = []
  clicks = 0
  deps = {
    ...parts,
    ...{ clock: time.clock, sleep: time.sleep, address: 'https://hold.example' },
    limit: new RateLimit(pressesPerAccount, time.clock),
    accounts: {
      personOf: async ({ account }) => linked[account],
      whoIs: async ({ account }) => linked[account],
      linkFor: async ({ channel, account }) => {
        asked.push(`${channel} ${account}`)
        return 'https://hold.example/link#one-time'
      },
    },
  }
})
afterEach(() => at.close())

async function click(n: number, change: Partial<Click> = {}): Promise<Click> {
  const { presented } = await at.seen(n)
  clicks += 1
  return {
    ...{ account: 'slack:T1:ana', actionId: idOf(n), verdict: 'approve', presented },
    ...{ isComplete: true, pressId: `press-${clicks}` },
    ...change,
  }
}
const press = async (given: Click): Promise<Answer> =>
  (await inboxOf('slack', deps).press(given)).answer
const written = () =>
  at.world.cluster
    .records('approvals.commands', at.world.gate.slot(idOf(1)))
    .map((record) => decodeEvent(record).data)

describe('nothing is written, and nothing is told, for', () => {
  test('an account that nobody has linked: only a way to link it', async () => {
    await at.hold(1, {}, chat)
    const answer = await press(await click(1, { account: 'slack:T1:stranger' }))
    expect(answer).toEqual({
      ...{ kind: 'refused', code: 'HP_ACCOUNT_UNLINKED' },
      text: refusalWords('HP_ACCOUNT_UNLINKED'),
      link: 'https://hold.example/link#one-time',
    })
    expect(asked).toEqual(['slack slack:T1:stranger'])
    expect(written()).toEqual([])
  })

  test('a stranger, whether there is such a request or not', async () => {
    await at.hold(1, {}, chat)
    const there = await click(1, { account: 'slack:T1:stranger' })
    const not = { ...there, actionId: idOf(77) }
    expect(await press(not)).toEqual(await press(there))
  })

  test('somebody who has left the directory, although the link is there', async () => {
    await at.hold(1, {}, chat)
    const answer = await press(await click(1, { account: 'slack:T1:gone' }))
    expect(answer).toMatchObject({ code: 'HP_ACCOUNT_UNLINKED' })
    expect(written()).toEqual([])
  })

  test.each<[string, Partial<Click>, ErrorCode]>([
    ['a request that nobody knows', { actionId: idOf(5) }, 'HP_ACTION_UNKNOWN'],
    ['something that is no request', { actionId: 'x' as never }, 'HP_ACTION_UNKNOWN'],
    ['a button that carries no verdict', { verdict: 'yes' as never }, 'HP_STALE_VIEW'],
    ['a button that carries no digest', { presented: 'x' as never }, 'HP_STALE_VIEW'],
    ['a reason beyond all bounds', { reason: 'a@b '.repeat(2000) }, 'HP_FIELD_INVALID'],
  ])('%s', async (_, change, code) => {
    await at.hold(1, {}, chat)
    expect(await press(await click(1, change))).toMatchObject({ kind: 'refused', code })
    expect(written()).toEqual([])
  })

  test('an account that presses without end', async () => {
    await at.hold(1, {}, chat)
    const given = await click(1, { account: 'slack:T1:stranger' })
    for (let n = 0; n < pressesPerAccount.burst; n++) await press(given)
    expect(await press(given)).toMatchObject({ code: 'HP_RATE_LIMITED' })
    expect(await press({ ...given, account: 'slack:T1:ana' })).toMatchObject({ kind: 'counted' })
  })
})

describe('what the gate refuses is told to whoever pressed', () => {
  test.each<ErrorCode>([
    'HP_OWN_ACTION',
    'HP_NOT_ENTITLED',
    'HP_ACTION_CLOSED',
    'HP_STALE_VIEW',
    'HP_VIEW_INCOMPLETE',
    'HP_ALREADY_VOTED',
    'HP_REASON_REQUIRED',
  ])('%s in words that name nobody and nothing', async (code) => {
    await at.hold(1, {}, chat)
    at.world.gate.refusing = code
    const answer = await press(await click(1, { account: 'slack:T1:olga' }))
    expect(answer).toEqual({
      ...{ kind: 'refused', code, text: refusalWords(code) },
      link: `https://hold.example/a/${idOf(1)}`,
    })
    expect(refusalWords(code)).not.toBe(refusalWords('HP_SOMETHING_ELSE'))
    expect(refusalWords(code)).not.toMatch(/finance|ops|ana|billing|refund/)
  })

  test('a press is a chat vote: it never signs', async () => {
    await at.hold(1)
    expect(await press(await click(1))).toMatchObject({ code: 'HP_ASSURANCE_LOW' })
    expect(written()).toMatchObject([{ person: 'ana', channel: 'slack' }])
    expect(written()[0]).not.toHaveProperty('token')
  })
})

describe('a press of a linked person', () => {
  test('counts, and shows the card as it is now', async () => {
    await at.hold(1, {}, { demand: { assurance: 'chat', quorum: 2 } })
    const answer = await press(await click(1, { reason: 'fine, ask x@y.example' }))
    expect(answer).toMatchObject({
      kind: 'counted',
      card: { mark: 'Needs 1 more', buttons: ['open'], revision: 2 },
    })
    expect(written()).toMatchObject([
      {
        ...{ person: 'ana', verdict: 'approve', complete: true, channel: 'slack' },
        reason: expect.not.stringContaining('x@y'),
      },
    ])
  })

  test('brought twice, also at once and by another replica, is one vote with one answer', async () => {
    await at.hold(1, {}, { demand: { assurance: 'chat', quorum: 2 } })
    const given = await click(1)
    const other = { ...deps, bus: at.world.cluster.bus('another') }
    const both = await Promise.all([
      press(given),
      (await inboxOf('slack', other).press(given)).answer,
    ])
    expect(both.map(({ kind }) => kind)).toEqual(['counted', 'counted'])
    expect(new Set(at.world.gate.votes.map(({ person }) => person))).toEqual(new Set(['ana']))
    const ids = at.world.cluster
      .records('approvals.commands', at.world.gate.slot(idOf(1)))
      .map((record) => decodeEvent(record).attributes.id)
    expect(new Set(ids).size).toBe(1)
  })

  test('brought again long after its result is forgotten is still counted, not repeated', async () => {
    await at.hold(1, {}, chat)
    const given = await click(1)
    await press(given)
    for (const { results } of at.world.server.partitions.values()) results.clear()
    at.world.time.nowMs += resultLifetimeMs
    expect(await press(given)).toMatchObject({ kind: 'counted', card: { state: 'approved' } })
    expect(at.world.gate.votes).toHaveLength(1)
  })

  test('under the same id of another account or channel is a vote of its own', async () => {
    await at.hold(1, {}, { demand: { assurance: 'chat', quorum: 3 } })
    const given = await click(1)
    await press(given)
    await press({ ...given, account: 'slack:T1:bea' })
    expect(at.world.gate.votes.map(({ person }) => person)).toEqual(['ana', 'bea'])
  })

  test('on what was not shown whole says so: the gate decides', async () => {
    await at.hold(1, {}, chat)
    await press(await click(1, { isComplete: 'yes' as never }))
    expect(at.world.gate.votes).toMatchObject([{ complete: false }])
  })

  test('is not said to have failed when nobody answers in time', async () => {
    await at.hold(1, {}, chat)
    const deaf = inboxOf('slack', { ...deps, projection: quiet(deps) })
    const { answer } = await deaf.press(await click(1))
    expect(await answer).toMatchObject({ code: 'HP_TIMEOUT' })
  })
})

/** A projection that never hears of results. */
function quiet({ projection }: InboxDeps): InboxDeps['projection'] {
  return new Proxy(projection, {
    get: (whole, name) => {
      if (name === 'result') return async () => undefined
      const member = Reflect.get(whole, name)
      return typeof member === 'function' ? member.bind(whole) : member
    },
  })
}

describe('a press is taken only once Kafka has it', () => {
  test('where it cannot be written, the service hears nothing and brings it again', async () => {
    await at.hold(1, {}, chat)
    const given = await click(1)
    const broken = {
      ...deps,
      bus: { ...deps.bus, send: async () => Promise.reject(new Error('no broker')) } as never,
    }
    await expect(inboxOf('slack', broken).press(given)).rejects.toThrow('no broker')
    expect(await press(given)).toMatchObject({ kind: 'counted' })
  })

  test('it resolves before the gate has said anything', async () => {
    await at.hold(1, {}, chat)
    const taken = await inboxOf('slack', deps).press(await click(1))
    expect(written()).toHaveLength(1)
    expect(await taken.answer).toMatchObject({ kind: 'counted' })
  })
})

test('a copy that was lost is handed back, but never by a stranger', async () => {
  await at.hold(1, {}, chat)
  const adopted: unknown[] = []
  const adopt: InboxDeps['adopt'] = (...given) => void adopted.push(given)
  const inbox = inboxOf('slack', { ...deps, adopt })
  const copy = { address: 'C1', handle: { ts: '1.2' } }
  await (await inbox.press(await click(1, { copy, account: 'slack:T1:stranger' }))).answer
  expect(adopted).toEqual([])
  await (await inbox.press(await click(1, { copy }))).answer
  expect(adopted).toEqual([['slack', idOf(1), copy]])
})

describe('looking changes nothing', () => {
  test('and shows each as they may act', async () => {
    await at.hold(1, {}, chat)
    const inbox = inboxOf('slack', deps)
    expect((await inbox.look('slack:T1:ana', idOf(1)))?.buttons).toEqual([
      'approve',
      'deny',
      'open',
    ])
    expect((await inbox.look('slack:T1:olga', idOf(1)))?.buttons).toEqual(['open'])
    expect(await inbox.look('slack:T1:stranger', idOf(1))).toBeUndefined()
    expect(await inbox.look('slack:T1:ana', idOf(7))).toBeUndefined()
    await settle()
    expect(written()).toEqual([])
    expect(asked).toEqual([])
  })
})
