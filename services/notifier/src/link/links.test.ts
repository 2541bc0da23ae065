import { randomBytes } from 'node:crypto'
import { decodeEvent, digestBytes, linkNonce, type PersonLinked } from '@holdpoint/contracts'
import { generateKey, Signer } from '@holdpoint/seal'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deployment, directory, people, settle, tokenOf, trust } from '../../test/fixture.ts'
import { peopleRig } from '../../test/people-rig.ts'
import { accountField } from '../people/fold.ts'
import { peopleRecord } from '../people/record.ts'
import { checkLink } from './check.ts'
import { linkLifetimeMs, ticketBytes, ticketLifetimeMs } from './links.ts'

const account = 'slack:T1:U7'
let at: Awaited<ReturnType<typeof peopleRig>>
beforeEach(async () => {
  at = await peopleRig()
})
afterEach(() => at.close())

const mine = async (person = 'ana') =>
  (await at.get('/v1/links', person)).accounts.map((each: { account: string }) => each.account)
/** Code of the refusal of a press: HP_ACTION_UNKNOWN where the account is somebody's. */
async function who(of: string, verifiedEmail?: string): Promise<string> {
  const { answer } = await at.slack.press({
    ...{ account: of, actionId: '01890a5d-ac96-774b-bcce-000000000001' as never },
    ...{ verdict: 'approve', presented: digestBytes('x'), isComplete: true, pressId: 'p' },
    ...(verifiedEmail === undefined ? {} : { verifiedEmail }),
  })
  const given = await answer
  return given.kind === 'refused' ? given.code : 'counted'
}
const known = { deployment, trust, directory }

