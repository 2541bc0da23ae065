/** The chain of a slot: numbers its facts, hashes each over the one before, and signs decisions one by one and the head once per batch. */
import type { Draft } from '@holdpoint/approval'
import {
  canonicalize,
  commit,
  type DecisionEvent,
  type Digest,
  decisionId,
  decisionTypes,
  type Fact,
  factTextDigest,
} from '@holdpoint/contracts'
import type { OutRecord } from '@holdpoint/kafka'
import {
  deriveSalt,
  type Secret,
  type Sign,
  type Signer,
  signFactBy,
  signHead,
} from '@holdpoint/seal'
import { eventRecord, type Sender } from './outbox.ts'
import type { SlotRecord } from './slot-record.ts'

export interface ChainOptions extends Sender {
  /** Of the policy in force. */
  readonly policy: Digest
  readonly signer: Signer
  readonly sign: Sign
  /** Makes the salts of views that come without one. */
  readonly salt: Secret
}

interface Chained extends Omit<DecisionEvent, 'signature'> {
  /** On its way. */
  readonly signing: Promise<string> | undefined
  /** The fact in canonical form, as it was hashed: it travels like that. */
  readonly text: string
}

export class Chain {
  private readonly options: ChainOptions
  private readonly events: Chained[] = []
  /** Of the last fact. */
  number: number
  head: Digest

  constructor({ number, head }: SlotRecord, options: ChainOptions) {
    this.options = options
    this.number = number
    this.head = head
  }

  get isEmpty(): boolean {
    return this.events.length === 0
  }

  add(draft: Draft): void {
    const { deployment, slot, policy, signer, sign } = this.options
    this.number += 1
    const { views, commitments } = this.commitTo(draft.views)
    const place = { deployment, slot, number: this.number, previous: this.head }
    const fact = { ...draft.fact, ...place, policy, commitments } as Fact
    const text = canonicalize(fact)
    this.head = factTextDigest(text)
    const isDecision = fact.kind === 'approved' || fact.kind === 'denied'
    const signing = isDecision ? signFactBy(sign, signer, this.head) : undefined
    this.events.push({ fact, text, views, signing })
  }

  /** Records for `decisions`; nothing is added after this. */
  async close(): Promise<OutRecord[]> {
    const { slot, signer } = this.options
    const last = this.events.at(-1)
    if (last) last.head = signHead(signer, { slot, number: this.number, digest: this.head })
    const signatures = await Promise.all(this.events.map(({ signing }) => signing))
    return this.events.map(({ fact, text, signing: _, ...proof }, at) => {
      const rest = { ...proof, signature: signatures[at] }
      const { kind, number, actionId: subject, atMs: timeMs } = fact
      const letter = { id: decisionId(slot, number), type: decisionTypes[kind], subject, timeMs }
      // `rest` is never empty: it has the views. Its brace becomes a comma.
      const whole = ['{"fact":', text, ',', JSON.stringify(rest).slice(1)]
      return eventRecord(this.options, 'decisions', { ...letter, text: whole })
    })
  }

  private commitTo(
    drafts: Draft['views'],
  ): Pick<DecisionEvent, 'views'> & Pick<Fact, 'commitments'> {
    const views: DecisionEvent['views'] = {}
    const commitments: Fact['commitments'] = {}
    for (const [name, { value, salt: given }] of Object.entries(drafts)) {
      const place = `${this.options.slot}/${this.number}`
      const salt = given ?? deriveSalt(this.options.salt, place, name)
      views[name] = { salt, value }
      commitments[name] = commit(salt, value)
    }
    return { views, commitments }
  }
}
