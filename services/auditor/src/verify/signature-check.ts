/** Signatures of gate, agents and executors, each against the keys that the trust file gives to that very party. */
import { type ActionId, type Digest, type Fact, isHoldpointError } from '@holdpoint/contracts'
import {
  type Trust,
  verifyFact,
  verifyHead,
  verifyIntent,
  verifyOutcome,
  verifyRequest,
} from '@holdpoint/seal'
import { originOf } from '../ingest/case.ts'
import type { EventLeaf } from '../leaf.ts'
import type { Actions } from './actions.ts'
import type { Counts, Report } from './report.ts'

type Counted = Extract<
  keyof Counts,
  'heads' | 'decisions' | 'intents' | 'claims' | 'extensions' | 'outcomes'
>

export class SignatureCheck {
  private readonly report: Report
  private readonly trust: Trust
  private readonly actions: Actions

  constructor(report: Report, trust: Trust, actions: Actions) {
    this.report = report
    this.trust = trust
    this.actions = actions
  }

  event(leaf: EventLeaf, digest: Digest, index: number): void {
    const { fact } = leaf
    if (fact.deployment !== this.trust.deployment) {
      this.report.add('invalid', `leaf ${index}`, 'is of another deployment')
    }
    this.checkGate(leaf, digest, index)
    this.checkIntent(fact, index)
    if (fact.kind === 'claimed') this.checkClaim(fact, index)
    if (fact.kind === 'extended') this.checkExtension(fact, index)
    if (fact.kind === 'refused') this.checkLate(fact, index)
    if (fact.kind === 'succeeded' || fact.kind === 'failed' || fact.kind === 'unknown') {
      this.checkOutcome(fact, index)
    }
  }

  private checkGate({ fact, signature, head, source }: EventLeaf, digest: Digest, index: number) {
    const known = { keyOf: this.trust.service('gate'), atMs: source.timestampMs }
    const { slot, number } = fact
    if (head !== undefined) {
      this.expect('heads', index, () => verifyHead(head, { slot, number, digest }, known))
    }
    if (fact.kind !== 'approved' && fact.kind !== 'denied') return
    this.expect('decisions', index, () => verifyFact(signature ?? '', digest, known))
  }

  private checkIntent({ deployment, actionId, ...fact }: Fact, index: number): void {
    const origin = originOf(fact as Fact)
    if (!origin || !actionId) return
    const { identity, agent, type, intended, receivedAtMs: atMs } = origin
    if (identity.kind === 'ingress') {
      this.report.counts.ingressIntents += 1
      return
    }
    const keyOf = this.trust.agent(agent)
    const known = { deployment, actionId, agent, type, intended, atMs, keyOf }
    this.expect('intents', index, () => verifyIntent(identity.proof, known))
  }

  private checkClaim({ deployment, actionId, atMs, body }: Fact<'claimed'>, index: number): void {
    const known = { deployment, subject: actionId ?? '', act: 'claim', atMs } as const
    this.expect('claims', index, () => {
      const { party, keyId } = verifyRequest(body.request, {
        ...known,
        partyOf: this.trust.partyOf,
      })
      return party.id === body.executor && keyId === body.keyThumbprint
    })
  }

  /** By the key that claimed, for the claim that it holds, and for no longer than it asked. */
  private checkExtension(
    { deployment, actionId = '' as ActionId, atMs, body }: Fact<'extended'>,
    index: number,
  ): void {
    const known = { deployment, subject: actionId, act: 'extend', atMs } as const
    this.expect('extensions', index, () => {
      const { partyOf } = this.trust
      const { keyId, claim, forMs = 0 } = verifyRequest(body.request, { ...known, partyOf })
      if (body.deadlineMs > atMs + forMs) {
        this.report.add('invalid', `leaf ${index}`, 'a claim extended beyond what was asked for')
      }
      return claim === body.claimId && this.isClaimer(actionId, keyId)
    })
  }

  /** What the claimer said too late changed nothing, but it is kept as theirs. */
  private checkLate({ deployment, actionId, atMs, body }: Fact<'refused'>, index: number): void {
    const { late } = body
    if (!late || !actionId) return
    const { claimId, status, reported, proof } = late
    const keyOf = (kid: string) => this.trust.partyOf(kid)?.key
    const known = { deployment, actionId, claimId, status, reported, keyOf, atMs }
    this.expect('outcomes', index, () =>
      this.isClaimer(actionId, verifyOutcome(proof, known).keyId),
    )
  }

  /** True also where the log does not say who claimed: what is missing is told elsewhere. */
  private isClaimer(actionId: ActionId, keyId: string): boolean {
    const story = this.actions.story(actionId)
    const claimed = story.find(({ leaf }) => leaf.fact.kind === 'claimed')?.leaf.fact
    return claimed?.kind !== 'claimed' || claimed.body.keyThumbprint === keyId
  }

  /** What an executor said must be signed by the very key that claimed. Silence is the gate's word alone. */
  private checkOutcome(fact: Fact<'succeeded' | 'failed' | 'unknown'>, index: number): void {
    const { deployment, actionId, atMs, kind: status, body } = fact
    const { cause, claimId, executor, reported, proof = '' } = body
    if (cause !== 'reported' || !actionId || !reported) return
    const keyOf = this.trust.executor(executor)
    const known = { deployment, actionId, claimId, status, reported, keyOf, atMs }
    this.expect('outcomes', index, () =>
      this.isClaimer(actionId, verifyOutcome(proof, known).keyId),
    )
  }

  private expect(counted: Counted, index: number, verify: () => unknown): void {
    try {
      if (verify() === false) {
        this.report.add('invalid', `leaf ${index}`, `${sayings[counted]} is by another party`)
      } else this.report.counts[counted] += 1
    } catch (error) {
      if (!isHoldpointError(error) || error.kind !== 'terminal') throw error
      this.report.add('invalid', `leaf ${index}`, `${sayings[counted]}: ${error.message}`)
    }
  }
}

const sayings: Readonly<Record<Counted, string>> = {
  heads: "the gate's signature over the chain",
  decisions: "the gate's signature of the decision",
  intents: "the agent's signature of the action",
  claims: "the executor's signature of its claim",
  extensions: "the executor's signature of what it asked for",
  outcomes: "the executor's signature of the outcome",
}
