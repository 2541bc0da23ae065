/** What the topics say happened: read as a stranger would, checked as an auditor would. */
import {
  check,
  type DecisionEvent,
  DecisionEvent as DecisionEventSchema,
  decodeEvent,
  type Fact,
  factDigest,
  grantIssued,
  noDigest,
} from '@holdpoint/contracts'
import type { Stage } from './stage.ts'

export interface Story {
  readonly events: readonly DecisionEvent[]
  /** Kinds of each action's facts, in order. */
  readonly lives: ReadonlyMap<string, readonly string[]>
  /** How many grants each action has on `actions.approved`. */
  readonly grants: ReadonlyMap<string, number>
  /** How many endings each action has on `actions.settled`. */
  readonly endings: ReadonlyMap<string, number>
}

/** Throws where numbers or chains of a slot are broken. */
export async function storyOf(at: Stage): Promise<Story> {
  const [decisions, approved, settled] = await Promise.all([
    at.records('decisions'),
    at.records('approved'),
    at.records('settled'),
  ])
  const events = decisions.map((record) => check(DecisionEventSchema, decodeEvent(record).data))
  checkChains(events.map(({ fact }) => fact))
  const lives = Map.groupBy(
    events.filter(({ fact }) => fact.actionId !== undefined),
    ({ fact }) => fact.actionId as string,
  )
  const grants = approved.filter((record) => decodeEvent(record).attributes.type === grantIssued)
  return {
    events,
    lives: new Map([...lives].map(([id, own]) => [id, own.map(({ fact }) => fact.kind)])),
    grants: countByKey(grants),
    endings: countByKey(settled),
  }
}

function checkChains(facts: readonly Fact[]): void {
  for (const [slot, chain] of Map.groupBy(facts, ({ slot }) => slot)) {
    let previous: string = noDigest
    for (const [at, fact] of chain.entries()) {
      if (fact.number !== at + 1 || fact.previous !== previous) {
        throw new Error(`slot ${slot}: fact ${fact.number} at place ${at + 1} does not follow`)
      }
      previous = factDigest(fact)
    }
  }
}

function countByKey(records: readonly { readonly key: string | null }[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { key } of records) if (key) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}
