/**
 * What must become of commands: each record is processed once, nothing that is void counts, and what was in time counts before a deadline fires. Reads the gate's
 * inputs as they stand on the topics, with the broker's clock.
 */
import {
  claimCommand,
  type Fact,
  outcomeRedacted,
  type Source,
  voteCommand,
} from '@holdpoint/contracts'
import type { InRecord } from '@holdpoint/kafka'
import { signerOf } from './jws.ts'

interface Asked {
  readonly id: string
  readonly type: string
  readonly slot: number
  /** The broker's, of the first copy. */
  readonly atMs: number
  readonly outcome?: { readonly claimId: string; readonly proof: string }
  copies: number
  facts: number
}

/** When an action's present deadline comes, and who holds its claim. */
interface Clock {
  decideByMs: number
  expiresMs: number
  deadlineMs: number
  claimId: string
  keyThumbprint: string
}

const nothingYet: Clock = {
  decideByMs: 0,
  expiresMs: 0,
  deadlineMs: 0,
  claimId: '',
  keyThumbprint: '',
}

export class CommandWatch {
  readonly violations: string[] = []
  private readonly asked = new Map<string, Asked>()
  private readonly byAction = new Map<string, Asked[]>()
  private readonly clocks = new Map<string, Clock>()
  private readonly void = new Set<string>()
  /** Id by `topic/partition/offset`. */
  private readonly places = new Map<string, string>()
  private readonly givenUp = new Set<string>()

  /** A command that must never count, whatever happens. */
  mustFail(id: string): void {
    this.void.add(id)
  }

  /** The gate gave a record up, because processes died over it: theirs or, when they were killed again and again, by chance. */
  giveUp({ topic, partition, offset }: Source): void {
    this.givenUp.add(this.places.get(`${topic}/${partition}/${offset}`) ?? '')
  }

  record({ headers, key, value, topic, partition, offset, timestampMs: atMs }: InRecord): void {
    const { ce_id: id = '', ce_type: type = '' } = headers
    this.places.set(`${topic}/${partition}/${offset}`, id)
    const known = this.asked.get(id)
    if (known) {
      known.copies += 1
      return
    }
    const data = type === outcomeRedacted ? JSON.parse(String(value)) : undefined
    const outcome = data ? { outcome: { claimId: data.claimId, proof: data.proof } } : {}
    const asked: Asked = { id, type, slot: partition, atMs, ...outcome, copies: 1, facts: 0 }
    this.asked.set(id, asked)
    const ofAction = this.byAction.get(key ?? '') ?? []
    this.byAction.set(key ?? '', ofAction)
    ofAction.push(asked)
  }

  fact(fact: Fact): void {
    this.follow(fact)
    if (!('commandId' in fact.body)) return
    const asked = this.asked.get(fact.body.commandId)
    // What freezes is told by every slot; asked was one.
    if (asked?.slot !== fact.slot) return
    asked.facts += 1
    if (asked.facts > asked.copies) {
      this.say(`${asked.id} was written ${asked.copies} times and done more often`)
    }
    if (fact.kind !== 'refused' && this.void.has(asked.id)) this.say(`${asked.id} counts`)
  }

  private follow(fact: Fact): void {
    const id = fact.actionId ?? ''
    const clock = this.clocks.get(id) ?? { ...nothingYet }
    this.clocks.set(id, clock)
    switch (fact.kind) {
      case 'held':
        clock.decideByMs = fact.body.decideByMs
        return
      case 'approved':
        clock.expiresMs = fact.body.grant.expiresMs
        return
      case 'claimed':
        clock.deadlineMs = fact.body.deadlineMs
        clock.claimId = fact.body.claimId
        clock.keyThumbprint = fact.body.keyThumbprint
        return
      case 'extended':
        clock.deadlineMs = fact.body.deadlineMs
        return
      case 'expired':
        this.missed(
          id,
          'expired',
          ({ type, atMs }) => type === voteCommand && atMs < clock.decideByMs,
        )
        return
      case 'lapsed':
        if (fact.body.code !== undefined) return
        this.missed(
          id,
          'lapsed',
          ({ type, atMs }) => type === claimCommand && atMs < clock.expiresMs,
        )
        return
      case 'unknown':
        if (fact.body.cause !== 'deadline' || fact.body.code !== undefined) return
        this.missed(id, 'became unknown', (asked) => isAnswer(asked, clock))
        return
      default:
        return
    }
  }

  private missed(id: string, ended: string, inTime: (asked: Asked) => boolean): void {
    for (const asked of this.byAction.get(id) ?? []) {
      if (asked.facts > 0 || this.givenUp.has(asked.id) || !inTime(asked)) continue
      this.say(`${asked.id} was in time, and action ${id} ${ended} without it`)
    }
  }

  private say(violation: string): void {
    this.violations.push(violation)
  }
}

/** An outcome that the claimer has signed, before its claim was over. */
function isAnswer(
  { outcome, atMs }: Asked,
  { deadlineMs, claimId, keyThumbprint }: Clock,
): boolean {
  if (!outcome || outcome.claimId !== claimId || atMs >= deadlineMs) return false
  return signerOf(outcome.proof) === keyThumbprint
}
