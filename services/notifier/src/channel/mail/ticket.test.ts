import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { sampleId } from '../../card/sample.ts'
import { MemoryShelf } from '../../shelf/memory.ts'
import { codeLifetimeMs, passLifetimeMs, Tickets } from './ticket.ts'

const dayMs = 24 * 3600 * 1000
const ana = { actionId: sampleId, address: 'ana@mail.example' }
let nowMs: number
let shelf: MemoryShelf
let tickets: Tickets
let codes: number
const tokens: string[] = []

beforeEach(() => {
  nowMs = 1_000_000
  codes = 0
  tokens.length = 0
  shelf = new MemoryShelf(() => nowMs)
  const newToken = () => {
    const token = randomBytes(32).toString('base64url')
    tokens.push(token)
    return token
  }
  const newCode = () => String(10_000_000 + codes++)
  tickets = new Tickets('mail', { shelf, newToken, newCode })
})

describe('a ticket is worth nothing', () => {
  test.each(['', 'x', '../x', 'A'.repeat(43), `${'A'.repeat(43)}:`])(
    'that is %j',
    async (token) => {
      await tickets.issue(ana, dayMs)
      expect(await tickets.find(token)).toBeUndefined()
    },
  )

  test('when its time is over', async () => {
    const token = await tickets.issue(ana, dayMs)
    nowMs += dayMs
    expect(await tickets.find(token)).toBeUndefined()
  })

  test('after the decision, nor is any other of this mailbox for the action', async () => {
    const [one, two] = [await tickets.issue(ana, dayMs), await tickets.issue(ana, dayMs)]
    const other = await tickets.issue({ ...ana, address: 'bea@mail.example' }, dayMs)
    await tickets.spend(ana, dayMs)
    expect(await tickets.find(one)).toBeUndefined()
    expect(await tickets.find(two)).toBeUndefined()
    expect(await tickets.find(other)).toMatchObject({ address: 'bea@mail.example' })
  })

  test('to another channel', async () => {
    const token = await tickets.issue(ana, dayMs)
    const other = new Tickets('other', { shelf, newToken: () => '', newCode: () => '' })
    expect(await other.find(token)).toBeUndefined()
  })
})

describe('a code is worth nothing', () => {
  test('that is another, or none', async () => {
    const token = await tickets.issue(ana, dayMs)
    expect(await tickets.redeem(token, '10000000')).toBeUndefined()
    const code = await tickets.newCode(token)
    expect(await tickets.redeem(token, `${code}0`)).toBeUndefined()
    expect(await tickets.redeem(token, '')).toBeUndefined()
  })

  test('with another ticket', async () => {
    const [one, two] = [await tickets.issue(ana, dayMs), await tickets.issue(ana, dayMs)]
    const code = (await tickets.newCode(one)) ?? ''
    await tickets.newCode(two)
    expect(await tickets.redeem(two, code)).toBeUndefined()
  })

  test('a second time, also when several bring it at once', async () => {
    const token = await tickets.issue(ana, dayMs)
    const code = (await tickets.newCode(token)) ?? ''
    const passes = await Promise.all([1, 2, 3].map(() => tickets.redeem(token, code)))
    expect(passes.filter((pass) => pass !== undefined)).toHaveLength(1)
    expect(await tickets.redeem(token, code)).toBeUndefined()
  })

  test('after five wrong ones, even if it is right', async () => {
    const token = await tickets.issue(ana, dayMs)
    const code = (await tickets.newCode(token)) ?? ''
    for (let n = 0; n < 5; n++) await tickets.redeem(token, `9999999${n}`)
    expect(await tickets.redeem(token, code)).toBeUndefined()
    expect(await tickets.redeem(token, code)).toBeUndefined()
  })

  test('when it is too old, or another was sent after it', async () => {
    const token = await tickets.issue(ana, dayMs)
    const first = (await tickets.newCode(token)) ?? ''
    const second = (await tickets.newCode(token)) ?? ''
    expect(await tickets.redeem(token, first)).toBeUndefined()
    nowMs += codeLifetimeMs
    expect(await tickets.redeem(token, second)).toBeUndefined()
  })
})

test('few codes are sent in an hour', async () => {
  const token = await tickets.issue(ana, 7 * dayMs)
  const sent: (string | undefined)[] = []
  for (let n = 0; n < 7; n++) sent.push(await tickets.newCode(token))
  expect(sent.filter((code) => code !== undefined)).toHaveLength(5)
  nowMs += 3600 * 1000
  expect(await tickets.newCode(token)).toBeDefined()
})

test('the right code gives a pass for its own ticket, for a while', async () => {
  const [token, other] = [await tickets.issue(ana, dayMs), await tickets.issue(ana, dayMs)]
  const code = (await tickets.newCode(token)) ?? ''
  const pass = (await tickets.redeem(token, ` ${code.slice(0, 4)} ${code.slice(4)}\n`)) ?? ''
  expect(await tickets.isPass(token, pass)).toBe(true)
  expect(await tickets.isPass(other, pass)).toBe(false)
  expect(await tickets.isPass(token, `${pass}x`)).toBe(false)
  nowMs += passLifetimeMs
  expect(await tickets.isPass(token, pass)).toBe(false)
})

test('what is kept holds no token, code or pass', async () => {
  const token = await tickets.issue(ana, dayMs)
  const code = (await tickets.newCode(token)) ?? ''
  const [kept, pass] = [shelf.dump(), (await tickets.redeem(token, code)) ?? '']
  for (const secret of [...tokens, code, pass]) expect(kept + shelf.dump()).not.toContain(secret)
  expect(pass).not.toBe('')
})
