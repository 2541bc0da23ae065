/** Somebody with a Teams client: sees cards (their own view of one, once the bot has given it), presses buttons, and is told what the bot answers. */
import { randomUUID } from 'node:crypto'
import type { AdaptiveCard, Member, Message } from './conversations.ts'
import type { FakeTeams } from './server.ts'
import { serviceToken, type TokenChange } from './signing.ts'

const cardType = 'application/vnd.microsoft.card.adaptive'
const messageType = 'application/vnd.microsoft.activity.message'

export interface PersonOptions {
  readonly role?: string
  readonly tenantId?: string
  /** `undefined` in the object: an account without one. */
  readonly aadObjectId?: string | undefined
  readonly userPrincipalName?: string
  readonly email?: string
}

/** What a test says differently from a genuine press. */
export interface PressChange {
  readonly token?: TokenChange
  /** Instead of the token that the service would make. */
  readonly authorization?: string
  readonly activity?: Readonly<Record<string, unknown>>
  /** The card as it was when they looked, which may be long ago. */
  readonly card?: AdaptiveCard
}

/** What the client makes of the bot's answer. `none`: no answer that it understands. */
export type Told =
  | { readonly kind: 'card'; readonly card: AdaptiveCard }
  | { readonly kind: 'toast'; readonly text: string }
  | { readonly kind: 'error'; readonly code: string }
  | { readonly kind: 'none'; readonly status: number; readonly body: string }

type Action = Readonly<Record<string, unknown>>

export class Person {
  readonly member: Member
  readonly #teams: FakeTeams
  readonly #views = new Map<string, { readonly card: AdaptiveCard; readonly of: number }>()

  constructor(teams: FakeTeams, name: string, options: PersonOptions) {
    const upn = options.userPrincipalName ?? `${name}@example.test`
    const aadObjectId = 'aadObjectId' in options ? options.aadObjectId : randomUUID()
    this.#teams = teams
    this.member = {
      ...{ id: `29:1${randomUUID().replaceAll('-', '')}`, name },
      ...(aadObjectId === undefined ? {} : { aadObjectId }),
      ...{ tenantId: options.tenantId ?? teams.tenant, userRole: options.role ?? 'user' },
      ...{ userPrincipalName: upn, email: options.email ?? upn },
    }
    teams.people.push(this)
  }

  /** As a link names it. */
  get account(): string {
    return `teams:${this.member.tenantId}:${this.member.aadObjectId ?? ''}`
  }

  /** Own view, until everybody's card is written anew. */
  sees(message: Message): AdaptiveCard {
    const view = this.#views.get(message.id)
    return view?.of === message.revisions ? view.card : message.card
  }

  /** What a client does by itself when the card comes into sight. */
  async opens(message: Message): Promise<Told | undefined> {
    const { refresh } = message.card as { refresh?: { action?: Action } }
    return refresh?.action === undefined
      ? undefined
      : this.#execute(
          message,
          refresh.action,
          {},
          {
            activity: { value: { action: executed(refresh.action, {}), trigger: 'automatic' } },
          },
        )
  }

  /** Presses the first button with this title, also inside what another one shows. */
  async press(
    message: Message,
    title: string,
    inputs: Readonly<Record<string, string>> = {},
    change: PressChange = {},
  ): Promise<Told> {
    const seen = actionsOf(change.card ?? this.sees(message))
    const action = seen.find((each) => each['title'] === title)
    if (action === undefined) throw new Error(`${this.member.name} sees no button ${title}`)
    return this.#execute(message, action, inputs, change)
  }

  /** All that run something at the bot or open a page. */
  buttons(message: Message): Action[] {
    return actionsOf(this.sees(message))
  }

  /** Sends the bot any activity, signed as the service would unless said otherwise. */
  async send(activity: object, { token, authorization }: PressChange = {}): Promise<Response> {
    const { app, clock, keys, regionUrl: serviceUrl, botUrl } = this.#teams
    const [key] = keys
    if (key === undefined) throw new Error('Teams has no key')
    const claims = { appId: app.id, serviceUrl, nowMs: clock() }
    const bearer = authorization ?? `Bearer ${await serviceToken(claims, key, token)}`
    return fetch(botUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: bearer },
      body: JSON.stringify(activity),
    })
  }

  activity(message: Pick<Message, 'conversation' | 'id'>, value: object): Record<string, unknown> {
    const { tenant, regionUrl: serviceUrl, app, clock } = this.#teams
    const { id, aadObjectId, name } = this.member
    return {
      ...{ type: 'invoke', name: 'adaptiveCard/action', id: `f:${randomUUID()}` },
      ...{ timestamp: new Date(clock()).toISOString(), channelId: 'msteams', serviceUrl },
      from: { id, name, ...(aadObjectId === undefined ? {} : { aadObjectId }) },
      conversation: {
        ...{ conversationType: 'channel', isGroup: true, tenantId: tenant },
        id: `${message.conversation};messageid=${message.id}`,
      },
      recipient: { id: `28:${app.id}`, name: 'holdpoint' },
      channelData: { tenant: { id: tenant }, source: { name: 'message' } },
      ...{ replyToId: message.id, value },
    }
  }

  async #execute(
    message: Message,
    action: Action,
    inputs: Readonly<Record<string, string>>,
    change: PressChange,
  ): Promise<Told> {
    const value = { action: executed(action, inputs), trigger: 'manual' }
    const revision = message.revisions
    const response = await this.send(
      { ...this.activity(message, value), ...change.activity },
      change,
    )
    const told = await toldBy(response)
    if (told.kind === 'card') this.#views.set(message.id, { card: told.card, of: revision })
    return told
  }
}

/** The client merges what was typed into the button's data. */
function executed({ verb, data }: Action, inputs: Readonly<Record<string, string>>): object {
  return { type: 'Action.Execute', verb, data: { ...(data as object), ...inputs } }
}

function actionsOf(node: unknown): Action[] {
  if (Array.isArray(node)) return node.flatMap(actionsOf)
  if (typeof node !== 'object' || node === null) return []
  const { type, card, body, items, actions } = node as Action
  if (type === 'Action.ShowCard') return [node as Action, ...actionsOf(card)]
  if (typeof type === 'string' && type.startsWith('Action.')) return [node as Action]
  return [body, items, actions].flatMap(actionsOf)
}

async function toldBy(response: Response): Promise<Told> {
  const body = await response.text()
  const none: Told = { kind: 'none', status: response.status, body }
  if (response.status !== 200 || !body.startsWith('{')) return none
  const { statusCode, type, value } = JSON.parse(body)
  if (type === cardType && statusCode === 200) return { kind: 'card', card: value }
  if (type === messageType && statusCode === 200) return { kind: 'toast', text: value }
  if (type === 'application/vnd.microsoft.error' && statusCode >= 400)
    return { kind: 'error', code: value.code }
  return none
}
