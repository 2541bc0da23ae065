/** Reads what has been committed since the last look, and lets the invariant checker judge it. */
import { InvariantChecker, type Run } from '@holdpoint/approval'
import {
  type ActionId,
  ActionSettled,
  actionSettled,
  check,
  DecisionEvent,
  decodeEvent,
  GrantIssued,
  GrantRevoked,
  grantIssued,
  grantRevoked,
  type TopicId,
  topicName,
} from '@holdpoint/contracts'
import type { InRecord, MemoryCluster } from '@holdpoint/kafka'
import { CommandWatch } from './command-watch.ts'
import { prefix } from './rules.ts'

export interface SeenGrant {
  readonly actionId: ActionId
  readonly jti: string
}

export class Observation {
  readonly grants: SeenGrant[] = []
  /** Kinds of the facts of each action, in order. */
  readonly stories = new Map<string, string[]>()
  readonly commands = new CommandWatch()
  private readonly cluster: MemoryCluster
  private readonly slotCount: number
  private readonly checker: InvariantChecker
  private readonly seen = new Map<string, number>()

  constructor(cluster: MemoryCluster, slotCount: number) {
    this.cluster = cluster
    this.slotCount = slotCount
    this.checker = new InvariantChecker({ slotCount, jtiOf, signerOf })
  }

  ran(run: Run): void {
    this.checker.observe({ runs: [run] })
  }

  /** What is wrong by now. Everything on the topics was committed together, so every decision must have its consequences. */
  look(): readonly string[] {
    for (const record of this.fresh('decisions')) {
      const event = check(DecisionEvent, decodeEvent(record).data)
      this.checker.observe({ decisions: [event] })
      this.commands.fact(event.fact)
      const { actionId, kind } = event.fact
      if (actionId === undefined) continue
      this.stories.set(actionId, [...(this.stories.get(actionId) ?? []), kind])
    }
    for (const record of this.fresh('approved')) this.approved(record)
    for (const record of this.fresh('settled')) {
      const { attributes, data } = decodeEvent(record)
      if (attributes.type !== actionSettled) throw new Error(`${attributes.type} on settled`)
      this.checker.observe({ settled: [check(ActionSettled, data)] })
    }
    return [...this.commands.violations, ...this.checker.violations()]
  }

  private approved(record: InRecord): void {
    const { attributes, data } = decodeEvent(record)
    if (attributes.type === grantRevoked) {
      this.checker.observe({ revocations: [check(GrantRevoked, data)] })
    } else if (attributes.type === grantIssued) {
      const issued = check(GrantIssued, data)
      this.checker.observe({ grants: [issued] })
      this.grants.push({ actionId: issued.actionId, jti: jtiOf(issued.grant) })
    } else throw new Error(`${attributes.type} on approved`)
  }

  private fresh(topic: TopicId): InRecord[] {
    const name = topicName(prefix, topic)
    return Array.from({ length: this.slotCount }, (_, slot) => slot).flatMap((slot) => {
      const records = this.cluster.records(name, slot)
      const from = this.seen.get(`${name}/${slot}`) ?? 0
      this.seen.set(`${name}/${slot}`, records.length)
      return records.slice(from)
    })
  }
}

/** These read without verifying: signatures are for others to test. */
function jtiOf(grant: string): string {
  return (partOf(grant, 1) as { jti: string }).jti
}

function signerOf(proof: string): string {
  return (partOf(proof, 0) as { kid: string }).kid
}

function partOf(jws: string, at: number): unknown {
  return JSON.parse(Buffer.from(jws.split('.')[at] ?? '', 'base64url').toString())
}
