/** What the demo says about facts, views and endings. Pure; shows masked values only. */

import type { Fact } from '@holdpoint/contracts'
import type { Settlement } from '@holdpoint/sdk'
import type { Act, ActName } from './act.ts'
import type { PromiseName } from './line.ts'
import type { Answer, Seen } from './person.ts'

const minuteMs = 60_000

export function proposedText({ intent, via }: Act): string {
  const { type, target } = intent
  const place = [target?.system, target?.resource].filter((part) => part !== undefined).join(' ')
  return `proposes ${type} on ${place} (over ${via === 'kafka' ? 'Kafka' : 'HTTP'})`
}

export function maskedText({ masked, action }: Seen): string {
  const { params, justification } = action
  const why = justification === undefined ? '' : `; because ${justification}`
  return `masks ${count(masked, 'value')}; people see ${shownText(params)}${why}`
}

export function heldText({ decideByMs }: Seen, nowMs: number): string {
  const minutes = Math.max(1, Math.round((decideByMs - nowMs) / minuteMs))
  return `holds it; people have ${count(minutes, 'minute')} to decide`
}

export function ownerText({ status, title }: Answer): string {
  const said = 'approves it, but the agent is hers'
  return status === 200 ? `${said}, and it counted` : `${said}: ${title ?? 'refused'}`
}

export function voteText({ body }: Fact<'voted'>): string {
  const how = body.assurance === 'sso' ? 'a token for exactly this decision' : 'a click'
  return `${body.verdict === 'approve' ? 'approves' : 'denies'} it, with ${how}`
}

/** About a fact that ends the question of whether it may run. */
export function decidedText({ kind, body }: Fact): string {
  const { by, rule } = body as { by?: string; rule?: string }
  const whose = by === 'policy' ? `by rule "${rule}", at once` : `as people decided`
  switch (kind) {
    case 'approved':
      return `allows it ${whose}, and signs a grant for exactly this payload`
    case 'denied':
      return `denies it ${whose}`
    case 'expired':
      return 'lets it expire: nobody decided in time'
    default:
      return `ends it: ${kind}`
  }
}

export function ranText(runs: number): string {
  if (runs === 0) return 'was given nothing, and ran nothing'
  const times = runs === 1 ? 'once' : `${runs} times`
  return `checks the signatures, claims it, opens the seal, runs it ${times}`
}

export function toldText(settlement: Settlement): string {
  const { status } = settlement
  if (status === 'succeeded') return `is told: succeeded; ${shownText(settlement.result)}`
  if (status !== 'denied' || settlement.reason === undefined) return `is told: ${status}`
  return `is told: denied, "${settlement.reason}"`
}

/** What has been shown when the agent knows how it ended. */
export function shownBy(act: ActName, decided: Fact['kind']): PromiseName | undefined {
  if (act === 'personal') return 'P9'
  switch (decided) {
    case 'approved':
      return 'P4'
    case 'denied':
      return 'P1'
    case 'expired':
      return 'P5'
    default:
      return undefined
  }
}

/** One level of names and values, in words that can be folded. */
function shownText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'nothing'
  const text = (each: unknown) => (typeof each === 'string' ? each : JSON.stringify(each))
  return Object.entries(value)
    .map(([name, each]) => `${name} ${text(each)}`)
    .join(', ')
}

function count(n: number, one: string): string {
  return `${n} ${one}${n === 1 ? '' : 's'}`
}
