/**
 * Redis is a follower: whatever its position is, it must hold exactly what the changelog said up to there, and give only answers to what is committed. Looked at
 * after every step, so that a wrong state that heals later is seen as well.
 */
import { type ActionState, type CommandAnswer, statuses } from '@holdpoint/approval'
import { type Fact, recordId, topicName } from '@holdpoint/contracts'
import { barrierKey, type InRecord, type MemoryCluster } from '@holdpoint/kafka'
import type { MemoryStoreServer } from '@holdpoint/store'
import { prefix } from './rules.ts'

export const stateTopic = topicName(prefix, 'state')

/** Whoever wrote an intent that became no action asks by its record. */
const toldOfRecord = 'rejected:'

interface Version {
  readonly offset: number
  /** Undefined: deleted. */
  readonly value: string | undefined
}

type SlotMemory = ReturnType<MemoryStoreServer['slot']>

export class Mirror {
  private readonly cluster: MemoryCluster
  private readonly server: MemoryStoreServer
  private readonly slots: readonly SlotMirror[]
  private readonly answers = new Map<string, { value: string; expiresMs: number }>()
  private readonly refused = new Set<string>()
  private readonly revisions = new Map<string, number>()

  constructor(cluster: MemoryCluster, server: MemoryStoreServer, slotCount: number) {
    this.cluster = cluster
    this.server = server
    this.slots = Array.from({ length: slotCount }, (_, slot) => new SlotMirror(slot))
  }

  fact(fact: Fact): void {
    if (fact.kind === 'refused') this.refused.add(fact.body.commandId)
    if (fact.kind === 'rejected') this.refused.add(recordId(fact.body.source))
    if (fact.actionId !== undefined && fact.revision !== undefined)
      this.revisions.set(fact.actionId, fact.revision)
  }

  /** Somebody has put this there by hand: it is found out when it is read, not before. */
  tampered(slot: number, key: string, value: string): void {
    this.slots[slot]?.tampered.add(`${key} ${value}`)
  }

  /** Of a changelog that was cleaned, an older position tells less than it did. */
  cleaned(): void {
    for (const slot of this.slots) slot.isCleaned = true
  }

  /** After a wipe a repeated command may be answered as the repeat that it is. */
  forgetAnswers(): void {
    this.answers.clear()
  }

  look(): string[] {
    for (const slot of this.slots) {
      slot.take(this.cluster.records(stateTopic, slot.slot, slot.next))
    }
    return [
      ...this.slots.flatMap((slot) => slot.compare(this.server.slot(slot.slot))),
      ...this.wrongAnswers(),
    ]
  }

  private wrongAnswers(): string[] {
    const nowMs = this.server.nowMs()
    return [...this.server.answers].flatMap(([key, answer]) => {
      const before = this.answers.get(key)
      if (before?.value === answer.value) return []
      this.answers.set(key, answer)
      const hasChanged = before !== undefined && before.expiresMs > nowMs
      if (hasChanged) return [`the answer to ${key} has changed`]
      return this.isTrue(key, JSON.parse(answer.value))
        ? []
        : [`${key} is answered and nothing committed`]
    })
  }

  private isTrue(key: string, answer: CommandAnswer): boolean {
    const id = key.slice(key.indexOf(':') + 1)
    if (id.startsWith(toldOfRecord)) return this.refused.has(id.slice(toldOfRecord.length))
    if (!answer.ok) return this.refused.has(id)
    return (this.revisions.get(answer.actionId) ?? 0) >= answer.revision
  }
}

class SlotMirror {
  readonly slot: number
  readonly tampered = new Set<string>()
  private readonly versions = new Map<string, Version[]>()
  isCleaned = false
  /** Offset to read from. */
  next = 0

  constructor(slot: number) {
    this.slot = slot
  }

  take(records: readonly InRecord[]): void {
    for (const { key, value, offset } of records) {
      this.next = offset + 1
      if (key === null || key === barrierKey) continue
      const known = this.versions.get(key) ?? []
      this.versions.set(key, known)
      known.push({ offset, value: value?.toString() })
    }
  }

  compare(memory: SlotMemory): string[] {
    const found: string[] = []
    const end = memory.position ?? 0
    for (const key of memory.values.keys()) {
      if (!this.versions.has(key)) found.push(`holds ${key}, which the changelog never had`)
    }
    for (const [key, versions] of this.versions) {
      const value = memory.values.get(key)
      const isRight = this.isAsOf(end, versions, value)
      if (!isRight && this.tampered.has(`${key} ${value}`)) continue
      if (!isRight) found.push(`at ${memory.position} does not hold ${key} as the changelog says`)
      if (!key.startsWith('a:')) continue
      const wrong = misindexed(key.slice(2), value, memory)
      if (wrong && !this.tampered.has(`${key} ${value}`)) found.push(wrong)
    }
    return found.map((what) => `slot ${this.slot}: Redis ${what}`)
  }

  /** A version that was overwritten later may have been cleaned away before it could be read. */
  private isAsOf(end: number, versions: readonly Version[], value: string | undefined): boolean {
    const at = versions.findLastIndex(({ offset }) => offset < end)
    if (versions[at]?.value === value) return true
    if (!this.isCleaned || at === versions.length - 1) return false
    return value === undefined || versions.slice(0, at).some((version) => version.value === value)
  }
}

/** What timers, claims and takeovers look things up by must fit the states; when a timer is due is for the gate to say. */
function misindexed(
  id: string,
  value: string | undefined,
  { due, open, granted }: SlotMemory,
): string | undefined {
  if (value === undefined) {
    const isThere = due.has(id) || open.has(id) || granted.has(id)
    return isThere ? `has ${id} in an index only` : undefined
  }
  const { status, revision, changes } = stateIn(value)
  // One that is over is remembered here as long as it can change: it has reversals, or is in doubt.
  const canChange = changes !== undefined || status === 'unknown'
  const over = canChange ? revision + (changes ?? 0) : undefined
  const wanted = statuses[status].open ? revision : over
  const isRight =
    (due.has(id) || !statuses[status].open) &&
    open.get(id)?.revision === wanted &&
    granted.has(id) === (status === 'approved')
  return isRight ? undefined : `has ${id} wrong in an index`
}

interface Remembered extends Pick<ActionState, 'status' | 'revision'> {
  readonly changes: number | undefined
}

/** Read once: the same few are looked at again and again. */
const read = new Map<string, Remembered>()
const readMax = 10_000
function stateIn(value: string): Remembered {
  const known = read.get(value)
  if (known) return known
  if (read.size >= readMax) read.clear()
  const { status, revision, reversals } = parseState(value)
  const remembered = { status, revision, changes: reversals?.changes }
  read.set(value, remembered)
  return remembered
}

export function parseState(value: string): ActionState {
  return JSON.parse(value.slice(value.indexOf('{')))
}
