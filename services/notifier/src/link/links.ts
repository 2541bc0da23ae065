/**
 * Links of accounts to persons. An account gets a secret, once, for some minutes; whoever opens it signed in, and says so with a token minted for just this, has
 * the account from then on: one account, one person, for a quarter of a year at most.
 */
import { createHash } from 'node:crypto'
import {
  AccountKey,
  check,
  digestBytes,
  HoldpointError,
  isHoldpointError,
  isValid,
  personLinked,
  personUnlinked,
} from '@holdpoint/contracts'
import type { Account, Accounts } from '../inbox/accounts.ts'
import {
  type AccountEntry,
  accountField,
  accountsField,
  accountsPerPersonMax,
  isLinked,
  parse,
} from '../people/fold.ts'
import { verifyEntry } from '../people/record.ts'
import { type TakeDownDeps, takeDown } from '../people/take-down.ts'
import type { PeopleInForce } from '../person.ts'
import type { Shelf } from '../shelf/port.ts'
import { personOfToken } from './check.ts'

/** Long enough to sign in; a link that lies around is worth nothing. */
export const ticketLifetimeMs = 10 * 60 * 1000
/** After that a person shows once more that the account is still theirs. */
export const linkLifetimeMs = 90 * 24 * 3600 * 1000
/** Of the secret in a link. 256 bits: nobody finds one by trying. */
export const ticketBytes = 32
/** Entries remembered as verified, about a kilobyte each. */
const vouchedMax = 5_000

export interface LinksDeps extends TakeDownDeps {
  readonly shelf: Shelf
  readonly people: () => PeopleInForce
  /** Random bytes. */
  readonly random: (bytes: number) => Buffer
  /** Where people find the console, without a slash at its end. */
  readonly address: string
  /** Domains whose verified addresses count on this channel; none for channels that want a link. */
  readonly emailDomains: (channel: string) => readonly string[]
  /** Told of entries that nobody vouches for; details are ids and codes. */
  readonly alarm: (details: Readonly<Record<string, unknown>>) => void
}

export interface KnownAccount {
  readonly channel: string
  readonly account: string
  readonly sinceMs: number
  readonly untilMs: number
}

/** What a ticket would link, for the person to read before they do. */
export interface Offer {
  readonly channel: string
  readonly account: string
  /** Hash of the ticket: names the link for ever, and opens nothing. */
  readonly link: string
}

export class Links implements Accounts {
  readonly #deps: LinksDeps
  /** What has been verified under the present trust: a card asks about everybody who may decide. */
  readonly #vouched = new Set<string>()

  constructor(deps: LinksDeps) {
    this.#deps = deps
  }

  async personOf(who: Account): Promise<string | undefined> {
    const entry = await this.#entry(who.account)
    const byEmail = this.#newByEmail(who, entry)
    return byEmail === undefined ? this.#linked(who, entry) : this.#linkByEmail(who, byEmail)
  }

  async whoIs(who: Account): Promise<string | undefined> {
    const entry = await this.#entry(who.account)
    return this.#newByEmail(who, entry) ?? this.#linked(who, entry)
  }

