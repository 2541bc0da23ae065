/** More people than the sample has: finance beside the approvers, an administrator, accounts that belong to one person. */
import { stringify } from 'yaml'
import { agentId } from './stage.ts'

export const issuer = 'https://issuer.holdpoint.test'

/** Name at the issuer → directory id. Carol and alice have two accounts each. */
const people = [
  { id: 'p-alice', accounts: ['alice', 'alice.phone'], groups: ['approvers', 'finance'] },
  { id: 'p-bob', accounts: ['bob'], groups: ['approvers'] },
  { id: 'p-carol', accounts: ['carol', 'carol.private'], groups: ['approvers', 'finance'] },
  { id: 'p-dave', accounts: ['dave'], groups: ['approvers', 'administrators'] },
  { id: 'p-erin', accounts: ['erin'], groups: ['approvers', 'administrators'] },
  { id: 'p-frank', accounts: ['frank'], groups: ['visitors'] },
]

/** Carol owns the agent and dave operates it; erin is the one it acts for, where a test says so. */
export const teamDirectory = stringify({
  groups: ['approvers', 'finance', 'administrators', 'visitors'],
  people: people.map(({ id, accounts, groups }) => ({
    ...{ id, groups, email: `${accounts[0]}@example.com` },
    subjects: accounts.map((subject) => ({ issuer, subject })),
  })),
  agents: [{ id: agentId, owner: 'p-carol', operators: ['p-dave'] }],
})

interface PolicyOptions {
  readonly types: Readonly<Record<string, object>>
  readonly rules: readonly object[]
  readonly closed?: boolean
  /** Who may freeze and thaw. */
  readonly offices?: { readonly freeze?: object; readonly thaw?: object }
}

export function policyOf({ types, rules, closed = true, offices = {} }: PolicyOptions): string {
  const policy = {
    ...{ version: 1, name: 'tests', closed, types, rules, ...offices },
    defaults: { decideWithin: '15m', useWithin: '10m', runWithin: '5m', audience: 'billing' },
  }
  // Two places may name the same object; a policy has no anchors.
  return stringify(policy, { aliasDuplicateObjects: false })
}
