/** One consumer group in memory: eager rebalancing in the steps that a broker takes, each of them separately scheduled. */

import { assignSlots } from '../assigner.ts'

export interface Member {
  readonly id: string
  readonly topics: readonly string[]
  /** Lets go of what it holds. False: it does not hear us, and keeps the others waiting until its session ends. */
  revoked(): boolean
  assigned(assignment: Readonly<Record<string, number[]>>): void
}

type Phase = 'stable' | 'rejoining'

export class MemoryGroup {
  readonly offsets = new Map<string, number>()
  /** Beside the offsets; the next commit of the partition takes one away. */
  readonly notes = new Map<string, string>()
  readonly #members = new Map<string, Member>()
  readonly #rejoined = new Set<Member>()
  readonly #partitionCount: (topic: string) => number
  readonly #soon: (run: () => void) => void
  #phase: Phase = 'stable'
  #generation = 0

  constructor(partitionCount: (topic: string) => number, soon: (run: () => void) => void) {
    this.#partitionCount = partitionCount
    this.#soon = soon
  }

  join(member: Member): void {
    this.#members.set(member.id, member)
    this.#rejoined.add(member)
    this.rebalance()
  }

  leave(member: Member): void {
    if (!this.#members.delete(member.id)) return
    this.#rejoined.delete(member)
    this.rebalance()
  }

  has(member: Member): boolean {
    return this.#members.get(member.id) === member
  }

  /** Every member hears of it in its own time; when all have let go, the partitions are dealt out. */
  rebalance(): void {
    if (this.#phase === 'stable') {
      this.#phase = 'rejoining'
      for (const member of this.#members.values()) this.#soon(() => this.#rejoin(member))
    }
    this.#soon(() => this.#dealOut())
  }

  #rejoin(member: Member): void {
    // A step of a rebalance that is over, by the time it runs, is nobody's.
    if (this.#phase === 'stable' || !this.has(member) || this.#rejoined.has(member)) return
    if (!member.revoked()) return
    this.#rejoined.add(member)
    this.#soon(() => this.#dealOut())
  }

  #dealOut(): void {
    const members = [...this.#members.values()]
    const isComplete = members.every((member) => this.#rejoined.has(member))
    if (this.#phase !== 'rejoining' || !isComplete) return
    this.#phase = 'stable'
    this.#rejoined.clear()
    const generation = ++this.#generation
    const topics = new Set(members.flatMap((member) => member.topics))
    const assignments = assignSlots(
      new Map(members.map((member) => [member.id, member.topics])),
      new Map([...topics].map((topic) => [topic, [...Array(this.#partitionCount(topic)).keys()]])),
    )
    for (const member of members) {
      const assignment = assignments.get(member.id) ?? {}
      this.#soon(() => {
        const isCurrent = this.#generation === generation && this.#phase === 'stable'
        if (isCurrent && this.has(member)) member.assigned(assignment)
      })
    }
  }
}
