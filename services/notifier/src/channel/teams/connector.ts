/** Calls to the Bot Connector through Microsoft's client, each with a deadline, and what became of them in the words of a delivery. */
import { Activity } from '@microsoft/agents-activity'
import {
  ConnectorClient,
  HttpClient,
  HttpError,
  type HttpRequestConfig,
  type HttpResponse,
} from '@microsoft/agents-hosting'
import { isAt } from './host.ts'
import { idPattern } from './settings.ts'
import type { AppToken } from './token.ts'

const callMsMax = 15_000
/** What no answer says is tried again soon. */
const laterStatuses = new Set([408, 409, 412, 425, 429, 500, 502, 503, 504])
const retryAfterSecondsMax = 24 * 3600
const safeId = new RegExp(idPattern)

/** Where a message stands or goes. */
export interface Place {
  readonly service: string
  readonly conversation: string
}

export type Called<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'gone'; readonly code: string }
  | { readonly kind: 'later'; readonly code: string; readonly afterMs?: number }
  | { readonly kind: 'refused'; readonly code: string }

/** Of the roster: what the directory of the tenant says about an account. */
export interface RosterMember {
  readonly aadObjectId?: string
  readonly tenantId?: string
  readonly userRole?: string
  readonly userPrincipalName?: string
  readonly email?: string
}

export interface ConnectorDeps {
  readonly hosts: readonly string[]
  readonly token: AppToken
}

export class Connector {
  readonly #deps: ConnectorDeps

  constructor(deps: ConnectorDeps) {
    this.#deps = deps
  }

  /** Id of the new message. */
  post(place: Place, activity: object, signal: AbortSignal): Promise<Called<string>> {
    return this.#call(place, signal, async (client) => {
      const { id } = await client.sendToConversation(place.conversation, activityOf(activity))
      return id
    })
  }

  update(
    place: Place,
    message: string,
    activity: object,
    signal: AbortSignal,
  ): Promise<Called<string>> {
    if (!safeId.test(message)) return Promise.resolve({ kind: 'gone', code: 'bad id' })
    return this.#call(place, signal, async (client) => {
      await client.updateActivity(place.conversation, message, activityOf(activity))
      return message
    })
  }

  member(place: Place, user: string, signal: AbortSignal): Promise<Called<RosterMember>> {
    return this.#call(place, signal, (client) =>
      client.getConversationMember(user, place.conversation),
    )
  }

  /** The chat with one person, by object id; the same one every time. */
  chat(
    service: string,
    person: { readonly tenant: string; readonly objectId: string },
    signal: AbortSignal,
  ): Promise<Called<string>> {
    const { tenant, objectId } = person
    const parameters = {
      ...{ isGroup: false, tenantId: tenant, members: [{ id: objectId }] },
      channelData: { tenant: { id: tenant } },
    }
    return this.#call({ service, conversation: objectId }, signal, async (client) => {
      type Parameters = Parameters_<typeof client.createConversation>
      return (await client.createConversation(parameters as Parameters)).id
    })
  }

  async #call<T>(
    { service, conversation }: Place,
    signal: AbortSignal,
    call: (client: ConnectorClient) => Promise<T>,
  ): Promise<Called<T>> {
    if (!isAt(service, this.#deps.hosts)) return { kind: 'refused', code: 'service not pinned' }
    if (!safeId.test(conversation)) return { kind: 'refused', code: 'bad id' }
    const until = AbortSignal.any([signal, AbortSignal.timeout(callMsMax)])
    const answer = await this.#deps.token.current(until)
    if (answer.kind === 'none') {
      return { kind: answer.isFinal ? 'refused' : 'later', code: answer.code }
    }
    try {
      return { kind: 'done', value: await call(Client.with(service, answer.token, until)) }
    } catch (error) {
      if (error instanceof HttpError && error.status === 401) this.#deps.token.forget(answer.token)
      return failureOf(error)
    }
  }
}

/** The SDK's client, with one signal for all that it asks. */
class BoundedHttp extends HttpClient {
  readonly #signal: AbortSignal

  constructor(options: ConstructorParameters<typeof HttpClient>[0], signal: AbortSignal) {
    super(options)
    this.#signal = signal
  }

  override request<T = unknown>(config: HttpRequestConfig): Promise<HttpResponse<T>> {
    return super.request<T>({ ...config, signal: this.#signal })
  }
}

class Client extends ConnectorClient {
  static with(service: string, token: string, signal: AbortSignal): Client {
    const headers = {
      accept: 'application/json',
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
    }
    return new Client(new BoundedHttp({ baseURL: service, headers }, signal))
  }
}

type Parameters_<F> = F extends (first: infer P) => unknown ? P : never

const activityOf = (activity: object): Activity => Activity.fromObject(activity)

/** The SDK's error holds the card and the answer: only status and the service's own code leave this function. */
function failureOf(error: unknown): Exclude<Called<never>, { kind: 'done' }> {
  if (!(error instanceof HttpError)) {
    if (isOfNetwork(error)) return { kind: 'later', code: 'unreachable' }
    throw error
  }
  const { status, response } = error
  const code = `${status} ${codeIn(response.data)}`.trim()
  // A token that has just been withdrawn is fetched anew.
  if (status === 401 || laterStatuses.has(status)) {
    const afterMs = retryAfterMs(response.headers)
    return { kind: 'later', code, ...(afterMs === undefined ? {} : { afterMs }) }
  }
  return { kind: status === 404 || status === 410 ? 'gone' : 'refused', code }
}

/** What fetch and its signals throw. */
function isOfNetwork(error: unknown): boolean {
  const name = error instanceof Error ? error.name : ''
  return name === 'TypeError' || name === 'AbortError' || name === 'TimeoutError'
}

function codeIn(data: unknown): string {
  const { error } = (typeof data === 'object' && data !== null ? data : {}) as {
    error?: { code?: unknown }
  }
  return /^\w{1,60}/.exec(String(error?.code ?? ''))?.[0] ?? ''
}

function retryAfterMs(headers: Headers): number | undefined {
  const said = headers.get('retry-after') ?? ''
  return /^\d{1,6}$/.test(said) ? Math.min(Number(said), retryAfterSecondsMax) * 1000 : undefined
}
