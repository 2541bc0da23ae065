/** A whole notifier with accounts, links and absences, and no channel but the one that a test plays: for tests of people. */
import { randomBytes } from 'node:crypto'
import { linkNonce, topicGroupName } from '@holdpoint/contracts'
import type { Inbox } from '../src/channel/port.ts'
import { MemoryCopyServer } from '../src/delivery/memory.ts'
import { type Book, MemoryBook } from '../src/people/book.ts'
import { openPeopleDesk, type PeopleDesk } from '../src/people/desk.ts'
import type { PeopleInForce } from '../src/person.ts'
import { MemoryShelf } from '../src/shelf/memory.ts'
import type { Post } from './desk.ts'
import { newWorld, settle, startNotifier, tokenOf, trust } from './fixture.ts'

export const address = 'https://hold.example'

export interface PeopleRigOptions {
  readonly people?: Partial<PeopleInForce>
  readonly emailDomains?: Readonly<Record<string, readonly string[]>>
  readonly book?: Book
}

export async function peopleRig(options: PeopleRigOptions = {}) {
  const world = newWorld()
  const { time } = world
  const book = options.book ?? new MemoryBook()
  const shelf = new MemoryShelf(time.clock)
  const parts = world.parts('notifier')
  let emailDomains = options.emailDomains ?? {}
  let more = options.people ?? {}
  const people = () => ({ ...parts.people(), ...more })
  const delivery = { adopt: async () => undefined }
  const desk: PeopleDesk = openPeopleDesk({
    ...{ ...parts, people, book, shelf, page: address, randomBytes },
    emailDomains: (channel) => emailDomains[channel] ?? [],
  })
  const { accountsOf, askedInstead } = desk
  const inboxOf = (channel: string) => desk.inboxOf(channel, delivery)
  const notifier = await startNotifier({
    ...{ ...parts, people },
    channels: {
      ...{ copies: new MemoryCopyServer().open(), routes: [], page: address, random: () => 0.5 },
      ...{ desk, inboxOf, accountsOf, askedInstead },
    },
  })
  const answering = await world.gate.answer(world.gateBus, trust)
  const { edge } = notifier
  const as = async (person: string) => ({
    authorization: `Bearer ${await tokenOf(person, time.nowMs)}`,
  })
  const post = async (
    url: string,
    payload: object,
    { person = 'ana', headers = {} }: Post = {},
  ) => {
    const given = { ...(await as(person)), ...headers }
    const answer = await edge.inject({ method: 'POST', url, headers: given, payload })
    return { status: answer.statusCode, body: answer.json() }
  }
  const get = async (url: string, person = 'ana') =>
    (await edge.inject({ url, headers: await as(person) })).json()
  const slack: Inbox = inboxOf('slack')
  const ticketFor = async (account: string) => (await slack.linkFor(account)).split('#')[1] ?? ''
  /** A token as the person's issuer mints it for this link. */
  const signLink = async (ticket: string, person = 'ana') => {
    const { body } = await post('/v1/links/open', { ticket }, { person })
    return tokenOf(person, time.nowMs, { nonce: body.nonce })
  }
  const link = async (account: string, person = 'ana') => {
    const ticket = await ticketFor(account)
    const token = await signLink(ticket, person)
    return post('/v1/links', { ticket, token }, { person })
  }
  return {
    ...{ world, time, book, shelf, desk, edge, as, get, post, slack },
    ...{ ticketFor, signLink, link, linkNonce },
    set: (change: Pick<PeopleRigOptions, 'people' | 'emailDomains'>) => {
      emailDomains = change.emailDomains ?? emailDomains
      more = change.people ?? more
    },
    records: () => world.cluster.records('people', 0),
    restartFollowing: async () => {
      world.cluster.rebalance(topicGroupName('', 'notifier', 'people'))
      await settle()
    },
    close: async () => {
      await notifier.stop()
      await answering.stop()
    },
  }
}
