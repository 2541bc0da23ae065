/**
 * Which records of a slot are the gate's own. A transaction's last event carries a signature over the chain's head; whatever links back to it without a break is
 * proven by it. Nothing else is shown to anybody.
 */
import { type Digest, HoldpointError, isHoldpointError, noDigest } from '@holdpoint/contracts'
import { type KeyOf, verifyHead } from '@holdpoint/seal'
import { type DecisionRecord, isParked, type Parked, type Reading } from './decision-record.ts'

/** The last fact of a slot that was taken in. */
export interface ChainPoint {
  readonly number: number
  readonly digest: Digest
}

export interface Proven {
  /** In order; repeats left out. */
  readonly records: readonly DecisionRecord[]
  readonly parked: readonly Parked[]
  /** Numbers that are missing in front of them: an alarm, since somebody or retention removed facts. */
  readonly missing: number
  readonly point: ChainPoint | undefined
}

/** How many of the readings, from the front, can be judged: those up to a head, or nothing but unreadable ones. The rest waits for more. */
export function judgeable(readings: readonly Reading[]): number {
  if (readings.every(isParked)) return readings.length
  return (
    readings.findLastIndex((reading) => !isParked(reading) && reading.event.head !== undefined) + 1
  )
}

/** Judges them all, each unit after the one before it. The last readings may have no head: then nothing proves them. */
export function proveAll(
  readings: readonly Reading[],
  chain: ChainPoint | undefined,
  keyOf: KeyOf,
): Proven {
  const records: DecisionRecord[] = []
  const parked: Parked[] = []
  let missing = 0
  let point = chain
  for (const unit of unitsOf(readings)) {
    const proven = prove(unit, point, keyOf)
    records.push(...proven.records)
    parked.push(...proven.parked)
    missing += proven.missing
    point = proven.point
  }
  return { records, parked, missing, point }
}

/** Readings up to and including each head. */
function unitsOf(readings: readonly Reading[]): readonly Reading[][] {
  const units: Reading[][] = []
  for (let rest = readings; rest.length > 0; ) {
    const at = rest.findIndex((reading) => 'event' in reading && reading.event.head !== undefined)
    const count = at < 0 ? rest.length : at + 1
    units.push(rest.slice(0, count))
    rest = rest.slice(count)
  }
  return units
}

/** Judges one unit: readings up to and including one with a head, and none with a head before it. */
export function prove(
  unit: readonly Reading[],
  point: ChainPoint | undefined,
  keyOf: KeyOf,
): Proven {
  const parked = unit.filter(isParked)
  const readable = unit.filter((reading): reading is DecisionRecord => !isParked(reading))
  const last = readable.at(-1)
  const refuse = (records: readonly DecisionRecord[], refusal: HoldpointError) =>
    records.map(({ record }) => ({ record, refusal }))
  const refusal = last && headRefusal(last, keyOf)
  if (last === undefined || refusal !== undefined) {
    const all = refusal === undefined ? [] : refuse(readable, refusal)
    return { records: [], parked: [...parked, ...all], missing: 0, point }
  }
  const from = firstLinked(readable)
  const unlinked = refuse(readable.slice(0, from), broken())
  const fresh = readable
    .slice(from)
    .filter(({ event }) => point === undefined || event.fact.number > point.number)
  const [first] = fresh
  if (first === undefined)
    return { records: [], parked: [...parked, ...unlinked], missing: 0, point }
  if (!continues(first, point)) {
    return {
      records: [],
      parked: [...parked, ...unlinked, ...refuse(fresh, broken())],
      missing: 0,
      point,
    }
  }
  return {
    records: fresh,
    parked: [...parked, ...unlinked],
    missing: point === undefined ? 0 : first.event.fact.number - point.number - 1,
    point: { number: last.event.fact.number, digest: last.digest },
  }
}

function headRefusal({ event, digest, record }: DecisionRecord, keyOf: KeyOf) {
  const { slot, number } = event.fact
  try {
    verifyHead(event.head ?? '', { slot, number, digest }, { keyOf, atMs: record.timestampMs })
    return undefined
  } catch (refusal) {
    if (isHoldpointError(refusal) && refusal.kind === 'terminal') return refusal
    throw refusal
  }
}

/** Index of the first record from which each one names the digest of the one before. */
function firstLinked(records: readonly DecisionRecord[]): number {
  let from = records.length - 1
  for (; from > 0; from--) {
    const [earlier, later] = [records[from - 1], records[from]]
    const isNext = earlier && later && later.event.fact.number === earlier.event.fact.number + 1
    if (!isNext || later.event.fact.previous !== earlier.digest) break
  }
  return from
}

/** After a gap there is nothing to compare with; where there is, it must fit. */
function continues({ event }: DecisionRecord, point: ChainPoint | undefined): boolean {
  const { number, previous } = event.fact
  if (point !== undefined && number === point.number + 1) return previous === point.digest
  return number !== 1 || previous === noDigest
}

const broken = () =>
  new HoldpointError('HP_EVENT_INVALID', {
    field: '/data/fact/previous',
    rule: 'breaks the chain of its slot',
  })
