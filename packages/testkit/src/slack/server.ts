/**
 * Stands in for Slack: its Web API with limits and errors, Socket Mode, signed interactivity requests, and people who press buttons. Production clients talk to it
 * unchanged; only their base address is another.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type Inputs,
  type Payload,
  type Press,
  pressPayload,
  signedForm,
  submitPayload,
} from './gesture.ts'
import { type Answered, type Arguments, methods } from './methods.ts'
import { Rates } from './rates.ts'
import { type Receipt, Sockets } from './sockets.ts'
import { type OpenView, type SlackMessage, type SlackUser, Workspace } from './workspace.ts'

/** Slack waits this long for an acknowledgement. */
const ackWithinMs = 3000

/**
 * `down`: connections break. `error`: HTTP 503. `hang`: no answer. `lose`: does what it was asked, and the answer never arrives; `lose-replies`: only of replies in
 * threads. `limit`: 429 to everything but opening sockets.
 */
export type SlackBehaviour =
  | 'answer'
  | 'down'
  | 'error'
  | 'hang'
  | 'lose'
  | 'lose-replies'
  | 'limit'

export interface SlackOptions {
  readonly team?: string
  readonly channels?: readonly string[]
  readonly users?: readonly SlackUser[]
  readonly clock?: () => number
  /** Default true. */
  readonly hasRates?: boolean
  /** Where signed requests go; absent: to sockets. */
  readonly requestUrl?: string
  readonly ackWithinMs?: number
}

export interface SlackCall {
  readonly method: string
  readonly args: Arguments
  readonly status: number
  readonly error?: string
  readonly atMs: number
}

export interface SlackServer {
  readonly apiUrl: string
  readonly botToken: string
  readonly appToken: string
  readonly signingSecret: string
  readonly workspace: Workspace
  /** Those that got an answer. */
  readonly calls: readonly SlackCall[]
  /** All that came. */
  readonly requestCount: number
  readonly socketCount: number
  /** These may be changed at any time. */
  behaviour: SlackBehaviour
  requestUrl: string | undefined
  /** Of a channel, or of a person's direct conversation; without replies. */
  messages(channel: string): readonly SlackMessage[]
  replies(message: SlackMessage): readonly SlackMessage[]
  /** What only this person was shown. */
  privately(user: string): readonly string[]
  /** The last modal that was opened for this person. */
  view(user: string): OpenView | undefined
  press(press: Press): Promise<Receipt>
  submit(view: OpenView, user: string, inputs: Inputs): Promise<Receipt>
  payloadOf(press: Press): Payload
  /** Brings a payload, also one that was brought already or was never Slack's. */
  bring(payload: Payload): Promise<Receipt>
  refreshSockets(): void
  dropSockets(): void
  close(): Promise<void>
}

export async function startSlack(options: SlackOptions = {}): Promise<SlackServer> {
  const { team = 'T0TEST', users = [], channels = [], clock = Date.now } = options
  const workspace = new Workspace(team, clock)
  for (const user of users) workspace.users.set(user.id, user)
  for (const id of channels) workspace.channels.set(id, { id, isArchived: false, hasApp: true })
  const desk = new Desk(workspace, options)
  desk.http.listen(0, '127.0.0.1')
  await once(desk.http, 'listening')
  return serverOf(desk, options)
}

function serverOf(desk: Desk, options: SlackOptions): SlackServer {
  const { workspace, sockets } = desk
  const bring = (payload: Payload) => desk.bring(payload, options.ackWithinMs ?? ackWithinMs)
  return {
    apiUrl: `http://127.0.0.1:${(desk.http.address() as AddressInfo).port}/api/`,
    ...{ botToken: desk.botToken, appToken: desk.appToken, signingSecret: desk.signingSecret },
    ...{ workspace, calls: desk.calls, bring },
    get behaviour() {
      return desk.behaviour
    },
    set behaviour(behaviour) {
      desk.behave(behaviour)
    },
    get requestUrl() {
      return desk.requestUrl
    },
    set requestUrl(url) {
      desk.requestUrl = url
    },
    get requestCount() {
      return desk.requestCount
    },
    get socketCount() {
      return sockets.count
    },
    messages: (channel) => {
      const id = workspace.channelFor(channel)?.id
      return workspace.messages.filter((each) => each.channel === id && !each.threadTs)
    },
    replies: ({ channel, ts }) =>
      workspace.messages.filter((each) => each.channel === channel && each.threadTs === ts),
    privately: (user) =>
      workspace.ephemerals.flatMap((each) => (each.user === user ? [each.text] : [])),
    view: (user) => workspace.views.filter((view) => view.user === user).at(-1),
    payloadOf: (press) => pressPayload(press, workspace),
    press: (press) => bring(pressPayload(press, workspace)),
    submit: (view, user, inputs) => bring(submitPayload(view, user, inputs, workspace)),
    refreshSockets: () => sockets.refresh(),
    dropSockets: () => sockets.drop(),
    close: () => desk.close(),
  }
}

