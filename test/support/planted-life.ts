/** Sends planted values down every way that an action can go, well formed or not, and keeps everything that anybody was told. */
import { type Action, type ActionId, outcomeReported } from '@holdpoint/contracts'
import { isHoldpointError, type Ticket } from '@holdpoint/sdk'
import type { Decisions } from './decisions.ts'
import { Hand } from './hand.ts'
import {
  actionWith,
  intentRecord,
  letterFor,
  newId,
  post,
  type Raw,
  signed,
  write,
} from './intents.ts'
import {
  aws,
  email,
  github,
  otherEmail,
  phone,
  plantedParams,
  plantedResult,
  resultSecret,
  stripe,
  typedSecret,
} from './planted.ts'
import type { Stage } from './stage.ts'

export interface Told {
  readonly where: string
  readonly text: string
}

const typedReason = `As agreed with ${email.value}, call ${phone.value}; my token is ${typedSecret.value}`

export class PlantedLife {
  readonly told: Told[] = []
  readonly actions: Record<string, ActionId> = {}
  private readonly at: Stage
  private readonly decisions: Decisions

  constructor(at: Stage, decisions: Decisions) {
    this.at = at
    this.decisions = decisions
  }

  /** Resolves when everything has come to its end. */
  async play(): Promise<void> {
    await this.actionsOfEveryKind()
    await this.outcomesByHand()
    await this.badIntents()
    await this.badRequests()
  }

  hear(where: string, heard: unknown): void {
    this.told.push({ where, text: typeof heard === 'string' ? heard : JSON.stringify(heard) })
  }

  private async actionsOfEveryKind(): Promise<void> {
    const { agent } = this.at
    const [allowed, approved, denied, forbidden, withdrawn, odd] = await Promise.all([
      agent.propose(this.intent('support.ticket.comment')),
      agent.propose(this.intent('payments.refund')),
      this.at.kafkaAgent().propose(this.intent('payments.refund')),
      agent.propose(this.intent('database.drop')),
      agent.propose(this.intent('payments.refund')),
      agent.propose(this.intent('crm.contact.read')),
    ])
    const tickets = { allowed, approved, denied, forbidden, withdrawn, odd }
    for (const [name, { id }] of Object.entries(tickets)) this.actions[name] = id
    this.hear(
      'decision',
      await this.at.decide('alice', approved.id, 'approve', { reason: typedReason }),
    )
    this.hear('decision', await this.at.decide('bob', denied.id, 'deny', { reason: typedReason }))
    await this.decisions.fact('held', withdrawn.id)
    this.hear('withdrawal', await agent.withdraw(withdrawn, typedReason))
    for (const [name, ticket] of Object.entries(tickets)) await this.hearEnd(name, ticket)
  }

  private async hearEnd(name: string, ticket: Ticket): Promise<void> {
    this.hear(`settlement of ${name}`, await this.at.agent.settled(ticket))
  }

  private intent(type: string) {
    return {
      ...{ type, params: plantedParams() },
      justification: `${otherEmail.value} asked for it, key ${aws.value}`,
      target: {
        system: 'payments',
        resource: `customer/${email.value}`,
        environment: `prod?key=${stripe.value}`,
      },
      model: { name: 'm-1', apiKey: github.value, prompt: `You help ${email.value}` },
    }
  }

  /** Of a type that no executor here has a handler for. */
  private async outcomesByHand(): Promise<void> {
    const { agent } = this.at
    const hand = new Hand(this.at)
    const take = async (name: string) => {
      const { id } = await agent.propose(this.intent('ledger.entry.add'))
      this.actions[name] = id
      const { claimId } = await hand.take(id)
      return { actionId: id, claimId }
    }
    const [failed, refused] = [await take('failed'), await take('refused outcome')]
    const result = plantedResult()
    this.hear(
      'outcome',
      await hand.report({ ...failed, status: 'failed', code: 'declined', result }),
    )
    await this.decisions.fact('failed', failed.actionId)
    this.hear('settlement of failed', await agent.settled(failed.actionId))
    const code = email.value
    this.hear('refused outcome', await hand.report({ ...refused, status: 'failed', code }))
    const outcome = { ...refused, status: 'succeeded', [email.value]: resultSecret.value }
    const headers = {
      ce_specversion: '1.0',
      ce_id: 'x',
      ce_source: 'urn:x',
      ce_type: outcomeReported,
    }
    const raw = { key: refused.actionId, value: JSON.stringify({ ...outcome, result }), headers }
    const source = await write(this.at, raw, 'outcomes')
    this.hear('dead letter', await letterFor(this.at, source, 'redactor', 'outcomes'))
    // Done all the same, so that nothing is left open.
    await hand.report({ ...refused, status: 'succeeded', result })
    await this.decisions.fact('succeeded', refused.actionId)
    this.hear('settlement of refused outcome', await agent.settled(refused.actionId))
  }