  /** Accounts of a person that are theirs now, the latest first. */
  async accountsOf(person: string): Promise<readonly KnownAccount[]> {
    const { book, clock } = this.#deps
    const fields = await book.get([accountsField(person)])
    const accounts = parse<string[]>(fields.get(accountsField(person))) ?? []
    const entries = await Promise.all(accounts.map((account) => this.#entry(account)))
    return entries.flatMap((entry) => {
      if (entry === undefined || !isLinked(entry, clock())) return []
      const { said, atMs } = entry.linked
      if (said.person !== person) return []
      return [
        { channel: said.channel, account: said.account, sinceMs: atMs, untilMs: said.untilMs },
      ]
    })
  }

  async linkFor({ channel, account }: Account): Promise<string> {
    check(AccountKey, account, '/account')
    const { shelf, random, address } = this.#deps
    const ticket = random(ticketBytes).toString('base64url')
    await shelf.put(
      shelfKey(ticketHash(ticket)),
      JSON.stringify({ channel, account }),
      ticketLifetimeMs,
    )
    // Behind the #: browsers never send it, so no log, proxy or referrer has it.
    return `${address}/link#${ticket}`
  }

  /** Looks, and uses nothing up. Throws HP_LINK_INVALID. */
  async offer(ticket: string): Promise<Offer> {
    const link = ticketHash(ticket)
    const text = await this.#deps.shelf.get(shelfKey(link))
    if (text === undefined) throw dead()
    return { ...(JSON.parse(text) as Pick<Offer, 'channel' | 'account'>), link }
  }

  /** The ticket dies here, whatever comes of it. Throws HP_LINK_INVALID, HP_PERSON_UNPROVEN, HP_NOT_ENTITLED, HP_ACCOUNT_TAKEN. */
  async confirm(ticket: string, token: string, caller: string): Promise<KnownAccount> {
    const { shelf, people, clock } = this.#deps
    const offer = await this.offer(ticket)
    const { channel, account, link } = offer
    const person = await personOfToken(token, offer, people(), clock())
    if (person !== caller) {
      const rule = 'the token is of another person'
      throw new HoldpointError('HP_PERSON_UNPROVEN', { rule, field: '/token' })
    }
    await this.#checkFree(account, person)
    if ((await shelf.take(shelfKey(link))) === undefined) throw dead()
    const untilMs = clock() + linkLifetimeMs
    const tokenDigest = digestBytes(token)
    const said = { link, channel, account, person, how: 'token', tokenDigest, untilMs } as const
    await takeDown({ type: personLinked, said, token }, link, this.#deps)
    // Of two who came at once the topic's order has chosen one.
    const entry = await this.#entry(account)
    if (entry?.linked.said.link !== link) throw new HoldpointError('HP_ACCOUNT_TAKEN')
    return { channel, account, sinceMs: entry.linked.atMs, untilMs }
  }

  /** By whose it is; `isOfficer`: by somebody who may stop everything. The same answer for what is another's and for what is nobody's. */
  async letGo(account: string, by: string, isOfficer: boolean): Promise<void> {
    const entry = await this.#entry(account)
    const isLive = entry !== undefined && isLinked(entry, this.#deps.clock())
    if (!isLive || (entry.linked.said.person !== by && !isOfficer)) {
      throw new HoldpointError('HP_NOT_ENTITLED', { rule: 'this account is not yours' })
    }
    const { link, person } = entry.linked.said
    const said = { link, account, person, by }
    await takeDown({ type: personUnlinked, said }, `${link}~end`, this.#deps)
  }

  async #checkFree(account: string, person: string): Promise<void> {
    const entry = await this.#entry(account)
    const isLive = entry !== undefined && isLinked(entry, this.#deps.clock())
    if (isLive && entry.linked.said.person !== person) throw new HoldpointError('HP_ACCOUNT_TAKEN')
    if ((await this.accountsOf(person)).length >= accountsPerPersonMax) {
      const rule = 'you have as many accounts as are remembered: let go of one first'
      throw new HoldpointError('HP_NOT_ENTITLED', { rule })
    }
  }

  /** As the book has it, as far as the notifier's signature goes: what is not by a notifier that is trusted now is nothing, and an alarm. */
  async #entry(account: string): Promise<AccountEntry | undefined> {
    const { book, deployment, people, alarm } = this.#deps
    const field = accountField(account)
    const text = (await book.get([field])).get(field)
    const entry = parse<AccountEntry>(text)
    if (text === undefined || entry?.linked.said.account !== account) return undefined
    const { trust } = people()
    const key = trust.digest + text
    if (this.#vouched.has(key)) return entry
    try {
      verifyEntry(entry.linked, { deployment, keyOf: trust.service('notifier') })
    } catch (error) {
      if (!isHoldpointError(error) || error.kind !== 'terminal') throw error
      alarm({ link: entry.linked.said.link, code: error.code })
      return undefined
    }
    if (this.#vouched.size >= vouchedMax) this.#vouched.clear()
    this.#vouched.add(key)
    return entry
  }

  /** Whose it is by a link in force. */
  #linked(who: Account, entry: AccountEntry | undefined): string | undefined {
    if (entry === undefined || !isLinked(entry, this.#deps.clock())) return undefined
    const { how, person } = entry.linked.said
    if (how === 'token') return person
    // By its address: while the operator takes addresses here, and the service does not say another.
    if (this.#deps.emailDomains(who.channel).length === 0) return undefined
    return who.verifiedEmail === undefined || this.#personByEmail(who) === person
      ? person
      : undefined
  }

  /** Whose it would become by its address: of an account that is nobody's, and that nobody has let go of. */
  #newByEmail(who: Account, entry: AccountEntry | undefined): string | undefined {
    const isFree =
      entry === undefined || (entry.endedMs === undefined && !isLinked(entry, this.#deps.clock()))
    return isFree ? this.#personByEmail(who) : undefined
  }

  /** Where the operator takes the service's word for an address: taken down like any other link, so that it can be seen and let go of. */
  async #linkByEmail(who: Account, person: string): Promise<string | undefined> {
    const { clock, random } = this.#deps
    const { channel, account } = who
    if (!isValid(AccountKey, account)) return undefined
    const link = random(ticketBytes).toString('base64url')
    const untilMs = clock() + linkLifetimeMs
    const said = { link, channel, account, person, how: 'email', untilMs } as const
    await takeDown({ type: personLinked, said }, link, this.#deps)
    // Another replica may have written the same: it is theirs all the same.
    return this.#linked(who, await this.#entry(account))
  }

  #personByEmail({ channel, verifiedEmail }: Account): string | undefined {
    if (verifiedEmail === undefined) return undefined
    const domain = verifiedEmail.slice(verifiedEmail.lastIndexOf('@') + 1).toLowerCase()
    const isOurs = this.#deps.emailDomains(channel).some((each) => each.toLowerCase() === domain)
    return isOurs ? this.#deps.people().directory.personByEmail(verifiedEmail)?.id : undefined
  }
}

/** What names the link that a ticket makes, and opens nothing. */
export const ticketHash = (ticket: string): string =>
  createHash('sha256').update('holdpoint.ticket.v1\0').update(ticket).digest('base64url')
const shelfKey = (link: string): string => `link:${link}`
const dead = () => new HoldpointError('HP_LINK_INVALID', { rule: 'was used, or its time is over' })