describe('a ticket', () => {
  test('has 256 bits, stands behind the #, and lies nowhere but as its hash', async () => {
    const link = await at.slack.linkFor(account)
    expect(link).toMatch(/^https:\/\/hold\.example\/link#[A-Za-z0-9_-]{43}$/)
    expect(ticketBytes * 8).toBeGreaterThanOrEqual(128)
    const ticket = link.split('#')[1] ?? ''
    expect(at.shelf.dump()).not.toContain(ticket)
    expect(at.shelf.dump()).not.toContain(Buffer.from(ticket, 'base64url').toString('hex'))
    await at.link('slack:T1:U8')
    expect(JSON.stringify(at.records().map(({ value }) => value?.toString()))).not.toContain(ticket)
    expect(at.world.alarms.join('')).not.toContain(ticket)
  })

  test('is another each time', async () => {
    expect(await at.ticketFor(account)).not.toBe(await at.ticketFor(account))
  })

  test.each(['', 'x', 'no colon', 'slack:<!channel>', `slack:${'x'.repeat(300)}`])(
    'is not given for what is no account: %s',
    async (text) => {
      await expect(at.slack.linkFor(text)).rejects.toMatchObject({ code: 'HP_FIELD_INVALID' })
    },
  )

  test('may be looked at, which changes nothing; once used it is dead', async () => {
    const ticket = await at.ticketFor(account)
    const open = () => at.post('/v1/links/open', { ticket })
    expect(await open()).toMatchObject({
      status: 200,
      body: { account, channel: 'slack', person: 'ana' },
    })
    const token = await at.signLink(ticket)
    expect(await at.post('/v1/links', { ticket, token })).toMatchObject({ status: 200 })
    for (const again of [await open(), await at.post('/v1/links', { ticket, token })]) {
      expect(again).toMatchObject({ status: 410, body: { code: 'HP_LINK_INVALID' } })
    }
    expect(at.records()).toHaveLength(1)
  })

  test('used twice at once links once', async () => {
    const ticket = await at.ticketFor(account)
    const [one, other] = [await at.signLink(ticket), await at.signLink(ticket, 'bea')]
    const both = await Promise.all([
      at.post('/v1/links', { ticket, token: one }),
      at.post('/v1/links', { ticket, token: other }, { person: 'bea' }),
    ])
    // The other finds the ticket dead, or the account taken.
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(at.records()).toHaveLength(1)
  })

  test('of one account for two people at once: one has it, and the other is told', async () => {
    const [one, other] = [await at.ticketFor(account), await at.ticketFor(account)]
    const tokens = [await at.signLink(one), await at.signLink(other, 'bea')]
    const both = await Promise.all([
      at.post('/v1/links', { ticket: one, token: tokens[0] }),
      at.post('/v1/links', { ticket: other, token: tokens[1] }, { person: 'bea' }),
    ])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect([...(await mine('ana')), ...(await mine('bea'))]).toEqual([account])
  })

  test('dies after its time', async () => {
    const ticket = await at.ticketFor(account)
    const token = await at.signLink(ticket)
    at.time.nowMs += ticketLifetimeMs
    expect(await at.post('/v1/links', { ticket, token })).toMatchObject({ status: 410 })
  })

  test('that was made up finds nothing', async () => {
    const ticket = randomBytes(32).toString('base64url')
    expect(await at.post('/v1/links/open', { ticket })).toMatchObject({ status: 410 })
    expect(await at.post('/v1/links/open', { ticket: '../x' })).toMatchObject({ status: 400 })
  })
})

describe('a link is refused', () => {
  test('to machines, strangers and nobody, for looking and for linking', async () => {
    const ticket = await at.ticketFor(account)
    const token = await at.signLink(ticket)
    for (const url of ['/v1/links/open', '/v1/links', '/v1/links/end', '/v1/absence']) {
      for (const headers of [{}, { authorization: 'HP a.b.c' }, await at.as('stranger')]) {
        const payload = { ticket, token }
        const { statusCode } = await at.edge.inject({ method: 'POST', url, headers, payload })
        expect(statusCode === 401 || statusCode === 403).toBe(true)
      }
    }
    expect(at.records()).toEqual([])
  })

  test.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'https://hold.example.evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://hold.example', 'sec-fetch-site': 'cross-site' },
  ])('from another page: %j', async (headers) => {
    const ticket = await at.ticketFor(account)
    const token = await at.signLink(ticket)
    const urls = ['/v1/links/open', '/v1/links', '/v1/links/end', '/v1/absence', '/v1/absence/end']
    for (const url of urls) {
      const answer = await at.post(url, { ticket, token }, { headers })
      expect(answer).toMatchObject({ status: 403, body: { code: 'HP_ORIGIN' } })
    }
    const here = { origin: 'https://hold.example', 'sec-fetch-site': 'same-origin' }
    expect(await at.post('/v1/links', { ticket, token }, { headers: here })).toMatchObject({
      status: 200,
    })
  })

  test.each(['/v1/links/open', '/v1/links/end', '/v1/absence/end'])(
    'on GET %s: nothing is there',
    async (url) => {
      expect((await at.edge.inject({ url, headers: await at.as('ana') })).statusCode).toBe(404)
    },
  )

  test('with a token for another link, another account, another person, a vote, or for nothing', async () => {
    const ticket = await at.ticketFor(account)
    const offer = await at.signLink(await at.ticketFor(account))
    const now = at.time.nowMs
    const { body } = await at.post('/v1/links/open', { ticket })
    const tokens = [
      offer,
      await tokenOf('ana', now),
      await tokenOf('bea', now, { nonce: body.nonce }),
      await tokenOf('stranger', now, { nonce: body.nonce }),
      await tokenOf('ana', now, { nonce: linkNonce({ account: 'slack:T1:U8', link: 'x' }) }),
      await tokenOf('ana', now - 7_200_000, { nonce: body.nonce }),
      'x.y.z',
    ]
    for (const token of tokens) {
      expect(await at.post('/v1/links', { ticket, token })).toMatchObject({ status: 401 })
    }
    expect(at.records()).toEqual([])
    // None of that has used it up: only the right one does.
    expect(await at.post('/v1/links', { ticket, token: await at.signLink(ticket) })).toMatchObject({
      status: 200,
    })
  })

  test('for an account that is somebody else’s, until they let go of it', async () => {
    expect(await at.link(account, 'ana')).toMatchObject({ status: 200 })
    expect(await at.link(account, 'bea')).toMatchObject({
      status: 409,
      body: { code: 'HP_ACCOUNT_TAKEN' },
    })
    expect([await mine('ana'), await mine('bea')]).toEqual([[account], []])
    await at.post('/v1/links/end', { account })
    expect(await at.link(account, 'bea')).toMatchObject({ status: 200 })
    expect([await mine('ana'), await mine('bea')]).toEqual([[], [account]])
  })
})