  /** Both ways in: everything that is wrong is refused, and what it held goes nowhere. */
  private async badIntents(): Promise<void> {
    const params = plantedParams()
    const good = actionWith({ params })
    const json = JSON.stringify(good)
    const bodies = [
      `not JSON: ${email.value} ${github.value}`,
      json.replace('{"id"', `{"${email.value}":1,"${email.value}":2,"id"`),
      json.replace('"params":{', `"params":{"${github.value}":1e999,`),
      json.replace('"params":{', `"params":{"${phone.value}":"\\ud800",`),
      JSON.stringify({ ...good, [email.value]: github.value }),
      JSON.stringify({ ...good, type: undefined }),
      JSON.stringify({ ...good, type: email.value }),
      JSON.stringify({ ...good, expiresAt: email.value }),
      JSON.stringify({ ...good, classification: [github.value] }),
      JSON.stringify({ ...good, target: { system: { [email.value]: aws.value } } }),
      JSON.stringify({ ...good, justification: { mail: email.value } }),
    ]
    for (const body of bodies) {
      this.hear('refused body', await post(this.at, body))
      await this.refusedOnKafka({ key: newId(), value: body, headers: {} })
    }
    const actions: Action[] = [
      actionWith({ params, agent: { id: 'refunds', run: email.value } }),
      actionWith({ params, onBehalfOf: email.value }),
      actionWith({ params, onBehalfOf: github.value }),
      actionWith({ params, classification: [stripe.value] }),
    ]
    for (const action of actions) await this.refusedBothWays(action)
  }

  private async refusedBothWays(action: Action): Promise<void> {
    const sent = signed(this.at, action)
    const headers = { 'hp-proof': sent.proof, 'hp-salt': sent.salt }
    this.hear('refused action', await post(this.at, JSON.stringify(action), headers))
    await this.refusedOnKafka(intentRecord(sent))
    const error = await this.at.agent
      .propose({ ...action, type: 'Support', ...{ run: email.value } })
      .catch((thrown: unknown) => thrown)
    if (isHoldpointError(error))
      this.hear('error of the library', `${error.message} ${error.stack}`)
  }

  private async refusedOnKafka(raw: Raw): Promise<void> {
    const odd = { 'x-user': email.value, ce_customer: email.value }
    const source = await write(this.at, { ...raw, headers: { ...raw.headers, ...odd } })
    this.hear('dead letter', await letterFor(this.at, source))
    const keyed = await write(this.at, { ...raw, key: email.value })
    this.hear('dead letter', await letterFor(this.at, keyed))
  }

  /** Values where an address, a header or a credential should be. */
  private async badRequests(): Promise<void> {
    const { urls } = this.at.hp
    const value = encodeURIComponent(email.value)
    const paths = [
      `/v1/actions/${value}`,
      `/v1/approvals/${value}`,
      `/${value}?key=${github.value}`,
    ]
    const headers = {
      authorization: `Bearer ${github.value}`,
      'idempotency-key': github.value,
      'user-agent': email.value,
      'content-type': 'application/json',
    }
    for (const [name, url] of Object.entries(urls)) {
      for (const path of [
        ...paths,
        `/v1/records?action=${value}`,
        `/v1/approved?audience=${value}`,
      ]) {
        this.hear(`${name} GET`, await (await fetch(url + path, { headers })).text())
        const body = JSON.stringify({ [email.value]: github.value, verdict: email.value })
        const posted = await fetch(url + path, { method: 'POST', headers, body })
        this.hear(`${name} POST`, await posted.text())
      }
    }
    const { approved = '' } = this.actions
    const wrong = { verdict: email.value, presented: github.value, [email.value]: 1 }
    this.hear(
      'vote',
      await this.at.people.ask('POST', `/v1/approvals/${approved}/decision`, 'alice', wrong),
    )
  }
}
