/** The four actions that the demo's agent proposes, each showing another promise. All names and numbers are made up. */

import { canonicalize, type Digest, digestBytes } from '@holdpoint/contracts'
import type { Action, Intent } from '@holdpoint/sdk'

const customer = {
  email: 'jane.miller@example.com',
  phone: '+44 20 7946 0958',
  iban: 'DE89370400440532013000',
}

export interface Act {
  readonly title: string
  /** How the agent proposes it. */
  readonly via: 'kafka' | 'http'
  readonly intent: Intent
  /** What the executor's handler returns. */
  readonly result: unknown
  /** Raw values of the parameters, which no reviewer may see, and of the result, which no agent may see. */
  readonly private: { readonly params: readonly string[]; readonly result: readonly string[] }
}

export const actNames = ['allowed', 'forbidden', 'personal', 'held'] as const
export type ActName = (typeof actNames)[number]

export const acts: Readonly<Record<ActName, Act>> = {
  allowed: {
    title: 'allowed by policy',
    via: 'kafka',
    intent: {
      type: 'support.ticket.comment',
      target: { system: 'helpdesk', resource: 'T-1042' },
      params: { ticket: 'T-1042', text: 'The refund is being looked at.' },
    },
    result: { comment: 7 },
    private: { params: [], result: [] },
  },
  forbidden: {
    title: 'forbidden by policy',
    via: 'http',
    intent: {
      type: 'database.drop',
      target: { system: 'postgres', resource: 'orders', environment: 'production' },
      params: { database: 'orders' },
      justification: 'the ticket says that old orders may go',
    },
    result: { dropped: true },
    private: { params: [], result: [] },
  },
  personal: {
    title: 'a result with personal data',
    via: 'kafka',
    intent: {
      type: 'crm.contact.read',
      target: { system: 'crm', resource: 'C-77' },
      params: { contact: 'C-77' },
    },
    result: { contact: 'C-77', plan: 'team', ...customer },
    private: { params: [], result: Object.values(customer) },
  },
  held: {
    title: 'needs a person',
    via: 'http',
    intent: {
      type: 'payments.refund',
      target: { system: 'billing', resource: 'invoice-2207', environment: 'production' },
      params: { invoice: '2207', amount: 42.5, currency: 'EUR', to: customer.iban },
      justification: `charged twice, says ${customer.email}`,
    },
    result: { refund: 'R-311' },
    private: { params: [customer.iban, customer.email], result: [] },
  },
}

/** One name for what was proposed and what was run, whoever looks: payload and place, without the action's own id. */
export function payloadDigest({
  type,
  params,
  target,
}: Pick<Intent | Action, 'type' | 'params' | 'target'>): Digest {
  const payload = { type, params, ...(target === undefined ? {} : { target }) }
  return digestBytes(Buffer.from(canonicalize(payload)))
}
