/** Per slot: numbers without a hole, each fact naming the one before, and a signature of the gate over the end. So nothing was left out, moved or slipped in. */
import { type Digest, factDigest, noDigest } from '@holdpoint/contracts'
import type { EventLeaf, FindingLeaf } from '../leaf.ts'
import type { Report, Severity } from './report.ts'

interface Slot {
  number: number
  digest: Digest
  /** Number of the last fact that a head signature stands over. */
  vouched: number
  hasGap: boolean
  /** The auditor's own word that the next fact does not join. */
  excused: 'gap' | 'break' | undefined
}

export class ChainCheck {
  private readonly report: Report
  private readonly slots = new Map<number, Slot>()

  constructor(report: Report) {
    this.report = report
  }

  finding({ finding, slot }: FindingLeaf): void {
    if (slot === undefined || (finding !== 'gap' && finding !== 'break')) return
    this.slot(slot).excused = finding
  }

  /** Returns the fact's digest. */
  event({ fact, head }: EventLeaf, index: number): Digest {
    const digest = factDigest(fact)
    const slot = this.slot(fact.slot)
    const at = `leaf ${index}`
    const expected = slot.number + 1
    if (fact.number < expected) {
      this.report.add('invalid', at, `number ${fact.number} of slot ${fact.slot} comes again`)
      return digest
    }
    if (fact.number > expected) {
      const lost = `numbers ${expected} to ${fact.number - 1} of slot ${fact.slot} are missing`
      const isTold = slot.excused === 'gap'
      slot.hasGap = true
      this.report.add('incomplete', at, isTold ? `${lost}, as the log says itself` : lost)
    } else if (fact.previous !== slot.digest) {
      const rule = `does not follow number ${slot.number} of slot ${fact.slot}`
      const isTold = slot.excused === 'break'
      this.report.add('invalid', at, isTold ? `${rule}, as the log says itself` : rule)
    }
    slot.number = fact.number
    slot.digest = digest
    slot.excused = undefined
    if (head !== undefined) slot.vouched = fact.number
    return digest
  }

  /** How bad it is that a fact of this slot is not there: where numbers are missing it may be one of them. */
  severityOfAbsence(slot: number): Severity {
    return this.slots.get(slot)?.hasGap ? 'incomplete' : 'invalid'
  }

  end(): void {
    this.report.counts.slots = this.slots.size
    for (const [id, { number, vouched }] of this.slots) {
      if (number === vouched) continue
      const rule = `no signature of the gate over numbers ${vouched + 1} to ${number}`
      this.report.add('incomplete', `slot ${id}`, rule)
    }
  }

  private slot(id: number): Slot {
    const known = this.slots.get(id)
    if (known) return known
    const slot: Slot = {
      number: 0,
      digest: noDigest,
      vouched: 0,
      hasGap: false,
      excused: undefined,
    }
    this.slots.set(id, slot)
    return slot
  }
}
