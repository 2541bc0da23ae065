/** What the simulated deployment judges by: two policies and two directories to change between, and one trust file. */
import { parseDirectory, parsePolicy } from '@holdpoint/approval'
import type { RulesInForce } from '@holdpoint/gate'
import { generateKey, parseTrust, Secret, Signer } from '@holdpoint/seal'

export const deployment = 'urn:holdpoint:simulation'
export const prefix = 'sim.'

const secret = (fill: number) => new Secret(Buffer.alloc(32, fill))
const signer = () => new Signer(generateKey().privateJwk)

/** One set for all worlds: signatures decide nothing about the order of things. */
export const keys = {
  gate: { signer: signer(), state: secret(1), salt: secret(2) },
  redactor: secret(3),
  /** The redactor's own: salts of the views that people see. */
  salts: secret(4),
  notifier: signer(),
  agents: { bot: signer(), robot: signer() },
  executors: { 'exec-1': signer(), 'exec-2': signer() },
} as const
export type AgentName = keyof typeof keys.agents
export type ExecutorName = keyof typeof keys.executors

const head = `version: 1
name: simulation
defaults: {audience: billing, assurance: chat, decideWithin: 5m, useWithin: 4m, runWithin: 3m}
types: {payments.refund: {reversible: {within: 20m}}}
rules:
  - {name: never, types: [db.drop], deny: {reason: never}}
`
const tail = `  - {name: small, when: params.amount <= 10, allow: {}}
  - name: two
    when: params.amount > 1000
    require: {quorum: 2, denials: 2, groups: [{group: finance, min: 1}, {group: legal, min: 0}]}
  - {name: one, require: {}}
`
export const policies = [
  `${head}${tail}`,
  `${head}  - {name: stop, when: params.amount > 5000, deny: {reason: not today}}\n${tail}`,
] as const

export const people = ['ann', 'ben', 'cid', 'dan', 'owner', 'stranger'] as const
const agents = `agents:
  - {id: bot, owner: owner}
  - {id: robot, owner: owner, operators: [dan], types: ["payments.*"]}
`
export const directories = [
  `people:
  - {id: ann, groups: [finance]}
  - {id: ben, groups: [finance, legal]}
  - {id: cid, groups: [legal]}
  - {id: dan, groups: [legal]}
  - {id: owner, groups: [finance]}
groups: [finance, legal]
${agents}`,
  `people:
  - {id: ann, groups: [legal]}
  - {id: ben, groups: [legal]}
  - {id: cid, groups: [finance]}
  - {id: dan, groups: [finance]}
  - {id: owner, groups: [finance]}
groups: [finance, legal]
${agents.replace('owner: owner}', 'owner: owner, operators: [cid]}')}`,
] as const

export const trust = parseTrust(
  JSON.stringify({
    deployment,
    services: {
      gate: [keys.gate.signer.publicJwk],
      notifier: [keys.notifier.publicJwk],
      auditor: [],
      redactor: [],
    },
    agents: {
      bot: { keys: [keys.agents.bot.publicJwk] },
      robot: { keys: [keys.agents.robot.publicJwk] },
    },
    executors: {
      'exec-1': { audiences: ['billing'], keys: [keys.executors['exec-1'].publicJwk] },
      'exec-2': { audiences: ['billing'], keys: [keys.executors['exec-2'].publicJwk] },
    },
    issuers: [],
    ingress: [],
  }),
)

/** Each combination is read once. */
const made = new Map<string, RulesInForce>()
export function rulesOf(policy: number, directory: number): RulesInForce {
  const key = `${policy}/${directory}`
  const rules = made.get(key) ?? {
    policy: parsePolicy(policies[policy] ?? '', 'policy'),
    directory: parseDirectory(directories[directory] ?? '', 'directory'),
    trust,
  }
  made.set(key, rules)
  return rules
}
