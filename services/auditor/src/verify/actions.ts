/** The story of each action as the log tells it, kept while later leaves may refer to it. */
import type { ActionId, Origin } from '@holdpoint/contracts'
import { type IndexedEvent, originOf } from '../ingest/case.ts'

export class Actions {
  private readonly events = new Map<ActionId, IndexedEvent[]>()

  add(actionId: ActionId, event: IndexedEvent): void {
    // Commands that changed nothing are not part of the story, and there may be any number.
    if (event.leaf.fact.revision === undefined) return
    this.events.set(actionId, [...this.story(actionId), event])
  }

  story(actionId: ActionId): readonly IndexedEvent[] {
    return this.events.get(actionId) ?? []
  }

  origin(actionId: ActionId): Origin | undefined {
    return this.story(actionId)
      .map(({ leaf }) => originOf(leaf.fact))
      .find((origin) => origin !== undefined)
  }

  forget(actionId: ActionId): void {
    this.events.delete(actionId)
  }
}
