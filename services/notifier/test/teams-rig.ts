/** A Teams channel on an edge of its own, against the kit's Teams, with an inbox that a test steers. */
import { Secret } from '@holdpoint/seal'
import { createEdge, createLogger, createMetrics, systemTime } from '@holdpoint/service'
import { FakeTeams, type Message } from '@holdpoint/testkit'
import { sampleCard } from '../src/card/sample.ts'
import type { Answer, Channel, Click, Delivery, Inbox } from '../src/channel/port.ts'
import { teamsKind } from '../src/channel/teams/kind.ts'
import type { TeamsSettings } from '../src/channel/teams/settings.ts'
import { MemoryShelf } from '../src/shelf/memory.ts'

/** What became of it is what a test says. */
export class SteeredInbox implements Inbox {
  readonly clicks: Click[] = []
  readonly looks: string[] = []
  answer: Promise<Answer> | Answer = { kind: 'counted', card: sampleCard }
  /** Thrown instead of writing the vote. */
  failure: Error | undefined
  view: (account: string) => typeof sampleCard | undefined = () => undefined

  async press(click: Click) {
    if (this.failure !== undefined) throw this.failure
    this.clicks.push(click)
    return { answer: Promise.resolve(this.answer) }
  }
  async look(account: string) {
    this.looks.push(account)
    return this.view(account)
  }
  async linkFor() {
    return 'https://hold.example/link/x'
  }
}

export interface TeamsRig {
  readonly teams: FakeTeams
  readonly channel: Channel
  readonly conversation: string
  readonly inbox: SteeredInbox
  readonly shelf: MemoryShelf
  /** Moves every clock but the machine's. */
  skip(ms: number): void
  readonly log: () => string
  /** Delivers a card and gives the message that stands there then. */
  show(change?: Partial<Delivery>): Promise<Message>
  delivery(change?: Partial<Delivery>): Delivery
  close(): Promise<void>
}

export async function teamsRig(change: Partial<TeamsSettings> = {}): Promise<TeamsRig> {
  const time = { nowMs: Date.now() }
  const clock = () => time.nowMs
  const teams = await FakeTeams.open({ clock })
  const conversation = teams.channel()
  const lines: string[] = []
  const log = createLogger({ service: 'test', to: { write: (line) => void lines.push(line) } })
  const metrics = createMetrics('test')
  const shelf = new MemoryShelf(clock)
  const settings: TeamsSettings = {
    ...{ appId: teams.app.id, tenants: [teams.tenant] },
    ...{ secret: 'secret', conversations: [conversation] },
    ...{ serviceUrl: teams.serviceUrl, endpoints: teams.endpoints },
    ...change,
  }
  const sleep = () => new Promise<void>(setImmediate)
  const channel = await teamsKind.open(settings, {
    ...{ name: 'teams', deployment: 'urn:holdpoint:test', page: 'https://hold.example' },
    ...{ shelf, log, time: { ...systemTime, clock, sleep } },
    ...{ random: () => 0.5, newKey: () => 'key' },
    secret: async () => new Secret(Buffer.from(teams.app.secret)),
  })
  const edge = createEdge({ log, metrics, isReady: () => true })
  const inbox = new SteeredInbox()
  channel.routes?.(edge, inbox)
  teams.botUrl = `${await edge.listen({ host: '127.0.0.1', port: 0 })}/teams/teams`
  const signal = new AbortController().signal
  const delivery = (more: Partial<Delivery> = {}): Delivery => ({
    ...{ id: 'copy-1', address: conversation, card: sampleCard, signal },
    ...more,
  })
  return {
    ...{ teams, channel, conversation, inbox, shelf, delivery },
    skip: (ms) => {
      time.nowMs += ms
    },
    log: () => lines.join(''),
    show: async (more) => {
      const delivered = await channel.deliver(delivery(more))
      const [message] = teams.messages(conversation).slice(-1)
      if (delivered.kind !== 'shown' || !message) throw new Error(JSON.stringify(delivered))
      return message
    },
    close: async () => {
      await edge.close()
      await teams.close()
    },
  }
}
