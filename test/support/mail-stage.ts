/** A whole Holdpoint with a mail relay and an endpoint for webhooks in front of it, and a system through which people decide. For tests. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ActionId } from '@holdpoint/contracts'
import { generateKey, Signer } from '@holdpoint/seal'
import {
  freshDeployment,
  type Mailbox,
  mailbox,
  type ReceivedMail,
  type ReceivedWebhook,
  samplePolicy,
  selfSigned,
  until,
  type WebhookReceiver,
  webhookReceiver,
} from '@holdpoint/testkit'
import { parse, stringify } from 'yaml'
import { type Stage, stage, waitMs } from './stage.ts'

export const secrets = {
  hook: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
  hookOld: `whsec_${Buffer.alloc(32, 2).toString('base64')}`,
  system: `whsec_${Buffer.alloc(32, 3).toString('base64')}`,
} as const
const form = { 'content-type': 'application/x-www-form-urlencoded' }

export interface Page {
  readonly status: number
  readonly html: string
}

/** Decided from a mailbox; `mail.send` needs two people, `crm.contact.read` must be decided within seconds. */
function policy(): string {
  const sample = parse(samplePolicy('billing')) as { rules: object[] }
  const require = (more: object) => ({
    ...{ quorum: 1, groups: [{ group: 'approvers', min: 1 }], assurance: 'chat' },
    ...more,
  })
  const rules = [
    { name: 'two', types: ['mail.send'], require: require({ quorum: 2 }) },
    { name: 'soon', types: ['crm.contact.read'], require: require({ decideWithin: '4s' }) },
    { name: 'signed', types: ['support.ticket.comment'], require: require({ assurance: 'sso' }) },
    { name: 'chat', types: ['payments.refund'], require: require({ risk: 'high' }) },
  ]
  return stringify({ ...sample, rules: [...rules, ...sample.rules] })
}

export class MailStage {
  readonly at: Stage
  readonly relay: Mailbox
  readonly alice: Signer
  hook: WebhookReceiver
  readonly #certificate: ReturnType<typeof selfSigned>
  readonly #port: number
  readonly #past: ReceivedWebhook[] = []

  private constructor(
    at: Stage,
    relay: Mailbox,
    hook: WebhookReceiver,
    more: { alice: Signer; certificate: ReturnType<typeof selfSigned> },
  ) {
    this.at = at
    this.relay = relay
    this.hook = hook
    this.alice = more.alice
    this.#certificate = more.certificate
    this.#port = Number(new URL(hook.url).port)
  }

  static async open(): Promise<MailStage> {
    const certificate = selfSigned()
    const [relay, hook, hp] = await Promise.all([
      mailbox(),
      webhookReceiver([secrets.hook], { certificate }),
      freshDeployment({ policy: policy() }),
    ])
    const alice = new Signer(generateKey().privateJwk)
    const trust = parse(readFileSync(hp.files.trust, 'utf8'))
    const people = { 'p-alice': { keys: [alice.publicJwk] } }
    writeFileSync(hp.files.trust, stringify({ ...trust, people }))
    const dir = join(hp.dir, 'channels')
    mkdirSync(dir, { recursive: true })
    const file = (name: string, text: string) => {
      writeFileSync(join(dir, name), text)
      return name
    }
    const mail = {
      ...{ from: { address: 'hold@mail.example' }, codes: true, perSecondMax: 100 },
      smtp: {
        ...{ host: '127.0.0.1', port: relay.port, username: relay.user.username },
        ...{
          password: file('relay.password', relay.user.password),
          ca: file('relay.pem', relay.ca),
        },
      },
    }
    const erp = {
      ...{ url: hook.url, allow: ['127.0.0.0/8'], ca: file('hook.pem', hook.ca), details: true },
      keys: [file('hook.old', secrets.hookOld), file('hook.key', secrets.hook)],
    }
    const channels = [
      {
        name: 'mail',
        kind: 'mail',
        emailDomains: ['example.com'],
        perMinuteMax: 1000,
        settings: mail,
      },
      { name: 'hook', kind: 'webhook', perMinuteMax: 1000, settings: erp },
    ]
    const systems = [{ name: 'erp', keys: [file('system.key', secrets.system)] }]
    const settings = { page: hp.urls.notifier, channels, systems }
    writeFileSync(join(dir, 'channels.json'), JSON.stringify(settings))
    const overrides = { files: { channels: join(dir, 'channels.json') } }
    const at = await stage({ hp, start: { notifier: { overrides } } })
    return new MailStage(at, relay, hook, { alice, certificate })
  }

