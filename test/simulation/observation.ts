/** Reads what has been committed since the last look, and lets the invariant checker judge it. */
import { InvariantChecker, type Run } from '@holdpoint/approval'
import {
  type ActionId,
  ActionSettled,
  actionSettled,
  check,
  DeadLetter,
  DecisionEvent,
  deadLetterTopic,
  decodeEvent,
  type Fact,
  type Frozen,
  factDigest,
  GrantIssued,
  GrantRevoked,
  grantIssued,
  grantRevoked,
  type Thawed,
  type TopicId,
  topicName,
} from '@holdpoint/contracts'
import type { InRecord, MemoryCluster } from '@holdpoint/kafka'
import { CommandWatch } from './command-watch.ts'
import { jtiOf, signerOf } from './jws.ts'
import { prefix } from './rules.ts'

/** Under which the gate gives an input up. */
const givenUpCode = 'HP_INTERNAL'

/** The last change that was told of an action. */
interface Stage {
  readonly kind: Fact['kind']
  readonly revision: number
  readonly wasHeld: boolean
}

export interface SeenGrant {
  readonly actionId: ActionId
  readonly jti: string
}

export class Observation {
  readonly grants: SeenGrant[] = []
  /** Kinds of the facts of each action, in order. */
  readonly stories = new Map<string, string[]>()
  /** The last change of each action that went on being told of. */
  private readonly stages = new Map<ActionId, Stage>()
  private readonly factCounts = new Map<number, number>()
  readonly commands = new CommandWatch()
  private readonly cluster: MemoryCluster
  private readonly slotCount: number
  private readonly checker: InvariantChecker
  /** Of each slot: what it has been told of freezes, in order, and which are in force. */
  readonly spreads: readonly { readonly told: string[]; readonly active: Set<string> }[]
  /** Offset to read on from, of each partition. */
  private readonly next = new Map<string, number>()
  private readonly onFact: (fact: Fact) => void

  /** `onFact` hears of every fact, in the order of its slot. */
  constructor(cluster: MemoryCluster, slotCount: number, onFact: (fact: Fact) => void) {
    this.cluster = cluster
    this.slotCount = slotCount
    this.onFact = onFact
    this.spreads = Array.from({ length: slotCount }, () => ({ told: [], active: new Set() }))
    this.checker = new InvariantChecker({ slotCount, jtiOf, signerOf })
  }

  /** Actions of which one of these was told last, newest first. */
  at(...kinds: readonly Fact['kind'][]): ActionId[] {
    return [...this.stages]
      .filter(([, { kind }]) => kinds.includes(kind))
      .map(([id]) => id)
      .reverse()
  }

  /** In force in some slot: ids of the commands that froze. */
  get freezes(): string[] {
    return [...new Set(this.spreads.flatMap(({ active }) => [...active]))]
  }

  /** Actions that people were asked about, with their last revision. */
  asked(): { actionId: ActionId; revision: number }[] {
    return [...this.stages].flatMap(([actionId, { revision, wasHeld }]) =>
      wasHeld ? [{ actionId, revision }] : [],
    )
  }

  /** What is wrong with the facts that a log holds, in its order. */
  logged(facts: readonly Fact[]): string[] {
    const counts = new Map<number, number>()
    for (const fact of facts) {
      const { slot, number } = fact
      counts.set(slot, (counts.get(slot) ?? 0) + 1)
      this.checker.observe({ leaves: [{ slot, number, digest: factDigest(fact) }] })
    }
    const missing = [...this.factCounts].flatMap(([slot, count]) =>
      counts.get(slot) === count
        ? []
        : [`slot ${slot}: ${count} facts, and ${counts.get(slot) ?? 0} of them in the log`],
    )
    return [...missing, ...this.checker.violations()]
  }

  ran(run: Run): void {
    this.checker.observe({ runs: [run] })
  }

  /** What is wrong by now. Everything on the topics was committed together, so every decision must have its consequences. */
  look(): readonly string[] {
    for (const input of ['redacted', 'commands'] as const) {
      for (const record of this.fresh(input)) this.commands.record(record)
    }
    for (const letter of this.parked()) {
      if (letter.code === givenUpCode) this.commands.giveUp(letter.source)
    }
    for (const record of this.fresh('decisions')) {
      const event = check(DecisionEvent, decodeEvent(record).data)
      this.checker.observe({ decisions: [event] })
      this.commands.fact(event.fact)
      this.onFact(event.fact)
      this.spread(event.fact)
      const { slot } = event.fact
      this.factCounts.set(slot, (this.factCounts.get(slot) ?? 0) + 1)
      const { actionId, kind } = event.fact
      if (actionId === undefined) continue
      this.stories.set(actionId, [...(this.stories.get(actionId) ?? []), kind])
      const wasHeld = kind === 'held' || this.stages.get(actionId)?.wasHeld === true
      const { revision } = event.fact
      if (revision !== undefined) this.stages.set(actionId, { kind, revision, wasHeld })
    }
    for (const record of this.fresh('approved')) this.approved(record)
    for (const record of this.fresh('settled')) {
      const { attributes, data } = decodeEvent(record)
      if (attributes.type !== actionSettled) throw new Error(`${attributes.type} on settled`)
      this.checker.observe({ settled: [check(ActionSettled, data)] })
    }
    return [...this.commands.violations, ...this.checker.violations()]
  }

  private spread({ kind, body, slot }: Fact): void {
    const here = this.spreads[slot]
    if (!here || (kind !== 'frozen' && kind !== 'thawed')) return
    const { spread, freeze } = body as Frozen | Thawed
    here.told.push(`${spread}/${kind}/${freeze}`)
    if (kind === 'frozen') here.active.add(freeze)
    else here.active.delete(freeze)
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

  /** Dead letters of the gate. */
  private parked(): DeadLetter[] {
    return (['redacted', 'commands'] as const).flatMap((input) =>
      this.freshOf(deadLetterTopic(prefix, 'gate', input), 1).map((record) =>
        check(DeadLetter, decodeEvent(record).data),
      ),
    )
  }

  private fresh(topic: TopicId): InRecord[] {
    return this.freshOf(topicName(prefix, topic), this.slotCount)
  }

  private freshOf(name: string, partitions: number): InRecord[] {
    return Array.from({ length: partitions }, (_, slot) => slot).flatMap((slot) => {
      const key = `${name}/${slot}`
      const records = this.cluster.records(name, slot, this.next.get(key))
      const last = records.at(-1)
      if (last) this.next.set(key, last.offset + 1)
      return records
    })
  }
}
