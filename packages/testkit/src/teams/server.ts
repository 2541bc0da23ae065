/**
 * Stands for Microsoft Teams where Teams can't run: the Bot Framework's OpenID metadata and keys with endorsements, the login service's token endpoint, and the
 * Bot Connector with its limits on size, schema and rate. `person.ts` is the client that people have.
 */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connectorReply } from './connector.ts'
import { Conversations, type Member, type Message } from './conversations.ts'
import { type App, giveToken, type Reply } from './login.ts'
import { Person, type PersonOptions } from './person.ts'
import { SendRates } from './rates.ts'
import { botFrameworkIssuer, IssuedTokens, type SigningKey, signingKey } from './signing.ts'

/** `down`: connections break. `hang`: takes requests and never answers. `lost`: does what is asked, and the answer never arrives. `throttle`: 429. `error`: 502. */
export type TeamsBehaviour = 'answer' | 'down' | 'hang' | 'lost' | 'throttle' | 'error'

export interface FakeTeamsOptions {
  readonly clock?: () => number
  /** Public key of the bot's certificate. */
  readonly publicKey?: App['publicKey']
}

export interface TeamsCounts {
  /** Requests to the Bot Connector. */
  calls: number
  posts: number
  updates: number
  /** Refused for sending too fast. */
  throttled: number
  tokens: number
  keyFetches: number
}

export class FakeTeams {
  readonly tenant: string = randomUUID()
  readonly app: App
  readonly clock: () => number
  readonly conversations = new Conversations()
  readonly counts: TeamsCounts = {
    ...{ calls: 0, posts: 0, updates: 0, throttled: 0, tokens: 0, keyFetches: 0 },
  }
  readonly tokens: IssuedTokens
  readonly rates: SendRates
  /** Of the Bot Connector and of keys; may be changed at any time. */
  behaviour: TeamsBehaviour = 'answer'
  /** Seconds that 429 says. */
  retryAfterSeconds = 3
  /** What it signs with; the first one signs. */
  keys: SigningKey[] = [signingKey(['msteams', 'skype'])]
  /** Everybody whom a test has made. */
  readonly people: Person[] = []
  /** Where the bot takes activities; set when the bot is up. */
  botUrl = ''
  readonly #server: Server
  #origin = ''

  private constructor({ clock = () => Date.now(), publicKey }: FakeTeamsOptions) {
    this.clock = clock
    this.app = {
      ...{ id: randomUUID(), secret: `${randomUUID()}~secret` },
      ...(publicKey === undefined ? {} : { publicKey }),
    }
    this.tokens = new IssuedTokens(clock)
    this.rates = new SendRates(clock)
    this.#server = createServer(async (request, response) => {
      const reply = await this.#answer(request)
      if (reply === 'cut') return response.destroy()
      if (reply === 'never') return
      const { status, body, headers } = reply
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(body === undefined ? undefined : JSON.stringify(body))
    })
  }

  static async open(options: FakeTeamsOptions = {}): Promise<FakeTeams> {
    const teams = new FakeTeams(options)
    teams.#server.listen(0, '127.0.0.1')
    await once(teams.#server, 'listening')
    teams.#origin = `http://127.0.0.1:${(teams.#server.address() as AddressInfo).port}`
    return teams
  }

  /** Takes what is sent to anybody. */
  get serviceUrl(): string {
    return `${this.#origin}/teams/`
  }
  /** What activities name: the service of their tenant's region. */
  get regionUrl(): string {
    return `${this.#origin}/emea/`
  }
  /** As a channel's settings name them. */
  get endpoints() {
    return {
      openId: `${this.#origin}/v1/.well-known/openidconfiguration`,
      login: this.#origin,
      issuer: botFrameworkIssuer,
      hosts: ['127.0.0.1'],
    }
  }

  /** A channel of a team, with these people in it. Returns its id. */
  channel(people: readonly Person[] = []): string {
    const id = `19:${randomUUID().replaceAll('-', '')}@thread.tacv2`
    this.conversations.open(
      id,
      people.map(({ member }) => member),
    )
    return id
  }

  person(name: string, options: PersonOptions = {}): Person {
    return new Person(this, name, options)
  }

  /** What the bot has written there and nobody deleted. */
  messages(conversation: string): readonly Message[] {
    return this.conversations.messages(conversation).filter(({ isDeleted }) => !isDeleted)
  }

  /** The chat of the bot with one person. */
  chatWith(member: Member): string {
    const id = `a:${member.aadObjectId ?? member.id}`
    if (!this.conversations.has(id)) this.conversations.open(id, [member])
    return id
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  async #answer(request: IncomingMessage): Promise<Reply | 'cut' | 'never'> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const { pathname } = new URL(request.url ?? '', this.#origin)
    if (this.behaviour === 'down') return 'cut'
    if (this.behaviour === 'hang') return 'never'
    if (pathname.endsWith('/oauth2/v2.0/token')) {
      this.counts.tokens++
      const form = new URLSearchParams(String(body))
      return giveToken(form, this.#origin + pathname, this.app, this.tokens)
    }
    if (pathname === '/v1/.well-known/openidconfiguration') {
      const jwks_uri = `${this.#origin}/v1/.well-known/keys`
      const id_token_signing_alg_values_supported = ['RS256']
      const issuer = botFrameworkIssuer
      return { status: 200, body: { issuer, jwks_uri, id_token_signing_alg_values_supported } }
    }
    if (pathname === '/v1/.well-known/keys') {
      this.counts.keyFetches++
      return { status: 200, body: { keys: this.keys.map(({ jwk }) => jwk) } }
    }
    const reply = connectorReply(this, request, pathname, body)
    return this.behaviour === 'lost' ? 'cut' : reply
  }
}
