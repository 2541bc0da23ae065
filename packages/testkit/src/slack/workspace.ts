/** What a Slack workspace remembers: people, channels, messages, what only one person sees, and open modals. */
import { blockLimits } from './block-kit.ts'

export interface SlackUser {
  readonly id: string
  /** Default: the workspace's own. Another: a stranger in a shared channel. */
  readonly teamId?: string
  readonly email?: string
  readonly isEmailConfirmed?: boolean
  readonly isBot?: boolean
  readonly isDeleted?: boolean
  /** Guest of several channels. */
  readonly isRestricted?: boolean
  /** Guest of one channel. */
  readonly isUltraRestricted?: boolean
  readonly isStranger?: boolean
}

export interface SlackChannel {
  readonly id: string
  isArchived: boolean
  /** Whether the app has been invited. */
  hasApp: boolean
}

export interface SlackMessage {
  readonly channel: string
  readonly ts: string
  readonly threadTs?: string
  text: string
  blocks: readonly Block[]
  /** As the caller asked; false: the text is not read for markup. */
  mrkdwn: boolean
  readonly postedAtMs: number
  /** When it was last changed. */
  changedAtMs: number
  changeCount: number
}

export interface Block {
  readonly type: string
  readonly block_id?: string
  readonly elements?: readonly Button[]
  readonly [member: string]: unknown
}

export interface Button {
  readonly type: string
  readonly action_id?: string
  readonly value?: string
  readonly url?: string
  readonly text?: unknown
}

export interface Ephemeral {
  readonly channel: string
  readonly user: string
  readonly text: string
  readonly blocks: readonly Block[]
}

export interface OpenView {
  readonly id: string
  /** Who opened it. */
  readonly user: string
  readonly view: Readonly<Record<string, unknown>> & { readonly blocks: readonly Block[] }
}

interface Trigger {
  readonly user: string
  readonly untilMs: number
  isUsed: boolean
}

/** A modal must be opened this soon after the press. */
const triggerLifetimeMs = 3000

export class Workspace {
  readonly team: string
  readonly clock: () => number
  readonly users = new Map<string, SlackUser>()
  readonly channels = new Map<string, SlackChannel>()
  readonly messages: SlackMessage[] = []
  readonly ephemerals: Ephemeral[] = []
  readonly views: OpenView[] = []
  /** Keys that callers gave to what they posted. */
  readonly keys = new Map<string, { readonly channel: string; readonly ts: string }>()
  /** Of the JSON of a message's blocks. Slack does not say what it is; a test may make it smaller. */
  blocksCharsMax: number = blockLimits.messageJsonChars
  /** Below these messages nobody may reply. */
  readonly closedThreads = new Set<string>()
  readonly #triggers = new Map<string, Trigger>()
  #count = 0

  constructor(team: string, clock: () => number) {
    this.team = team
    this.clock = clock
  }

  /** Of messages and presses: seconds, and a number that makes it unique. */
  nextTs(): string {
    const seconds = Math.floor(this.clock() / 1000)
    return `${seconds}.${String(++this.#count).padStart(6, '0')}`
  }

  nextId(letter: string): string {
    return `${letter}${String(++this.#count).padStart(8, '0')}`
  }

  find(channel: string, ts: string): SlackMessage | undefined {
    return this.messages.find((message) => message.channel === channel && message.ts === ts)
  }

  remove(message: SlackMessage): void {
    this.messages.splice(this.messages.indexOf(message), 1)
  }

  /** The channel, or the direct conversation with a person, which is made as needed. */
  channelFor(name: string): SlackChannel | undefined {
    const known = this.channels.get(name)
    if (known !== undefined || !this.users.has(name)) return known
    const direct = `D${name.slice(1)}`
    const conversation = this.channels.get(direct) ?? {
      ...{ id: direct, isArchived: false, hasApp: true },
    }
    this.channels.set(direct, conversation)
    return conversation
  }

  newTrigger(user: string): string {
    const id = `${++this.#count}.${this.clock()}.trigger`
    const untilMs = this.clock() + triggerLifetimeMs
    this.#triggers.set(id, { user, untilMs, isUsed: false })
    return id
  }

  /** The person whose press it came from, or Slack's word for why it is worth nothing. */
  useTrigger(id: unknown): { readonly user: string } | { readonly error: string } {
    const trigger = typeof id === 'string' ? this.#triggers.get(id) : undefined
    if (trigger === undefined) return { error: 'invalid_trigger_id' }
    if (trigger.isUsed) return { error: 'exchanged_trigger_id' }
    if (this.clock() > trigger.untilMs) return { error: 'expired_trigger_id' }
    trigger.isUsed = true
    return { user: trigger.user }
  }
}
