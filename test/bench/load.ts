/** What goes in: actions of 1 KB signed by their agent, and votes signed by the notifier, all made before any clock runs. */
import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import {
  type Action,
  type ActionId,
  actionIntended,
  type Digest,
  encodeEvent,
  proofAttribute,
  saltAttribute,
  slotOf,
  type TopicId,
  topicName,
  type Vote,
  voteCommand,
} from '@holdpoint/contracts'
import type { Deployment } from '@holdpoint/local'
import { type PrivateJwk, Signer, signCommand, signIntent } from '@holdpoint/seal'
import { stringify } from 'yaml'

export const agentId = 'refunds'
const actionBytes = 1024
const saltBytes = 32
const type = 'payments.refund'

/** Everything is held for one approver whose chat is believed; before that, as many rules of this very type as are wanted look at the action in vain. */
export function policyOf(ruleCount: number): string {
  const inVain = Array.from({ length: ruleCount - 1 }, (_, index) => ({
    ...{ name: `over-${index}`, types: [type], when: `params.amount > ${1000 + index}` },
    deny: { reason: 'too much' },
  }))
  const ask = {
    ...{ name: 'ask', types: [type] },
    require: { quorum: 1, groups: [{ group: 'approvers', min: 1 }], assurance: 'chat' },
  }
  return stringify({
    ...{
      version: 1,
      name: 'bench',
      closed: true,
      types: { [type]: { title: 'Refund a payment' } },
    },
    defaults: { decideWithin: '15m', useWithin: '10m', runWithin: '5m', audience: 'billing' },
    rules: [...inVain, ask],
  })
}

/** Words of letters that people write to shops, so that the redaction engine has the usual work. */
const sentences = [
  'The parcel arrived on Tuesday, but the box was open and two of the six cups were broken.',
  'I have been a customer since 2019 and this is the first time that I ask for money back.',
  'Please refund the order as soon as you can; the replacement is not needed any more.',
  'My neighbour signed for it while we were away, so I only saw the damage after the weekend.',
  'I have attached three pictures; the third one shows the dent in the corner of the box.',
  'Your colleague on the phone said that the whole amount would be returned within ten days.',
]

export interface Prepared {
  readonly id: ActionId
  readonly topic: string
  readonly partition: number
  readonly value: Buffer
  readonly headers: Readonly<Record<string, string>>
}

/** An intent that can go in by either way. */
export interface PreparedIntent extends Prepared {
  readonly proof: string
  readonly salt: string
}

export function intents({
  deployment,
  count,
  nowMs,
  expiresAt,
}: LoadOptions & { readonly expiresAt?: string }): PreparedIntent[] {
  const { urn } = deployment
  const signer = signerOf(deployment, `agent-${agentId}.jwk`)
  return Array.from({ length: count }, (_, index) => {
    const wanted = expiresAt === undefined ? {} : { expiresAt }
    const action = { ...actionOf(randomUUID() as ActionId, index), ...wanted }
    const salt = randomBytes(saltBytes).toString('base64url')
    const { proof } = signIntent({ signer, deployment: urn, action, salt, nowMs })
    const { headers, value } = encodeEvent({
      ...{ id: `intent-${action.id}`, source: `urn:agent:${agentId}`, type: actionIntended },
      ...{ subject: action.id, timeMs: nowMs, data: action },
      extensions: { [proofAttribute]: proof, [saltAttribute]: salt },
    })
    return { ...place(deployment, 'intended', action.id), value, headers, proof, salt }
  })
}

export function votes(
  held: readonly { readonly id: ActionId; readonly presented: Digest }[],
  { deployment, nowMs }: Omit<LoadOptions, 'count'>,
): Prepared[] {
  const { urn } = deployment
  const signer = signerOf(deployment, 'notifier.jwk')
  return held.map(({ id, presented }) => {
    const command: Vote = {
      ...{ actionId: id, person: 'p-alice', verdict: 'approve', presented },
      ...{ complete: true, channel: 'bench' },
    }
    const commandId = `vote-${id}`
    const given = { deployment: urn, commandId, type: voteCommand, command, nowMs }
    const { headers, value } = encodeEvent({
      ...{ id: commandId, source: `${urn}/notifier`, type: voteCommand, subject: id },
      ...{ timeMs: nowMs, data: command },
      extensions: { [proofAttribute]: signCommand(signer, given) },
    })
    return { ...place(deployment, 'commands', id), value, headers }
  })
}

interface LoadOptions {
  readonly deployment: Deployment
  readonly count: number
  readonly nowMs: number
}

/** Always 1 KB of JSON, never the same text: a sentence more or less is what makes it so. */
export function actionOf(id: ActionId, index: number): Action {
  const action = (note: string): Action => ({
    ...{ id, type, agent: { id: agentId, run: `run-${index % 50}`, version: '1.4.2' } },
    target: { system: 'shop', resource: `orders/${100_000 + index}`, environment: 'production' },
    params: {
      ...{ order: 100_000 + index, amount: 10 + (index % 900) / 10, currency: 'EUR' },
      customer: { name: `Customer ${index}`, email: `customer.${index}@example.com` },
      lines: [
        { sku: `CUP-${index % 40}`, quantity: 2, unitPrice: 12.5 },
        { sku: `BOX-${index % 7}`, quantity: 1, unitPrice: 4.9 },
      ],
      note,
    },
    justification: 'The customer reports damage, and the order is younger than thirty days.',
  })
  const room = actionBytes - JSON.stringify(action('')).length
  const from = index % sentences.length
  const text = [...sentences.slice(from), ...sentences.slice(0, from)].join(' ')
  return action(text.slice(0, room).padEnd(room, '.'))
}

function place(deployment: Deployment, id: TopicId, actionId: ActionId) {
  const { prefix, plan } = deployment
  const topic = topicName(prefix, id)
  const partitions = plan.topics.find(({ name }) => name === topic)?.partitions ?? 1
  return { id: actionId, topic, partition: slotOf(actionId, partitions) }
}

function signerOf({ keyFile }: Deployment, file: string): Signer {
  return new Signer(JSON.parse(readFileSync(keyFile(file), 'utf8')) as PrivateJwk)
}