describe('a linked account', () => {
  test('is its person’s, and nobody else is', async () => {
    const untilMs = at.time.nowMs + linkLifetimeMs
    expect(await at.link(account)).toMatchObject({
      status: 200,
      body: { account, channel: 'slack', untilMs },
    })
    expect(await at.desk.accountsOf('slack', 'ana')).toEqual([account])
    expect(await at.desk.accountsOf('teams', 'ana')).toEqual([])
    expect(await at.desk.accountsOf('slack', 'bea')).toEqual([])
  })

  test('is taken down with a proof that anybody can check, and that fits nothing else', async () => {
    await at.link(account)
    const [record] = at.records()
    if (record === undefined) throw new Error('nothing was written')
    expect(await checkLink(record, known)).toBe('ana')
    const { data, extensions, attributes } = decodeEvent(record)
    const { said, token = '' } = data as PersonLinked
    expect(said).toMatchObject({
      person: 'ana',
      account,
      how: 'token',
      tokenDigest: digestBytes(token),
    })
    const refused = async (change: object, proof = extensions['hpproof']) => {
      const value = Buffer.from(JSON.stringify({ ...(data as object), ...change }))
      const headers = { ...record.headers, ce_hpproof: proof ?? '' }
      await expect(checkLink({ ...record, value, headers }, known)).rejects.toMatchObject({
        kind: 'terminal',
      })
    }
    await refused({ said: { ...said, person: 'bea' } })
    await refused({ said: { ...said, account: 'slack:T1:U8' } })
    await refused({ said: { ...said, untilMs: said.untilMs + 1 } })
    await refused({ token: undefined })
    await refused({ token: await tokenOf('ana', at.time.nowMs) })
    await refused({}, '')
    expect(attributes.subject).toBe('~people')
    // A notifier gone bad can sign what it likes; the person's issuer has not.
    const parts = at.world.parts()
    const forged = peopleRecord(
      { type: 'dev.holdpoint.person.linked.v1', said: { ...said, person: 'bea' }, token },
      said.link,
      parts,
      at.time.nowMs,
    )
    await expect(checkLink({ ...record, ...forged }, known)).rejects.toMatchObject({
      code: 'HP_PERSON_UNPROVEN',
    })
  })

  test('is nobody’s after a quarter of a year, and may be linked anew before', async () => {
    await at.link(account)
    at.time.nowMs += linkLifetimeMs - 1000
    expect(await mine()).toEqual([account])
    at.time.nowMs += 1000
    expect(await mine()).toEqual([])
    expect(await at.link(account)).toMatchObject({ status: 200 })
    expect(await mine()).toEqual([account])
  })

  test('is let go of by its person or by whoever may stop everything, and by nobody else', async () => {
    await at.link(account, 'ana')
    const end = (person: string, which = account) =>
      at.post('/v1/links/end', { account: which }, { person })
    const refusal = await end('bea')
    expect(refusal).toMatchObject({ status: 403, body: { code: 'HP_NOT_ENTITLED' } })
    // The same for what is nobody's: nobody learns which accounts there are.
    expect((await end('bea', 'slack:T1:U99')).body.title).toBe(refusal.body.title)
    const offices = {
      freeze: { groups: ['ops'], assurance: 'chat' },
      thaw: { groups: [], assurance: 'chat' },
    } as const
    at.set({ people: { offices } })
    expect(await end('bea')).toMatchObject({ status: 200 })
    expect(await mine('ana')).toEqual([])
    expect(at.records().map((record) => decodeEvent(record).data)).toMatchObject([
      {},
      { said: { account, person: 'ana', by: 'bea' } },
    ])
  })

  test('stays its person’s through a restart, a lost server and compaction', async () => {
    await at.link(account)
    await at.link('slack:T1:U8')
    await at.post('/v1/links/end', { account: 'slack:T1:U8' })
    at.world.cluster.compact('people')
    await at.book.wipe()
    await at.restartFollowing()
    expect(await mine()).toEqual([account])
  })

  test('of which the topic is erased is nobody’s any more', async () => {
    await at.link(account)
    const [record] = at.records()
    await at.world.gateBus.send([
      {
        ...record,
        topic: 'people',
        partition: 0,
        key: record?.key ?? '',
        value: null,
        headers: {},
      },
    ])
    await settle()
    at.world.cluster.compact('people')
    await at.book.wipe()
    await at.restartFollowing()
    expect(await mine()).toEqual([])
  })
})