  /** The mails about this action to this person, first one first; waits until one says so. */
  async mails(id: ActionId, name: string, says = /./): Promise<readonly ReceivedMail[]> {
    const found = () =>
      this.relay.mails.filter(
        ({ to, parts }) => to.includes(`${name}@example.com`) && textOf(parts).includes(id),
      )
    await until(async () => found().some(({ parts }) => says.test(textOf(parts))), {
      ...{ deadlineMs: waitMs, what: `a mail about ${id} to ${name} that says ${says}` },
    })
    return found()
  }

  /** What the endpoint took about this action, each message once; waits for that type. */
  async events(id: ActionId, type: string) {
    const found = () =>
      this.hook.messages().filter(({ data }) => (data as { actionId?: string }).actionId === id)
    await until(async () => found().some((each) => each.type === type), {
      ...{ deadlineMs: waitMs, what: `${type} of ${id} at the endpoint` },
    })
    return found()
  }

  async linkTo(id: ActionId, name: string): Promise<string> {
    const [mail] = await this.mails(id, name)
    return /http:\S+\/m\/mail\/[\w-]{43}/.exec(textOf(mail?.parts ?? new Map()))?.[0] ?? 'no link'
  }

  async get(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Page> {
    const answer = await fetch(url, { method, headers, redirect: 'manual' })
    return { status: answer.status, html: await answer.text() }
  }

  /** Sends the form of a page, as a browser does. */
  async submit(page: Page, fields: Record<string, string>): Promise<Page> {
    const action = /<form method="post" action="([^"]*)"/.exec(page.html)?.[1] ?? '/none'
    const hidden = [...page.html.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)]
    const all = { ...Object.fromEntries(hidden.map(([, name, value]) => [name, value])), ...fields }
    const answer = await fetch(`${this.at.hp.urls.notifier}${action}`, {
      ...{ method: 'POST', headers: form, body: new URLSearchParams(all).toString() },
    })
    return { status: answer.status, html: await answer.text() }
  }

  /** Behind the link, with a code typed by hand: the card, ready to be decided. */
  async opened(link: string, name: string): Promise<Page> {
    const box = () => this.relay.mails.filter(({ to }) => to.includes(`${name}@example.com`))
    const codes = () =>
      box().flatMap(({ parts }) => /code: (\d{4} \d{4})/.exec(textOf(parts))?.[1] ?? [])
    const before = codes().length
    const asking = await this.submit(await this.get(link), {})
    await until(async () => codes().length > before, { deadlineMs: waitMs, what: 'a code' })
    return this.submit(asking, { code: codes().at(-1) ?? '' })
  }

  async decided(id: ActionId, name: string, verdict: string, reason = ''): Promise<Page> {
    const page = await this.opened(await this.linkTo(id, name), name)
    return this.submit(page, { verdict, reason })
  }

  /** The endpoint comes back where it was. */
  async restartHook(): Promise<void> {
    this.#past.push(...this.hook.requests)
    const options = { port: this.#port, certificate: this.#certificate }
    this.hook = await webhookReceiver([secrets.hook], options)
  }

  /** All that was ever sent to the endpoint. */
  get hooked(): readonly ReceivedWebhook[] {
    return [...this.#past, ...this.hook.requests]
  }

  async close(): Promise<void> {
    await this.at.close()
    await Promise.all([this.relay.stop(), this.hook.stop()])
  }
}

export const textOf = (parts: ReceivedMail['parts']): string => parts.get('text/plain') ?? ''