interface Served {
  readonly status: number
  readonly answer: Answered
  readonly retryAfterSeconds?: number
}

class Desk {
  readonly workspace: Workspace
  readonly http = createServer((request, response) => void this.#serve(request, response))
  readonly sockets = new Sockets(this.http)
  readonly calls: SlackCall[] = []
  readonly botToken = `xoxb-${randomBytes(12).toString('hex')}`
  readonly appToken = `xapp-${randomBytes(12).toString('hex')}`
  readonly signingSecret = randomBytes(16).toString('hex')
  readonly #rates: Rates | undefined
  behaviour: SlackBehaviour = 'answer'
  requestUrl: string | undefined
  requestCount = 0

  constructor(workspace: Workspace, { hasRates = true, requestUrl }: SlackOptions) {
    this.workspace = workspace
    this.requestUrl = requestUrl
    this.#rates = hasRates ? new Rates(workspace.clock) : undefined
  }

  behave(behaviour: SlackBehaviour): void {
    this.behaviour = behaviour
    if (behaviour === 'down') this.sockets.drop()
  }

  async bring(payload: Payload, withinMs: number): Promise<Receipt> {
    if (this.requestUrl === undefined) return this.sockets.send('interactive', payload, withinMs)
    const { body, headers } = signedForm(payload, this.signingSecret, this.workspace.clock())
    const signal = AbortSignal.timeout(withinMs)
    try {
      const answer = await fetch(this.requestUrl, { method: 'POST', headers, body, signal })
      const text = await answer.text()
      if (answer.status !== 200) return { isAcknowledged: false }
      return { isAcknowledged: true, answer: text === '' ? {} : JSON.parse(text) }
    } catch {
      return { isAcknowledged: false }
    }
  }

  async close(): Promise<void> {
    this.sockets.close()
    this.http.closeAllConnections()
    await new Promise((resolve) => this.http.close(resolve))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requestCount++
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const method = /^\/api\/([\w.]+)$/.exec(request.url ?? '')?.[1] ?? ''
    const args = argumentsOf(Buffer.concat(chunks).toString(), request.headers['content-type'])
    const { behaviour } = this
    if (behaviour === 'down') return void request.socket.destroy()
    if (behaviour === 'hang') return
    if (behaviour === 'error') return void response.writeHead(503).end('unavailable')
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    const { status, answer, retryAfterSeconds } = this.#answer(method, args, token)
    const error = answer['error'] as string | undefined
    const atMs = this.workspace.clock()
    this.calls.push({ method, args, status, atMs, ...(error === undefined ? {} : { error }) })
    const isLost = behaviour === 'lose' || (behaviour === 'lose-replies' && 'thread_ts' in args)
    if (isLost) return void request.socket.destroy()
    const later =
      retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
    response.writeHead(status, { 'content-type': 'application/json', ...later })
    response.end(JSON.stringify(answer))
  }

  #answer(method: string, args: Arguments, token: string | undefined): Served {
    const refused = (error: string) => ({ status: 200, answer: { ok: false, error } as Answered })
    if (token === undefined) return refused('not_authed')
    const known = methods[method]
    const isOpening = method === 'apps.connections.open'
    if (known === undefined && !isOpening) return refused('unknown_method')
    if (token !== (isOpening ? this.appToken : this.botToken)) return refused('invalid_auth')
    const over = this.behaviour === 'limit' && !isOpening ? { retryAfterSeconds: 7 } : undefined
    const wait = over ?? this.#rates?.take(method, args['channel'])
    if (wait !== undefined) return { ...refused('ratelimited'), status: 429, ...wait }
    const answer =
      known?.call(args, this.workspace) ?? ({ ok: true, url: this.sockets.issue() } as Answered)
    return { status: 200, answer }
  }
}

function argumentsOf(body: string, type = ''): Arguments {
  if (type.startsWith('application/json')) return JSON.parse(body) as Arguments
  return Object.fromEntries(new URLSearchParams(body))
}
