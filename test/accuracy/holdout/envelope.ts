/** An action as an agent asks for it. */
import type { Chance } from './chance.ts'
import { harmless } from './parts.ts'
import type { Labelled } from './say.ts'

export function envelope(
  c: Chance,
  type: string,
  params: Labelled,
  justification: Labelled = null,
): Labelled {
  return {
    id: harmless.uuid(c),
    type,
    agent: {
      id: c.one(['billing-bot', 'support-agent', 'ops-runner']),
      run: `run-${c.hex(8)}`,
      model: 'm-large-4',
    },
    target: {
      system: c.one(['crm', 'ledger', 'hris', 'ehr']),
      environment: c.one(['prod', 'staging']),
    },
    params,
    ...(justification === null ? {} : { justification }),
  }
}