describe('whoever writes elsewhere makes nothing up', () => {
  test('a record that no notifier has signed changes nothing, and is an alarm', async () => {
    const said = {
      link: 'A'.repeat(22),
      channel: 'slack',
      account,
      person: 'bea',
      how: 'token',
      untilMs: 9e12,
    } as const
    const stranger = { ...at.world.parts(), signer: new Signer(generateKey().privateJwk) }
    const record = peopleRecord(
      { type: 'dev.holdpoint.person.linked.v1', said },
      said.link,
      stranger,
      at.time.nowMs,
    )
    await at.world.gateBus.send([record, { ...record, value: Buffer.from('{}') }])
    await settle()
    expect(await mine('bea')).toEqual([])
    expect(at.world.alarms.join('')).toContain('not by a notifier')
    expect(await at.link(account)).toMatchObject({ status: 200 })
  })

  test('a book that somebody has changed is believed in nothing', async () => {
    await at.link(account)
    const field = accountField(account)
    const text = (await at.book.get([field])).get(field) ?? ''
    const position = await at.book.position()
    const forged = new Map([[field, text.replaceAll('"ana"', '"bea"')]])
    await at.book.apply(position, position ?? 0, forged)
    expect(await who(account)).toBe('HP_ACCOUNT_UNLINKED')
    expect(await mine('bea')).toEqual([])
    expect(at.world.alarms.join('')).toContain('HP_PROOF_INVALID')
    // Nor does an honest entry do for another account.
    const other = accountField('slack:T1:U9')
    await at.book.apply(position, position ?? 0, new Map([[other, text]]))
    expect(await who('slack:T1:U9')).toBe('HP_ACCOUNT_UNLINKED')
    // It is free: whose it is can be said anew.
    expect(await at.link(account, 'olga')).toMatchObject({ status: 200 })
    expect(await mine('olga')).toEqual([account])
  })
})

describe('an address that the service has verified', () => {
  const withEmail = {
    ...directory,
    personByEmail: (email: string) =>
      email.toLowerCase() === 'ana@hold.example' ? people[0] : undefined,
  }
  const email = 'Ana@Hold.example'
  const ours = { slack: ['hold.example'] }

  test('is nobody where the operator has not said so', async () => {
    at.set({ people: { directory: withEmail } })
    await who(account, email)
    expect(at.records()).toEqual([])
  })

  test('of a domain of ours is the person that the directory has, taken down once', async () => {
    at.set({ people: { directory: withEmail }, emailDomains: ours })
    await who(account, email)
    await who(account, email)
    expect(at.records().map((record) => decodeEvent(record).data)).toMatchObject([
      { said: { account, person: 'ana', how: 'email' } },
    ])
    expect(await mine()).toEqual([account])
    expect(at.records()[0]?.value?.toString().toLowerCase()).not.toContain('ana@')
  })

  test('looking at a card writes nothing down, and shows what a press would find', async () => {
    at.set({ people: { directory: withEmail }, emailDomains: ours })
    await at.slack.look(account, 'x' as never, email)
    expect(at.records()).toEqual([])
  })

  test('of an account that no link can be about is nobody', async () => {
    at.set({ people: { directory: withEmail }, emailDomains: ours })
    expect(await who('slack:<x>', email)).toBe('HP_ACCOUNT_UNLINKED')
    expect(at.records()).toEqual([])
  })

  test.each([
    'ana@evil.example',
    'ana@hold.example.evil.example',
    'ana@hold.example@evil.example',
    'bob@hold.example',
    'hold.example',
  ])('that is another is nobody: %s', async (other) => {
    at.set({ people: { directory: withEmail }, emailDomains: ours })
    await who(account, other)
    expect(at.records()).toEqual([])
  })

  test('ends when the operator says so, when the service says another, and for good when let go of', async () => {
    at.set({ people: { directory: withEmail }, emailDomains: ours })
    await at.world.gateBus.send([])
    await who(account, email)
    const counts = async (verified: string | undefined) =>
      (await who(account, verified)) === 'HP_ACTION_UNKNOWN'
    expect(await counts(email)).toBe(true)
    expect(await counts('bob@hold.example')).toBe(false)
    at.set({ emailDomains: {} })
    expect(await counts(email)).toBe(false)
    at.set({ emailDomains: ours })
    await at.post('/v1/links/end', { account })
    expect(await counts(email)).toBe(false)
    expect(await at.link(account)).toMatchObject({ status: 200 })
    expect(await counts(undefined)).toBe(true)
  })
})
