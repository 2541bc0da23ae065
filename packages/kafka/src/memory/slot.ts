/** One partition as a member in memory knows it. */

import type { MemoryLog } from './log.ts'

export interface Slot {
  readonly topic: string
  readonly partition: number
  readonly log: MemoryLog
  isAssigned: boolean
  /** Next offset to deliver; undefined while nothing is read. */
  next: number | undefined
  /** Everything before it has been handled. */
  position: number | undefined
  running: Promise<void> | undefined
  isScheduled: boolean
  /** A call that began before a jump says nothing about the position after it. */
  epoch: number
}

export function newSlot(topic: string, partition: number, log: MemoryLog): Slot {
  const nothing = { next: undefined, position: undefined, running: undefined }
  return { topic, partition, log, ...nothing, isAssigned: false, isScheduled: false, epoch: 0 }
}

export function shut(slot: Slot): void {
  slot.epoch++
  slot.next = undefined
  slot.position = undefined
}
