/** All that the notifier knows of people beside the directory, in one place: links, absences, the inboxes of channels, their edges, and what follows the topic. */
import type { Bus } from '@holdpoint/kafka'
import type { Signer } from '@holdpoint/seal'
import { type Logger, type Metrics, RateLimit, type SystemTime } from '@holdpoint/service'
import type { FastifyInstance } from 'fastify'
import { Absences } from '../away/absences.ts'
import { askedInstead } from '../away/asked.ts'
import type { Click, Inbox } from '../channel/port.ts'
import { absenceRoutes } from '../edge/absence.ts'
import { linkRoutes } from '../edge/links.ts'
import { inboxOf, pressesPerAccount } from '../inbox/inbox.ts'
import { Links } from '../link/links.ts'
import type { PeopleInForce } from '../person.ts'
import type { Projection } from '../projection/port.ts'
import type { Shelf } from '../shelf/port.ts'
import type { Book } from './book.ts'
import { PeopleFollower } from './follow.ts'

export interface PeopleDeskDeps {
  readonly deployment: string
  readonly prefix: string
  readonly bus: Bus
  readonly book: Book
  readonly shelf: Shelf
  readonly projection: Projection
  readonly slotCount: number
  readonly signer: Signer
  readonly people: () => PeopleInForce
  readonly maskText: (text: string, scope: string) => string
  /** Where people reach the console, without a slash at the end. */
  readonly page: string
  /** Domains whose verified addresses count on a channel. */
  readonly emailDomains: (channel: string) => readonly string[]
  readonly randomBytes: (bytes: number) => Buffer
  readonly time: SystemTime
  readonly log: Logger
  readonly metrics: Metrics
}

type Adopt = (
  channel: string,
  id: Click['actionId'],
  copy: NonNullable<Click['copy']>,
) => Promise<void>

export interface PeopleDesk {
  inboxOf(channel: string, delivery: { readonly adopt: Adopt }): Inbox
  accountsOf(channel: string, person: string): Promise<readonly string[]>
  askedInstead(
    people: readonly string[],
    mayDecide: (person: string) => boolean,
    nowMs: number,
  ): Promise<readonly string[]>
  routes(edge: FastifyInstance): void
  /** Rejects when the topic can't be followed any more; the process must exit. */
  readonly failed: Promise<never>
  start(): Promise<void>
  stop(): Promise<void>
}

export function openPeopleDesk(given: PeopleDeskDeps): PeopleDesk {
  const { time, log, metrics, people, page: address, randomBytes: random } = given
  const alarms = metrics.counter(
    'notifier_people_alarms',
    'Records on people that nobody vouches for',
  )
  const alarm = (details: Readonly<Record<string, unknown>>) => {
    alarms.inc()
    log.warn(details, 'a record about people is not by a notifier')
  }
  const deps = { ...given, ...time, address, random, alarm }
  const links = new Links(deps)
  const absences = new Absences(deps)
  const follower = new PeopleFollower({ ...deps, trust: () => people().trust })
  const limit = new RateLimit(pressesPerAccount, time.clock)
  return {
    inboxOf: (channel, delivery) => {
      const adopt: Adopt = (...copy) => delivery.adopt(...copy)
      const lost = (error: unknown) => log.warn({ error }, 'a pressed message was not adopted')
      return inboxOf(channel, {
        ...{ ...deps, accounts: links, limit },
        adopt: (...copy) => void adopt(...copy).catch(lost),
      })
    },
    accountsOf: async (channel, person) => {
      const accounts = await links.accountsOf(person)
      return accounts.filter((each) => each.channel === channel).map(({ account }) => account)
    },
    askedInstead: async (asked, mayDecide, nowMs) =>
      askedInstead(asked, { absences: await absences.reach(asked), mayDecide, nowMs }),
    routes: (edge) => {
      linkRoutes(edge, { ...deps, links })
      absenceRoutes(edge, { ...deps, absences })
    },
    failed: follower.failed,
    start: () => follower.start(),
    stop: () => follower.stop(),
  }
}
