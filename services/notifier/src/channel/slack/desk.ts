/** Where presses arrive: who it was is found out, the vote is written, Slack is told that it arrived, and whoever pressed hears alone why it did not count. */
import type { Logger } from '@holdpoint/service'
import { App, type Receiver } from '@slack/bolt'
import type { Inbox } from '../port.ts'
import { type Profile, refusalOf, strangerText, verifiedEmailOf } from './account.ts'
import type { SlackApi } from './api.ts'
import { type Block, button, escaped, rich, run, section } from './block.ts'
import {
  type Actor,
  type Gesture,
  type Home,
  readPress,
  readSafely,
  readSubmission,
} from './gesture.ts'
import { buttonIds } from './message.ts'
import { denyModal, modalId } from './modal.ts'
import { silentLogger } from './silent-logger.ts'

const triedText = 'Slack could not be asked about your account. Nothing was decided: try again.'
const formText = 'The form could not be opened. Nothing was decided: try again.'

export interface DeskParts {
  /** Of the channel. */
  readonly name: string
  readonly settings: Home
  readonly api: SlackApi
  readonly inbox: Inbox
  /** Absent: nothing can be pressed, cards are only shown. */
  readonly receiver: Receiver | undefined
  readonly log: Pick<Logger, 'warn'>
}

type Ack = (answer?: { response_action: 'errors'; errors: Record<string, string> }) => Promise<void>
type Way = { readonly code?: string; readonly link?: string }
type Vote = Extract<Gesture, { kind: 'vote' }>

export class Desk {
  readonly #parts: DeskParts
  readonly #app: App | undefined

  constructor(parts: DeskParts) {
    const { name, receiver, settings } = parts
    this.#parts = parts
    if (receiver === undefined) return
    const app = new App({
      ...{ receiver, logger: silentLogger, convoStore: false },
      // Who may is found out below; this only stops the framework from asking Slack itself.
      authorize: async () => ({}),
    })
    app.action(/^hp\./, ({ body, ack }) =>
      this.#take(
        readSafely(() => readPress(body, settings)),
        ack as Ack,
      ),
    )
    app.view(modalId, ({ body, ack }) =>
      this.#take(
        readSafely(() => readSubmission(body, settings)),
        ack as Ack,
      ),
    )
    app.error(async (error) => {
      const { code } = (error.original ?? error) as { code?: unknown }
      this.#parts.log.warn({ channel: name, code }, 'a press was not taken in')
    })
    this.#app = app
  }

  async start(): Promise<void> {
    await this.#app?.start()
  }

  async stop(): Promise<void> {
    await this.#app?.stop()
  }

  async #take(gesture: Gesture, ack: Ack): Promise<void> {
    switch (gesture.kind) {
      case 'vote':
        return this.#vote(gesture, ack)
      case 'ask':
        return this.#openForm(gesture, ack)
      case 'lacking':
        return ack({ response_action: 'errors', errors: gesture.errors })
      case 'stranger':
        await ack()
        return this.#tell(gesture.actor, strangerText)
      case 'nothing':
        return ack()
    }
  }

  /** The form first: its trigger is good for three seconds. */
  async #openForm(gesture: Extract<Gesture, { kind: 'ask' }>, ack: Ack): Promise<void> {
    const { trigger, origin, locator, actor } = gesture
    const view = denyModal(origin, locator)
    const opened = await this.#parts.api.call('views.open', { trigger_id: trigger, view })
    await ack()
    if (!opened.ok) await this.#tell(actor, formText)
  }

  async #vote({ actor, press }: Vote, ack: Ack): Promise<void> {
    const { api, inbox, settings } = this.#parts
    const found = await api.call('users.info', { user: actor.user })
    const profile = found.ok ? (found.answer['user'] as Profile) : undefined
    const refusal = profile ? refusalOf(profile, actor.user, settings) : triedText
    if (profile === undefined || refusal !== undefined) {
      await ack()
      return this.#tell(actor, refusal ?? triedText)
    }
    const email = verifiedEmailOf(profile)
    const click = { ...press, account: actor.account, ...(email && { verifiedEmail: email }) }
    const { answer } = await inbox.press(click)
    await this.#acknowledge(ack)
    const said = await answer
    if (said.kind === 'refused') await this.#tell(actor, said.text, said)
  }

  /** The vote is written: whether Slack hears of it or not, it counts. */
  async #acknowledge(ack: Ack): Promise<void> {
    try {
      await ack()
    } catch {
      this.#parts.log.warn({ channel: this.#parts.name }, 'a vote is not acknowledged')
    }
  }

  /** To this person alone: where they pressed, or, where that does not go, in a direct message. */
  async #tell({ channel, user }: Actor, text: string, way: Way = {}): Promise<void> {
    const { api, name, log } = this.#parts
    const message = { text: escaped(text), blocks: [rich(section(run(text))), ...wayOn(way)] }
    const there = await api.call('chat.postEphemeral', { channel, user, ...message })
    if (there.ok) return
    const alone = { channel: user, mrkdwn: false, unfurl_links: false, ...message }
    const direct = await api.call('chat.postMessage', alone)
    if (direct.ok) return
    const { code } = direct.fault
    log.warn({ channel: name, code }, 'somebody was not told why their press did not count')
  }
}

/** What somebody can do whose press did not count: say who they are, or look at it in the console. */
function wayOn({ code, link }: Way): readonly Block[] {
  if (link === undefined) return []
  const label = code === 'HP_ACCOUNT_UNLINKED' ? 'Link your account' : 'Open in console'
  const elements = [button({ id: `${buttonIds.open}.way`, label, url: link })]
  return [{ type: 'actions', elements }]
}
