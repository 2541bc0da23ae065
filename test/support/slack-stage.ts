/** A whole Holdpoint with two Slack workspaces in front of it: one over sockets, one over signed requests; and people who press buttons there. For tests. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ActionId } from '@holdpoint/contracts'
import {
  buttonsOf,
  freshDeployment,
  type SlackMessage,
  type SlackServer,
  samplePolicy,
  shownText,
  startSlack,
  until,
} from '@holdpoint/testkit'
import { parse, stringify } from 'yaml'
import { type Stage, stage, waitMs } from './stage.ts'

/** Members of both workspaces, known by the addresses that Slack has confirmed. */
const names = ['alice', 'bob', 'carol', 'dave'] as const
export type Name = (typeof names)[number]
/** Eve's address is not confirmed; Zoe has none. */
export type Anybody = Name | 'eve' | 'zoe'
export const userOf = (name: Anybody): string => `U0${name.toUpperCase()}`
export const slackChannel = 'C0HOLDS'

export interface SlackStage {
  readonly at: Stage
  /** Over sockets. */
  readonly slack: SlackServer
  /** Over signed requests. */
  readonly ops: SlackServer
  /** The one message about this action; waits until it is there, and says so. */
  message(slack: SlackServer, id: ActionId, says?: RegExp): Promise<SlackMessage>
  /** Presses on that message, as Slack brings it. */
  press(slack: SlackServer, id: ActionId, name: Anybody, button?: string): Promise<boolean>
  /** What this person alone was told; waits for it. */
  told(slack: SlackServer, name: Anybody, says: RegExp): Promise<string>
  close(): Promise<void>
}

/** Decided from a chat; `mail.send` needs two people, `crm.contact.read` must be decided within seconds. */
function policy(): string {
  const sample = parse(samplePolicy('billing')) as { rules: object[] }
  const require = (more: object) => ({
    ...{ quorum: 1, groups: [{ group: 'approvers', min: 1 }], assurance: 'chat' },
    ...more,
  })
  const rules = [
    { name: 'two', types: ['mail.send'], require: require({ quorum: 2 }) },
    {
      ...{ name: 'soon', types: ['crm.contact.read'] },
      require: require({ decideWithin: '4s' }),
    },
    { name: 'chat', types: ['payments.refund'], require: require({ risk: 'high' }) },
  ]
  return stringify({ ...sample, rules: [...rules, ...sample.rules] })
}

export async function slackStage(more: { hasRates?: boolean; perMinuteMax?: number } = {}) {
  const users = [
    ...names.map((name) => ({
      ...{ id: userOf(name), email: `${name}@example.com`, isEmailConfirmed: true },
    })),
    { id: userOf('eve'), email: 'alice@example.com', isEmailConfirmed: false },
    { id: userOf('zoe') },
  ]
  const given = { users, channels: [slackChannel], hasRates: more.hasRates ?? false }
  const [slack, ops] = await Promise.all([
    startSlack({ ...given, team: 'T0MAIN' }),
    startSlack({ ...given, team: 'T0OPS' }),
  ])
  const hp = await freshDeployment({ policy: policy() })
  const dir = join(hp.dir, 'channels')
  mkdirSync(dir, { recursive: true })
  const secret = (name: string, text: string) => {
    writeFileSync(join(dir, name), `${text}\n`)
    return name
  }
  const entry = (name: string, server: SlackServer, settings: object) => ({
    ...{ name, kind: 'slack', emailDomains: ['example.com'] },
    ...(more.perMinuteMax ? { perMinuteMax: more.perMinuteMax } : { perMinuteMax: 1000 }),
    settings: {
      ...{ team: server.workspace.team, channel: slackChannel, apiUrl: server.apiUrl },
      ...{ botToken: secret(`${name}.bot`, server.botToken), ...settings },
    },
  })
  const channels = [
    entry('slack', slack, { appToken: secret('slack.app', slack.appToken) }),
    entry('slack-ops', ops, { signingSecret: secret('ops.sign', ops.signingSecret) }),
  ]
  const file = join(dir, 'channels.json')
  writeFileSync(file, JSON.stringify({ page: 'https://hold.example', channels }))
  ops.requestUrl = `${hp.urls.notifier}/slack/slack-ops`
  const start = { notifier: { overrides: { files: { channels: file } } } }
  return new RealSlackStage(await stage({ hp, start }), slack, ops)
}

class RealSlackStage implements SlackStage {
  readonly at: Stage
  readonly slack: SlackServer
  readonly ops: SlackServer

  constructor(at: Stage, slack: SlackServer, ops: SlackServer) {
    this.at = at
    this.slack = slack
    this.ops = ops
  }

  async message(slack: SlackServer, id: ActionId, says = /./): Promise<SlackMessage> {
    const found = () =>
      slack.messages(slackChannel).filter(({ blocks }) => shownText(blocks).includes(id))
    const what = `${id} in ${slack.workspace.team} that says ${says}`
    await until(async () => found().some(({ blocks }) => says.test(shownText(blocks))), {
      ...{ deadlineMs: waitMs, what },
    })
    const [message, ...others] = found()
    if (message === undefined || others.length > 0) throw new Error(`${found().length} of ${what}`)
    return message
  }

  async press(slack: SlackServer, id: ActionId, name: Anybody, button = 'hp.approve') {
    const { channel, ts } = await this.message(slack, id)
    const press = { user: userOf(name), channel, ts, actionId: button }
    const { isAcknowledged } = await slack.press(press)
    return isAcknowledged
  }

  told(slack: SlackServer, name: Anybody, says: RegExp): Promise<string> {
    const words = () => slack.privately(userOf(name)).find((text) => says.test(text))
    return until(async () => words(), { deadlineMs: waitMs, what: `${says} for ${name} alone` })
  }

  async close(): Promise<void> {
    await this.at.close()
    await Promise.all([this.slack.close(), this.ops.close()])
  }
}

export const labelsOf = (message: SlackMessage): (string | undefined)[] =>
  buttonsOf(message).map(({ action_id }) => action_id)
