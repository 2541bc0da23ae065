/** The decision stream as it grows, read by an operator: what tests wait for when nobody answers them. */
import {
  check,
  type DecisionEvent,
  DecisionEvent as DecisionEventSchema,
  type DecisionKind,
  decodeEvent,
  type Fact,
  groupName,
  topicName,
} from '@holdpoint/contracts'
import { uniqueName, until } from '@holdpoint/testkit'
import { waitMs } from './people.ts'
import type { Stage } from './stage.ts'

export class Decisions {
  readonly events: DecisionEvent[] = []

  /** Reads from the beginning; ends with the stage. */
  static async follow(at: Stage): Promise<Decisions> {
    const decisions = new Decisions()
    const topic = topicName(at.hp.prefix, 'decisions')
    const consumption = await at.operator().consume({
      group: `${groupName(at.hp.prefix, 'operator')}.${uniqueName('decisions')}`,
      topics: [topic],
      positions: 'owner',
      onAssigned: (partitions, mine) => {
        for (const partition of partitions) mine.read(topic, partition, 0)
      },
      onRecords: async (records) => {
        for (const record of records) {
          decisions.events.push(check(DecisionEventSchema, decodeEvent(record).data))
        }
      },
    })
    consumption.failed.catch(() => undefined)
    return decisions
  }

  /** The first event for which this holds, as soon as it is there. */
  first(what: string, holds: (event: DecisionEvent) => boolean): Promise<DecisionEvent> {
    return until(() => this.events.find(holds), { deadlineMs: waitMs, what })
  }

  async fact<K extends DecisionKind>(kind: K, actionId: string): Promise<Fact<K>> {
    const { fact } = await this.first(
      `${actionId} to be ${kind}`,
      ({ fact }) => fact.kind === kind && fact.actionId === actionId,
    )
    return fact as Fact as Fact<K>
  }

  /** What a command came to: the fact that names it. */
  async effect(commandId: string): Promise<Fact> {
    const { fact } = await this.first(
      `the effect of command ${commandId}`,
      ({ fact: { body } }) => 'commandId' in body && body.commandId === commandId,
    )
    return fact
  }

  /** Kinds of an action's facts so far, refusals of commands left out. */
  life(actionId: string): string[] {
    return this.events
      .filter(({ fact }) => fact.actionId === actionId && fact.kind !== 'refused')
      .map(({ fact }) => fact.kind)
  }
}
