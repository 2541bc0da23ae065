/** Where reading of each source partition goes on; positions only grow. */
import { TlogError } from '../error.ts'
import type { SourcePosition } from './port.ts'

export class Positions {
  private readonly byPartition: ReadonlyMap<string, SourcePosition>

  constructor(positions: readonly SourcePosition[] = []) {
    this.byPartition = new Map(positions.map((position) => [keyOf(position), position]))
  }

  next(topic: string, partition: number): number | undefined {
    return this.byPartition.get(`${topic}/${partition}`)?.next
  }

  list(): SourcePosition[] {
    return [...this.byPartition.values()]
  }

  /** These positions and everything else as it was; refuses to go back. */
  moved(positions: readonly SourcePosition[]): Positions {
    for (const { topic, partition, next } of positions) {
      if (!Number.isSafeInteger(next) || next < (this.next(topic, partition) ?? 0)) {
        throw new TlogError('refused', `${topic}/${partition} would go back to ${next}`)
      }
    }
    return new Positions([...this.list(), ...positions])
  }
}

const keyOf = ({ topic, partition }: SourcePosition): string => `${topic}/${partition}`
