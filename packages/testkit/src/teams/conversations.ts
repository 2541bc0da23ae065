/** What stands in Teams: conversations, who is in them, and the bot's messages with all that they have shown. */
import { cardProblems } from './card-check.ts'

/** Teams refuses larger messages; pages of different years name more, so the smallest is kept. */
export const messageBytesMax = 28 * 1024
const cardType = 'application/vnd.microsoft.card.adaptive'

export interface Member {
  /** User id within Teams. */
  readonly id: string
  readonly aadObjectId?: string
  readonly name: string
  readonly tenantId: string
  readonly userRole: string
  readonly userPrincipalName: string
  readonly email: string
}

export type AdaptiveCard = Readonly<Record<string, unknown>>

export interface Message {
  readonly conversation: string
  readonly id: string
  /** Everybody's card, as last written. */
  card: AdaptiveCard
  summary: string
  /** How often it was written. */
  revisions: number
  isDeleted: boolean
}

/** Of a request that the service refuses. */
export interface Refusal {
  readonly status: number
  readonly code: string
}

export class Conversations {
  readonly #members = new Map<string, Map<string, Member>>()
  readonly #messages = new Map<string, Message[]>()
  /** Every body that a bot has sent, as text. */
  readonly sent: string[] = []
  #next = 1_763_000_000_000

  open(conversation: string, members: readonly Member[]): void {
    this.#members.set(conversation, new Map(members.map((member) => [member.id, member])))
    this.#messages.set(conversation, [])
  }

  close(conversation: string): void {
    this.#members.delete(conversation)
  }

  has(conversation: string): boolean {
    return this.#members.has(threadOf(conversation))
  }

  join(conversation: string, member: Member): void {
    this.#members.get(conversation)?.set(member.id, member)
  }

  /** By either id: Teams knows both. */
  member(conversation: string, id: string): Member | undefined {
    const members = [...(this.#members.get(threadOf(conversation))?.values() ?? [])]
    return members.find((member) => member.id === id || member.aadObjectId === id)
  }

  messages(conversation: string): readonly Message[] {
    return this.#messages.get(threadOf(conversation)) ?? []
  }

  message(conversation: string, id: string): Message | undefined {
    return this.messages(conversation).find((each) => each.id === id && !each.isDeleted)
  }

  /** Why an activity would be refused. */
  refusalOf(conversation: string, activity: unknown, bytes: number): Refusal | undefined {
    if (!this.has(conversation)) return { status: 404, code: 'ConversationNotFound' }
    if (bytes > messageBytesMax) return { status: 413, code: 'MessageSizeTooBig' }
    const found = activityProblems(activity)
    return found === undefined ? undefined : { status: 400, code: found }
  }

  /** Id of the new message. */
  add(conversation: string, activity: Readonly<Record<string, unknown>>): string {
    const id = String(this.#next++)
    const message = { conversation: threadOf(conversation), id, revisions: 1, isDeleted: false }
    this.#messages
      .get(threadOf(conversation))
      ?.push({ ...message, card: cardOf(activity), summary: String(activity['summary'] ?? '') })
    return id
  }

  change(message: Message, activity: Readonly<Record<string, unknown>>): void {
    message.card = cardOf(activity)
    message.summary = String(activity['summary'] ?? '')
    message.revisions += 1
  }
}

/** A reply's conversation is the channel's, with the message that it answers behind it. */
export const threadOf = (conversation: string): string => conversation.split(';')[0] ?? ''

function activityProblems(activity: unknown): string | undefined {
  const { type, attachments, text } = (activity ?? {}) as Record<string, unknown>
  if (type !== 'message') return 'BadSyntax: type must be message'
  if (!Array.isArray(attachments)) return typeof text === 'string' ? undefined : 'BadSyntax: empty'
  for (const { contentType, content } of attachments as Record<string, unknown>[]) {
    if (contentType !== cardType) return `BadSyntax: ${String(contentType)} is not understood`
    const [problem] = cardProblems(content)
    if (problem !== undefined) return `BadArgument: ${problem}`
  }
  return undefined
}

function cardOf({ attachments }: Readonly<Record<string, unknown>>): AdaptiveCard {
  const [first] = (attachments ?? []) as { content: AdaptiveCard }[]
  return first?.content ?? {}
}
