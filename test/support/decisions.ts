/** The decision stream as it grows: what tests wait for when nobody answers them. */
import {
  check,
  type DecisionEvent,
  DecisionEvent as DecisionEventSchema,
  type DecisionKind,
  decodeEvent,
  type Fact,
  topicName,
} from '@holdpoint/contracts'
import type { InRecord } from '@holdpoint/kafka'
import type { Stage } from './stage.ts'
import { type Tail, tailOf } from './tail.ts'

export class Decisions {
  private readonly tail: Tail
  private readonly read = new Map<InRecord, DecisionEvent>()

  private constructor(tail: Tail) {
    this.tail = tail
  }

  /** Reads from the beginning; ends with the stage. */
  static async follow(at: Stage): Promise<Decisions> {
    return new Decisions(await tailOf(at, topicName(at.hp.prefix, 'decisions')))
  }

  /** What was on the topic at the moment of the call. */
  async events(): Promise<DecisionEvent[]> {
    await this.tail.catchUp()
    return this.tail.records.flatMap((record) => this.eventIn(record) ?? [])
  }

  /** The first event for which this holds, as soon as it is there. */
  first(what: string, holds: (event: DecisionEvent) => boolean): Promise<DecisionEvent> {
    return this.tail.find(what, (record) => {
      const event = this.eventIn(record)
      return event && holds(event) ? event : undefined
    })
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
    return (await this.events())
      .filter(({ fact }) => fact.actionId === actionId && fact.kind !== 'refused')
      .map(({ fact }) => fact.kind)
  }

  private eventIn(record: InRecord): DecisionEvent {
    const known = this.read.get(record) ?? check(DecisionEventSchema, decodeEvent(record).data)
    this.read.set(record, known)
    return known
  }
}
