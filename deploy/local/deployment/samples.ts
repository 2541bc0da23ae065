/** People, agents, executors and rules of a deployment for trying out and for tests. Real ones come from the operator. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'

export interface SampleExecutor {
  readonly id: string
  readonly audiences: readonly string[]
}

/** Nobody can be reached under these addresses (RFC 2606). */
const mailDomain = 'example.com'
export const samplePeople = [
  { id: 'p-alice', name: 'alice', groups: ['approvers'] },
  { id: 'p-bob', name: 'bob', groups: ['approvers'] },
  { id: 'p-carol', name: 'carol', groups: ['approvers', 'owners'] },
  { id: 'p-dave', name: 'dave', groups: ['approvers', 'operators'] },
] as const
/** Owner and operator of every agent here: approvers like the others, but never of these agents' actions. */
export const agentOwner = 'p-carol'
export const agentOperator = 'p-dave'

export const mailOf = (name: string) => `${name}@${mailDomain}`

export function sampleDirectory(issuer: string, agents: readonly string[]): string {
  return stringify({
    groups: ['approvers', 'owners', 'operators'],
    people: samplePeople.map(({ id, name, groups }) => ({
      ...{ id, email: mailOf(name), groups: [...groups] },
      subjects: [{ issuer, subject: name }],
    })),
    agents: agents.map((id) => ({ id, owner: agentOwner, operators: [agentOperator] })),
  })
}

/** Cases for the policy below, as they lie beside it. */
export function samplePolicyTable(): string {
  return readFileSync(join(import.meta.dirname, 'samples.test.yaml'), 'utf8')
}

/** One type of each kind: allowed, needing a person, forbidden, one whose result has personal data; and one for an executor of the reader's own. */
export function samplePolicy(audience: string): string {
  return stringify({
    version: 1,
    name: 'demo',
    closed: true,
    defaults: { decideWithin: '15m', useWithin: '10m', runWithin: '5m', audience },
    types: {
      'support.ticket.comment': { title: 'Comment on a ticket' },
      'crm.contact.read': { title: 'Read a contact' },
      'payments.refund': { title: 'Refund a payment', reversible: { within: '7d' } },
      'payments.refund.reverse': { title: 'Take a refund back' },
      'database.drop': { title: 'Drop a database' },
      'mail.send': { title: 'Send a mail', audience: 'mail' },
    },
    rules: [
      {
        name: 'no-drops',
        types: ['database.drop'],
        deny: { reason: 'databases are never dropped by agents' },
      },
      {
        name: 'refunds',
        types: ['payments.refund', 'payments.refund.reverse', 'mail.send'],
        require: { quorum: 1, groups: [{ group: 'approvers', min: 1 }], assurance: 'sso' },
      },
      { name: 'harmless', types: ['support.*', 'crm.*'], allow: {} },
    ],
  })
}
