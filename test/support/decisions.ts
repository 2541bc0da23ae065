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
import type { Bus, Consumption } from '@holdpoint/kafka'
import { uniqueName, until } from '@holdpoint/testkit'
import { waitMs } from './people.ts'
import type { Stage } from './stage.ts'

export class Decisions {
  readonly events: DecisionEvent[] = []
  private readonly bus: Bus
  private readonly topic: string
  private consumption: Consumption | undefined

  private constructor(bus: Bus, topic: string) {
    this.bus = bus
    this.topic = topic
  }

  /** Reads from the beginning; ends with the stage. */
  static async follow(at: Stage): Promise<Decisions> {
    const topic = topicName(at.hp.prefix, 'decisions')
    const decisions = new Decisions(at.operator(), topic)
    const consumption = await decisions.bus.consume({
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
    decisions.consumption = consumption
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

  /** Kinds of an action's facts up to now, refusals of commands left out. */
  async life(actionId: string): Promise<string[]> {
    await this.catchUp()
    return this.events
      .filter(({ fact }) => fact.actionId === actionId && fact.kind !== 'refused')
      .map(({ fact }) => fact.kind)
  }

  /** Resolves when everything has been read that was on the topic at the moment of the call. */
  async catchUp(): Promise<void> {
    const ends = await this.bus.endOffsets(this.topic)
    const hasRead = ([partition, end]: [number, number]) =>
      (this.consumption?.position(this.topic, partition) ?? 0) >= end
    const what = 'the decision stream to be read to its end'
    await until(() => [...ends].every(hasRead), { deadlineMs: waitMs, what })
  }
}
